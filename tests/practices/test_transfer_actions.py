"""The steps of a transfer: who, when, what is written, who is told."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from familynet.accounts.roles import Role
from familynet.kernel.acts import Act
from familynet.kernel.history import HistoryEntry
from familynet.kernel.workflow import TransitionConflict
from familynet.notifications.models import Notification
from practices import actions
from practices.models import Transfer
from tests.factories.accounts import AdministrationFactory
from tests.factories.organisations import OrganisationFactory
from tests.factories.practices import PracticeFactory
from tests.factories.protocols import ActFactory
from tests.factories.reviews import PracticeVersionFactory
from tests.factories.transfers import ACT_DATE, AdaptationItemFactory, TransferFactory, make_exchange
from tests.practices.transfer_cast import adopter_confirmer, asker, exchange, giver, owner_confirmer

__all__ = ["adopter_confirmer", "asker", "exchange", "giver", "owner_confirmer"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("exchange")]
S = Transfer.State


def ask(practice, by, adopter, **more):
    return actions.ask_for_practice(practice, adopter=adopter, need="Ci serve.", by=by, **more)


def told(person):
    return list(Notification.objects.filter(recipient=person).order_by("pk").values_list("subject", flat=True))


def verbs(obj):
    return list(HistoryEntry.objects.of(obj).order_by("sequence").values_list("verb", flat=True))


def act(day=ACT_DATE):
    return ActFactory(kind=Act.Kind.RESOLUTION, number="7", date=day)


def test_whole_way_from_the_wish_to_the_outcome(trento, asker, giver, adopter_confirmer, owner_confirmer):
    practice = PracticeFactory(published=True, title="Carta ZeroSei")
    transfer = ask(practice, asker, trento)
    assert (transfer.state, transfer.number) == (S.WANTED, f"ADO {timezone.localdate().year}/1")
    actions.answer_request(
        transfer, answer="Certo.", contact_name="Anna", contact_email="a@piemonte.example", by=giver
    )
    meeting = actions.plan_meeting(
        transfer, kind="visit", date=timezone.localdate(), place="Torino", agenda="Visita", by=asker
    )
    transfer.refresh_from_db()
    assert transfer.state == S.MEETING
    actions.hold_meeting(meeting, report="Utile.", participants="Anna", by=giver)
    actions.start_adapting(transfer, by=asker)
    actions.add_item(transfer, aspect="solution", kind="changed", text="Meno.", why="Siamo pochi.", by=asker)
    actions.declare_adoption(transfer, act=act(), changes="Più corta.", by=asker)
    assert transfer.outcome_due_on == datetime.date(2025, 5, 10)
    actions.confirm_adoption(transfer, by=owner_confirmer)
    assert transfer.state == S.DECLARED
    actions.confirm_adoption(transfer, by=adopter_confirmer, comment="Bene.")
    assert transfer.state == S.ADOPTED
    actions.record_outcome(transfer, outcome="kept", text="Continua.", by=asker)
    stored = Transfer.objects.get(pk=transfer.pk)
    assert (stored.state, stored.outcome, stored.outcome_on) == (S.EVALUATED, "kept", timezone.localdate())
    assert verbs(transfer) == [
        *("ask", "answer", "meet", "plan_meeting", "hold_meeting", "start_adapting", "add_item", "declare"),
        *("confirm", "confirm", "adopt", "record_outcome"),
    ]
    public = HistoryEntry.objects.of(practice).public().get()
    assert (public.verb, public.act) == ("adopted", stored.act)
    assert told(giver)[0] == "Provincia autonoma di Trento chiede la pratica “Carta ZeroSei”"
    assert "Piemonte ha risposto: c'è un contatto per “Carta ZeroSei”" in told(asker)
    assert "Da confermare: Provincia autonoma di Trento ha adottato “Carta ZeroSei”" in told(owner_confirmer)
    assert f"Manca la vostra conferma: adozione di “Carta ZeroSei” ({stored.number})" in told(adopter_confirmer)
    assert [subject for subject in told(giver) if subject.startswith("Adozione confermata")] != []


def test_numbers_have_no_gap_after_a_refusal(trento, asker):
    first = ask(PracticeFactory(published=True), asker, trento)
    with pytest.raises(ValidationError, match="C'è già una richiesta aperta"):
        ask(first.practice, asker, trento)
    second = ask(PracticeFactory(published=True), asker, trento)
    assert second.sequence == first.sequence + 1


def test_same_practice_for_two_bodies_are_two_requests(trento, asker):
    practice = PracticeFactory(published=True)
    body = OrganisationFactory(trento=True)
    assert {ask(practice, asker, trento).pk, ask(practice, asker, trento, organisation=body).pk}
    with pytest.raises(ValidationError, match="richiesta aperta"):
        ask(practice, asker, trento, organisation=body)


def test_closed_request_makes_room_for_another(trento, asker):
    transfer = ask(PracticeFactory(published=True), asker, trento)
    actions.drop_transfer(transfer, comment="Niente fondi.", by=asker)
    assert ask(transfer.practice, asker, trento).pk != transfer.pk


def test_body_of_another_territory_cannot_adopt(trento, asker):
    with pytest.raises(ValidationError) as caught:
        ask(PracticeFactory(published=True), asker, trento, organisation=OrganisationFactory())
    assert list(caught.value.message_dict) == ["organisation"]


def test_administration_does_not_adopt_from_itself(piemonte, giver):
    with pytest.raises(ValidationError, match="non adotta una pratica da se stessa"):
        ask(PracticeFactory(published=True), giver, piemonte)


def test_who_is_no_partner_cannot_ask(official):
    third = AdministrationFactory()
    stranger = official(Role.PRACTICE_EDITOR, third)
    with pytest.raises(PermissionDenied):
        ask(PracticeFactory(published=True), stranger, third)


@pytest.mark.parametrize("state", ["submitted", "archived", "rejected"])
def test_only_published_practices_are_asked_for(trento, asker, state):
    with pytest.raises(PermissionDenied):
        ask(PracticeFactory(**{state: True}), asker, trento)


def test_adopter_does_not_answer_its_own_request_and_owner_does_not_drop_it(asker, giver):
    transfer = TransferFactory()
    answer = {"answer": "x", "contact_name": "x", "contact_email": "x@example.org"}
    with pytest.raises(PermissionDenied):
        actions.answer_request(transfer, by=asker, **answer)
    with pytest.raises(PermissionDenied):
        actions.drop_transfer(transfer, comment="x", by=giver)


def test_declined_with_a_reason_only(asker, giver):
    transfer = TransferFactory(adopter=asker.administration, asked_by=asker)
    with pytest.raises(ValidationError):
        actions.decline_request(transfer, comment=" ", by=giver)
    actions.decline_request(transfer, comment="Siamo in pochi.", by=giver)
    assert (transfer.state, transfer.closing_reason) == (S.DECLINED, "Siamo in pochi.")
    assert Notification.objects.get(recipient=asker).text == "Siamo in pochi."


def test_adoption_needs_an_item_an_act_and_its_date(asker):
    transfer = TransferFactory(adapting=True)
    with pytest.raises(ValidationError, match="almeno una cosa"):
        actions.declare_adoption(transfer, act=act(), changes="x", by=asker)
    AdaptationItemFactory(transfer=transfer)
    with pytest.raises(ValidationError, match="atto"):
        actions.declare_adoption(transfer, act=None, changes="x", by=asker)
    with pytest.raises(ValidationError, match="data dell'atto"):
        actions.declare_adoption(transfer, act=act(None), changes="x", by=asker)
    assert Transfer.objects.get(pk=transfer.pk).state == S.ADAPTING


def test_who_declared_does_not_confirm(adopter_confirmer):
    transfer = TransferFactory(declared=True, declared_by=adopter_confirmer)
    with pytest.raises(PermissionDenied):
        actions.confirm_adoption(transfer, by=adopter_confirmer)


def test_editors_do_not_confirm(asker, giver):
    transfer = TransferFactory(declared=True)
    for person in (asker, giver):
        with pytest.raises(PermissionDenied):
            actions.confirm_adoption(transfer, by=person)


def test_one_side_does_not_confirm_twice(official, piemonte, owner_confirmer):
    transfer = TransferFactory(declared=True)
    actions.confirm_adoption(transfer, by=owner_confirmer)
    with pytest.raises(TransitionConflict):
        actions.confirm_adoption(transfer, by=official(Role.PRACTICE_VALIDATOR, piemonte))
    assert transfer.confirmations.count() == 1


def test_a_person_of_both_sides_confirms_for_one_only(official, piemonte, trento):
    both = official(Role.PROTOCOL_COMMITTEE, piemonte)
    both.role_assignments.create(role=Role.PROTOCOL_COMMITTEE, administration=trento)
    transfer = TransferFactory(declared=True)
    actions.confirm_adoption(transfer, by=both)
    with pytest.raises(TransitionConflict):
        actions.confirm_adoption(transfer, by=both)
    assert transfer.state == S.DECLARED


def test_reuse_inside_one_administration_needs_one_other_person(official, piemonte):
    declarer = official(Role.PRACTICE_VALIDATOR, piemonte)
    transfer = TransferFactory(internal=True, declared=True, declared_by=declarer)
    with pytest.raises(PermissionDenied):
        actions.confirm_adoption(transfer, by=declarer)
    actions.confirm_adoption(transfer, by=official(Role.PROTOCOL_COMMITTEE, piemonte))
    assert transfer.state == S.ADOPTED


def test_sent_back_adoption_is_confirmed_anew(asker, giver, owner_confirmer, adopter_confirmer):
    transfer = AdaptationItemFactory(transfer=TransferFactory(declared=True)).transfer
    actions.confirm_adoption(transfer, by=owner_confirmer)
    actions.send_back_adoption(transfer, comment="L'atto è un altro.", by=adopter_confirmer)
    assert told(asker) == [f"Adozione da rivedere: “{transfer.practice.title}” ({transfer.number})"]
    actions.declare_adoption(transfer, act=act(), changes="x", by=asker)
    actions.confirm_adoption(transfer, by=adopter_confirmer)
    assert transfer.state == S.DECLARED
    actions.confirm_adoption(transfer, by=owner_confirmer)
    assert transfer.state == S.ADOPTED


def test_outcome_comes_a_year_after_the_act_unless_it_has_ended(asker):
    today = timezone.localdate()
    transfer = TransferFactory(adopted=True, act=act(today), outcome_due_on=today + datetime.timedelta(days=365))
    with pytest.raises(ValidationError) as caught:
        actions.record_outcome(transfer, outcome="kept", text="x", by=asker)
    assert list(caught.value.message_dict) == ["on"]
    actions.record_outcome(transfer, outcome="ended", text="Finita.", by=asker)
    assert transfer.state == S.EVALUATED


def test_what_is_in_the_future_is_refused(trento, asker):
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    with pytest.raises(ValidationError, match="futuro"):
        ask(PracticeFactory(published=True), asker, trento, on=tomorrow)


def test_people_of_a_third_administration_are_told_nothing(official, trento, piemonte, asker):
    third = AdministrationFactory()
    make_exchange(trento, piemonte, third)
    stranger = official(Role.PRACTICE_VALIDATOR, third)
    ask(PracticeFactory(published=True), asker, trento)
    assert told(stranger) == []


@pytest.mark.parametrize(
    ("days", "late", "expected"),
    [(-31, None, []), (-30, "before", ["Tra poco è un anno"]), (0, "after", ["È passato un anno"])],
)
def test_reminder_comes_once_before_and_once_after(asker, days, late, expected):
    transfer = TransferFactory(adopted=True)
    day = transfer.outcome_due_on + datetime.timedelta(days=days)
    for _twice in range(2):
        actions.remind_of_outcome(Transfer.objects.with_parties().get(pk=transfer.pk), on=day)
    assert [subject.partition(":")[0] for subject in told(asker)] == expected


def test_reminder_job_reminds_who_is_late_and_nobody_else(asker):
    from practices.tasks.transfers import remind_of_outcomes

    TransferFactory(adopted=True)
    TransferFactory(evaluated=True)
    far = timezone.localdate() + datetime.timedelta(days=100)
    TransferFactory(adopted=True, outcome_due_on=far)
    for _twice in range(2):
        remind_of_outcomes(timestamp=0)
    assert len(told(asker)) == 1


def test_the_version_that_is_adapted_is_the_one_that_readers_see_when_it_begins(trento, asker, giver):
    practice = PracticeFactory(published=True)
    transfer = ask(practice, asker, trento)
    PracticeVersionFactory(practice=practice, number=1, is_current=False)
    PracticeVersionFactory(practice=practice, number=2)
    actions.answer_request(transfer, answer="Sì.", contact_name="Anna", contact_email="a@p.example", by=giver)
    actions.start_adapting(transfer, by=asker)
    transfer.refresh_from_db()
    assert transfer.version_number == 2
