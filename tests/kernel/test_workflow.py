import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from familynet.kernel.history import HistoryEntry
from familynet.kernel.workflow import Transition, TransitionConflict, Workflow, advance
from familynet.organisations.models import Organisation
from tests.factories.accounts import UserFactory
from tests.factories.kernel import ActFactory
from tests.factories.organisations import OrganisationFactory
from tests.kernel.threads import together


def anyone(user, obj):
    return True


def nobody(user, obj):
    return False


WORKFLOW = Workflow(
    "prova",
    (
        Transition("close", ("active",), "closed", anyone, "Chiudi", "Chiusa", public=True),
        Transition("reopen", ("closed",), "active", anyone, "Riapri", "Riaperta", needs_comment=True),
        Transition("close_by_act", ("active",), "closed", anyone, "Chiudi", "Chiusa", needs_act=True),
        Transition("forbidden", ("active",), "closed", nobody, "Chiudi", "Chiusa"),
        Transition("expire", ("active",), "closed", nobody, "Scade", "Scaduta", system=True),
    ),
)


@pytest.fixture
def organisation(db):
    return OrganisationFactory()


def test_advance_moves_the_state_and_writes_history(organisation):
    user = UserFactory()
    before = organisation.updated_at
    entry = advance(WORKFLOW, organisation, "close", by=user, comment="Perché sì", data={"n": 1})
    stored = Organisation.objects.get()
    assert (organisation.state, stored.state) == ("closed", "closed")
    assert stored.updated_at > before
    assert (entry.verb, entry.label, entry.from_state, entry.to_state) == ("close", "Chiusa", "active", "closed")
    assert (entry.actor, entry.comment, entry.data, entry.public) == (user, "Perché sì", {"n": 1}, True)
    assert list(HistoryEntry.objects.of(organisation)) == [entry]


def test_advance_changes_fields_in_the_same_step(organisation):
    advance(WORKFLOW, organisation, "close", by=UserFactory(), fields={"phone": "0171"})
    assert organisation.phone == "0171"
    assert Organisation.objects.values_list("state", "phone").get() == ("closed", "0171")


@pytest.mark.parametrize(
    ("name", "by_system", "comment", "error"),
    [
        ("reopen", False, "Motivo", TransitionConflict),
        ("reopen", False, "  ", ValidationError),
        ("close_by_act", False, "", ValidationError),
        ("forbidden", False, "", PermissionDenied),
        ("expire", False, "", PermissionDenied),
        ("close", True, "", PermissionDenied),
        ("unknown", False, "", KeyError),
    ],
)
def test_refused_advance_leaves_nothing_behind(organisation, name, by_system, comment, error):
    by = None if by_system else UserFactory()
    with pytest.raises(error):
        advance(WORKFLOW, organisation, name, by=by, comment=comment)
    assert Organisation.objects.get().state == organisation.state == "active"
    assert HistoryEntry.objects.count() == 0


def test_missing_comment_and_act_say_what_to_do(organisation):
    with pytest.raises(ValidationError) as missing_act:
        advance(WORKFLOW, organisation, "close_by_act", by=UserFactory())
    assert missing_act.value.message_dict == {"act": ["Indica l'atto: senza un atto lo stato non può cambiare."]}
    advance(WORKFLOW, organisation, "close_by_act", by=UserFactory(), act=ActFactory())
    with pytest.raises(ValidationError) as missing_comment:
        advance(WORKFLOW, organisation, "reopen", by=UserFactory())
    assert list(missing_comment.value.message_dict) == ["comment"]


def test_system_moves_only_by_system_rows(organisation):
    entry = advance(WORKFLOW, organisation, "expire", by=None)
    assert (entry.actor, entry.role, organisation.state) == (None, "", "closed")


def test_available_shows_what_is_accepted(organisation):
    user = UserFactory()
    assert [t.name for t in WORKFLOW.available(organisation, user)] == ["close", "close_by_act"]
    advance(WORKFLOW, organisation, "close", by=user)
    assert [t.name for t in WORKFLOW.available(organisation, user)] == ["reopen"]


def test_advance_on_a_stale_copy_is_a_conflict(organisation):
    stale = Organisation.objects.get()
    advance(WORKFLOW, organisation, "close", by=UserFactory())
    with pytest.raises(TransitionConflict):
        advance(WORKFLOW, stale, "close", by=UserFactory())
    assert HistoryEntry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_eight_threads_one_success():
    pk = OrganisationFactory().pk
    user = UserFactory()

    def close():
        return advance(WORKFLOW, Organisation.objects.get(pk=pk), "close", by=user)

    copies = [Organisation.objects.get(pk=pk) for _ in range(8)]
    outcomes = together(*[lambda copy=copy: advance(WORKFLOW, copy, "close", by=user) for copy in copies])
    kinds = sorted(type(outcome).__name__ for outcome in outcomes)
    assert kinds == ["HistoryEntry"] + ["TransitionConflict"] * 7
    assert HistoryEntry.objects.count() == 1
    assert isinstance(together(close)[0], TransitionConflict)
