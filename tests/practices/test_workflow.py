"""Every state × every transition × every kind of person, from the table."""

import pytest
from django.core.exceptions import PermissionDenied

from familynet.accounts.roles import Role
from familynet.kernel.history import HistoryEntry
from familynet.kernel.workflow import TransitionConflict, advance
from practices import actions
from practices.models import Practice, Review
from practices.workflow import PRACTICE_WORKFLOW
from tests.factories.accounts import AdministrationFactory, RoleAssignmentFactory
from tests.factories.practices import PracticeFactory
from tests.kernel.threads import together

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
    # Only of a working copy: see test_revisions.py.
    "incorporate": set(),
    "discard": set(),
}
FIELDS = {
    "submit": {"submitted_at": "2026-01-01T10:00Z"},
    "withdraw": {"submitted_at": None},
    "publish": {"published_at": "2026-01-01T10:00Z"},
    "archive": {"archived_at": "2026-01-01T10:00Z"},
    "republish": {"archived_at": None},
}
PEOPLE = ["author", *Role.values]
ROOT_STATES = [state for state in Practice.State.values if state not in Practice.CLOSED_STATES]


def test_table_names_every_transition():
    assert {transition.name for transition in PRACTICE_WORKFLOW} == set(ALLOWED)


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("state", ROOT_STATES)
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


@pytest.mark.django_db(transaction=True)
def test_eight_validators_at_once_judge_a_practice_once():
    """Four publish, four reject, at the same moment: one judgement, one entry, one state."""
    piemonte = AdministrationFactory(piemonte=True)
    pk = PracticeFactory(submitted=True, administration=piemonte).pk
    validators = [
        RoleAssignmentFactory(role=Role.PRACTICE_VALIDATOR, administration=piemonte).user for _ in range(8)
    ]
    steps = [actions.publish_practice, actions.reject_practice] * 4
    copies = [Practice.objects.get(pk=pk) for _ in steps]
    calls = [
        lambda step=step, by=by, copy=copy: step(copy, by=by, comment="Letta.")
        for step, by, copy in zip(steps, validators, copies, strict=True)
    ]
    outcomes = together(*calls)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["HistoryEntry"] + ["TransitionConflict"] * 7
    won = next(outcome for outcome in outcomes if isinstance(outcome, HistoryEntry))
    practice = Practice.objects.get(pk=pk)
    assert practice.state == won.to_state
    assert [(review.outcome, review.validator) for review in Review.objects.all()] == [(won.to_state, won.actor)]
    assert list(HistoryEntry.objects.of(practice)) == [won]
