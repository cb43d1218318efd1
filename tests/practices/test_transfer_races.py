"""Both sides at once: one thing happens, and nobody gets a fault."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from familynet.accounts.models import User
from familynet.accounts.roles import Role
from familynet.kernel.acts import Act
from familynet.kernel.history import HistoryEntry
from familynet.kernel.workflow import TransitionConflict
from practices import actions
from practices.models import AdaptationItem, Practice, Transfer, TransferConfirmation
from tests.factories.practices import PracticeFactory
from tests.factories.protocols import ActFactory
from tests.factories.transfers import ACT_DATE, AdaptationItemFactory, TransferFactory
from tests.kernel.threads import together
from tests.practices.transfer_cast import adopter_confirmer, asker, exchange, giver, owner_confirmer

__all__ = ["adopter_confirmer", "asker", "exchange", "giver", "owner_confirmer"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("exchange")]


def fresh(user):
    return User.objects.get(pk=user.pk)


def at_once(action, transfer, *people, **arguments):
    """The action by all these people, each with an own copy of the transfer."""
    pairs = [(Transfer.objects.get(pk=transfer.pk), person) for person in people]
    tries = [lambda copy=copy, who=who: action(copy, by=fresh(who), **arguments) for copy, who in pairs]
    return together(*tries)


def test_both_sides_confirm_at_once(owner_confirmer, adopter_confirmer):
    transfer = TransferFactory(declared=True)
    outcomes = at_once(actions.confirm_adoption, transfer, owner_confirmer, adopter_confirmer)
    assert [type(outcome) for outcome in outcomes] == [TransferConfirmation] * 2
    assert Transfer.objects.get(pk=transfer.pk).state == "adopted"
    assert HistoryEntry.objects.of(transfer).filter(verb="adopt").count() == 1
    assert HistoryEntry.objects.of(transfer.practice).filter(verb="adopted").count() == 1


def test_one_side_confirms_twice_at_once(official, piemonte, owner_confirmer):
    transfer = TransferFactory(declared=True)
    other = official(Role.PRACTICE_VALIDATOR, piemonte)
    outcomes = at_once(actions.confirm_adoption, transfer, owner_confirmer, other)
    assert sorted(type(o).__name__ for o in outcomes) == ["TransferConfirmation", "TransitionConflict"]
    assert Transfer.objects.get(pk=transfer.pk).state == "declared"


def test_confirmed_and_sent_back_at_once_is_one_of_both(owner_confirmer, adopter_confirmer):
    transfer = TransferFactory(declared=True)
    actions.confirm_adoption(transfer, by=owner_confirmer)
    copies = [Transfer.objects.get(pk=transfer.pk) for _n in range(2)]
    outcomes = together(
        lambda: actions.confirm_adoption(copies[0], by=fresh(adopter_confirmer)),
        lambda: actions.send_back_adoption(copies[1], comment="No.", by=fresh(owner_confirmer)),
    )
    assert sum(isinstance(outcome, TransitionConflict) for outcome in outcomes) == 1
    assert Transfer.objects.get(pk=transfer.pk).state in ("adopted", "adapting")


def test_two_declare_at_once(official, trento, asker):
    transfer = TransferFactory(adapting=True)
    AdaptationItemFactory(transfer=transfer)
    act = ActFactory(kind=Act.Kind.RESOLUTION, date=ACT_DATE)
    other = official(Role.PRACTICE_EDITOR, trento)
    outcomes = at_once(actions.declare_adoption, transfer, asker, other, act=act, changes="x")
    assert sorted(type(o).__name__ for o in outcomes) == ["HistoryEntry", "TransitionConflict"]
    assert Transfer.objects.get(pk=transfer.pk).round == 1


def test_last_item_is_not_taken_away_while_the_adoption_is_declared(asker):
    transfer = TransferFactory(adapting=True)
    item = AdaptationItemFactory(transfer=transfer)
    act = ActFactory(kind=Act.Kind.RESOLUTION, date=ACT_DATE)
    copy = Transfer.objects.get(pk=transfer.pk)
    together(
        lambda: actions.declare_adoption(copy, act=act, changes="x", by=fresh(asker)),
        lambda: actions.remove_item(
            AdaptationItem.objects.select_related("transfer").get(pk=item.pk), by=fresh(asker)
        ),
    )
    stored = Transfer.objects.get(pk=transfer.pk)
    assert (stored.state, stored.items.exists()) in {("declared", True), ("adapting", False)}


def test_same_request_twice_at_once_is_kept_once(trento, asker):
    practice = PracticeFactory(published=True)
    tries = [
        lambda: actions.ask_for_practice(
            Practice.objects.select_related("administration").get(pk=practice.pk),
            adopter=trento,
            need="Ci serve.",
            by=fresh(asker),
        )
        for _n in range(3)
    ]
    outcomes = together(*tries)
    assert Transfer.objects.count() == 1
    assert sum(isinstance(outcome, Transfer) for outcome in outcomes) == 1
    refused = [outcome for outcome in outcomes if not isinstance(outcome, Transfer)]
    # Who looked before the first one was kept meets the database; who looked after, the sentence.
    assert all(isinstance(outcome, IntegrityError | ValidationError) for outcome in refused)
    assert Transfer.objects.get().sequence == 1


def test_answered_and_dropped_at_once_is_one_of_both(asker, giver):
    transfer = TransferFactory()
    copies = [Transfer.objects.get(pk=transfer.pk) for _n in range(2)]
    answer = {"answer": "x", "contact_name": "x", "contact_email": "x@example.org"}
    outcomes = together(
        lambda: actions.answer_request(copies[0], by=fresh(giver), **answer),
        lambda: actions.drop_transfer(copies[1], comment="No.", by=fresh(asker)),
    )
    # The answer may come first and the adopter give up afterwards: then the drop meets another state.
    assert sum(isinstance(outcome, TransitionConflict) for outcome in outcomes) == 1
    assert Transfer.objects.get(pk=transfer.pk).state in ("in_contact", "dropped")
