"""Every state × every transition × role, generated from the four tables."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied

from districts.models import AreaAgreement, District, DistrictMember, Programme
from districts.workflow import AGREEMENT_WORKFLOW, DISTRICT_WORKFLOW, MEMBER_WORKFLOW, PROGRAMME_WORKFLOW
from familynet.accounts.roles import Role
from familynet.kernel.history import HistoryEntry
from familynet.kernel.workflow import TransitionConflict, advance
from tests.factories.districts import (
    ActFactory,
    AreaAgreementFactory,
    DistrictFactory,
    DistrictMemberFactory,
    ProgrammeFactory,
)

pytestmark = pytest.mark.django_db
D = datetime.date


def make_district(state):
    return DistrictFactory(state=state)


def make_agreement(state):
    return AreaAgreementFactory(**({} if state == "active" else {state: True}))


def make_member(state):
    return DistrictMemberFactory(**({} if state == "member" else {state: True}))


def make_programme(state):
    return ProgrammeFactory(**({} if state == "draft" else {state: True}))


MACHINES = {
    "district": (DISTRICT_WORKFLOW, District, make_district),
    "agreement": (AGREEMENT_WORKFLOW, AreaAgreement, make_agreement),
    "member": (MEMBER_WORKFLOW, DistrictMember, make_member),
    "programme": (PROGRAMME_WORKFLOW, Programme, make_programme),
}
PERIOD = {"signed_on": D(2024, 5, 1), "valid_from": D(2024, 5, 1), "valid_to": D(2027, 4, 30)}
FIELDS = {
    ("agreement", "approve"): lambda act: {"approval_act": act},
    ("agreement", "sign"): lambda act: PERIOD,
    ("agreement", "renew"): lambda act: {"ended_on": D(2027, 4, 30)},
    ("agreement", "expire"): lambda act: {"ended_on": D(2027, 4, 30)},
    ("agreement", "revoke"): lambda act: {"ended_on": D(2025, 1, 1), "revocation_act": act},
    ("member", "admit"): lambda act: {"joined_on": D(2024, 6, 1)},
    ("member", "withdraw"): lambda act: {"left_on": D(2025, 6, 1)},
    ("member", "exclude"): lambda act: {"left_on": D(2025, 6, 1)},
    ("programme", "approve"): lambda act: {"approval_act": act},
    ("programme", "self_evaluate"): lambda act: {"evaluated_on": D(2026, 1, 31)},
}
ROWS = [(kind, t.name) for kind, (workflow, _model, _make) in MACHINES.items() for t in workflow]
CASES = [(kind, name, state) for kind, name in ROWS for state in MACHINES[kind][1].State.values]


def attempt(kind, obj, name, user):
    act = ActFactory()
    fields = FIELDS.get((kind, name), lambda act: None)(act)
    return advance(MACHINES[kind][0], obj, name, by=user, comment="Motivo", act=act, fields=fields)


@pytest.mark.parametrize(("kind", "name", "state"), CASES)
def test_transition_moves_only_from_its_sources(kind, name, state, official, trento):
    workflow, _model, make = MACHINES[kind]
    transition, obj = workflow.get(name), make(state)
    # A row for the system alone is tried by the system.
    officer = official(Role.DISTRICT_OFFICER, trento)
    user = officer if transition.allowed(officer, obj) else None
    if state in transition.sources:
        attempt(kind, obj, name, user)
        expected, entries = transition.target, [(name, state, transition.target, transition.public)]
    else:
        with pytest.raises(TransitionConflict):
            attempt(kind, obj, name, user)
        expected, entries = state, []
    obj.refresh_from_db()
    assert obj.state == expected
    found = HistoryEntry.objects.of(obj).values_list("verb", "from_state", "to_state", "public")
    assert list(found) == entries


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize(("kind", "name"), ROWS)
def test_transition_belongs_to_the_district_officer(kind, name, role, official, trento, piemonte):
    workflow, _model, make = MACHINES[kind]
    transition = workflow.get(name)
    for administration in (trento, piemonte):
        obj, user = make(transition.sources[0]), official(role, administration)
        by_officer = name != "expire"
        allowed = role == Role.DISTRICT_OFFICER and administration == trento and by_officer
        assert (name in [t.name for t in workflow.available(obj, user)]) is allowed
        if allowed:
            assert attempt(kind, obj, name, user).actor == user
        else:
            with pytest.raises(PermissionDenied):
                attempt(kind, obj, name, user)
            assert HistoryEntry.objects.of(obj).count() == 0


@pytest.mark.parametrize(("kind", "name"), ROWS)
def test_system_acts_only_where_the_table_says_so(kind, name):
    workflow, _model, make = MACHINES[kind]
    transition = workflow.get(name)
    obj = make(transition.sources[0])
    if transition.system:
        assert attempt(kind, obj, name, None).actor is None
    else:
        with pytest.raises(PermissionDenied):
            attempt(kind, obj, name, None)
    system_rows = {("district", "lapse"), ("agreement", "expire"), ("programme", "start")}
    assert transition.system is ((kind, name) in system_rows)
