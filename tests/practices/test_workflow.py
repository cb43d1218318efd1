"""Every state × every transition × every kind of person, from the table."""

import pytest
from django.core.exceptions import PermissionDenied

from familynet.accounts.roles import Role
from familynet.kernel.history import HistoryEntry
from familynet.kernel.workflow import TransitionConflict, advance
from practices.models import Practice
from practices.workflow import PRACTICE_WORKFLOW
from tests.factories.practices import PracticeFactory

pytestmark = pytest.mark.django_db

# Who may take a step at all; the state decides the rest.
ALLOWED = {
    "submit": {"author", "practice_editor"},
    "withdraw": {"author"},
    "request_changes": {"practice_validator"},
    "publish": {"practice_validator"},
    "reject": {"practice_validator"},
    "archive": {"author", "practice_validator"},
    "republish": {"practice_validator"},
}
FIELDS = {
    "submit": {"submitted_at": "2026-01-01T10:00Z"},
    "withdraw": {"submitted_at": None},
    "publish": {"published_at": "2026-01-01T10:00Z"},
    "archive": {"archived_at": "2026-01-01T10:00Z"},
    "republish": {"archived_at": None},
}
PEOPLE = ["author", *Role.values]


def test_table_names_every_transition():
    assert {transition.name for transition in PRACTICE_WORKFLOW} == set(ALLOWED)


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("state", Practice.State.values)
@pytest.mark.parametrize("transition", list(PRACTICE_WORKFLOW), ids=lambda t: t.name)
def test_transition(transition, state, person, official, piemonte):
    role = Role.PRACTICE_EDITOR if person == "author" else person
    user = official(role, piemonte)
    traits = {} if state == "draft" else {state: True}
    practice = PracticeFactory(**traits, **({"author": user} if person == "author" else {}))
    step = {"by": user, "comment": "Perché sì.", "fields": FIELDS.get(transition.name)}
    if person not in ALLOWED[transition.name]:
        expected = PermissionDenied
    elif state not in transition.sources:
        expected = TransitionConflict
    else:
        advance(PRACTICE_WORKFLOW, practice, transition.name, **step)
        practice.refresh_from_db()
        assert practice.state == transition.target
        assert [e.verb for e in HistoryEntry.objects.of(practice)] == [transition.name]
        return
    with pytest.raises(expected):
        advance(PRACTICE_WORKFLOW, practice, transition.name, **step)
    practice.refresh_from_db()
    assert practice.state == state
    assert not HistoryEntry.objects.of(practice).exists()


def test_validator_who_is_also_the_author_may_not_judge(official, piemonte):
    user = official(Role.PRACTICE_VALIDATOR, piemonte)
    practice = PracticeFactory(submitted=True, author=user)
    assert [t.name for t in PRACTICE_WORKFLOW.available(practice, user)] == []


def test_validator_who_wrote_a_line_may_not_judge(official, piemonte):
    user = official(Role.PRACTICE_VALIDATOR, piemonte)
    practice = PracticeFactory(submitted=True)
    practice.editors.add(user)
    with pytest.raises(PermissionDenied):
        advance(PRACTICE_WORKFLOW, practice, "publish", by=user)
