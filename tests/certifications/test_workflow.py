"""Every state × every transition × role, generated from the tables."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from certifications.actions import change_state
from certifications.models import Certificate, ImportRun, StatusChange
from certifications.workflow import BUTTONS, CERTIFICATE_WORKFLOW, IMPORT_WORKFLOW
from familynet.accounts.roles import Role
from familynet.kernel.history import HistoryEntry
from familynet.kernel.workflow import TransitionConflict, advance
from tests.factories.accounts import RoleAssignmentFactory
from tests.factories.certifications import ActFactory, CertificateFactory, ImportRunFactory
from tests.kernel.threads import together

pytestmark = pytest.mark.django_db
NAMES = [t.name for t in CERTIFICATE_WORKFLOW]
ENDED = Certificate.ENDED
MANAGER, OFFICER = Role.CERTIFICATION_MANAGER, Role.CERTIFICATION_OFFICER
WHO = {
    "require_realignment": {MANAGER},
    "confirm_realignment": {MANAGER},
    "open_check": {MANAGER, OFFICER},
    "close_check": {MANAGER, OFFICER},
    "suspend": {MANAGER},
    "lift_suspension": {MANAGER},
    "revoke": {MANAGER},
    "renounce": {MANAGER},
    "expire": {MANAGER},
    "lapse": set(),
    "renew_lapsed": {MANAGER},
    **{f"source_{state}": {OFFICER} for state in Certificate.State.values},
}
SYSTEM = {"require_realignment", "lapse", *(name for name in NAMES if name.startswith("source_"))}


def certificate(state):
    return CertificateFactory(state=state, ended_on=datetime.date(2024, 2, 1) if state in ENDED else None)


def attempt(obj, name, by):
    ended = CERTIFICATE_WORKFLOW.get(name).target in ENDED
    fields = {"ended_on": datetime.date(2024, 2, 1) if ended else None}
    return advance(CERTIFICATE_WORKFLOW, obj, name, by=by, comment="Motivo", act=ActFactory(), fields=fields)


def actor(name, official, trento):
    roles = WHO[name]
    return official(sorted(roles)[0], trento) if roles else None


@pytest.mark.parametrize("state", Certificate.State.values)
@pytest.mark.parametrize("name", NAMES)
def test_transition_moves_only_from_its_sources(name, state, official, trento):
    obj, transition = certificate(state), CERTIFICATE_WORKFLOW.get(name)
    by = actor(name, official, trento)
    if state in transition.sources:
        attempt(obj, name, by)
        expected, entries = transition.target, [(name, state, transition.target, True)]
    else:
        with pytest.raises(TransitionConflict):
            attempt(obj, name, by)
        expected, entries = state, []
    obj.refresh_from_db()
    assert obj.state == expected
    found = HistoryEntry.objects.of(obj).values_list("verb", "from_state", "to_state", "public")
    assert list(found) == entries


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("name", NAMES)
def test_transition_belongs_to_the_certifier(name, role, official, trento, piemonte):
    state = CERTIFICATE_WORKFLOW.get(name).sources[0]
    obj = certificate(state)
    for administration in (trento, piemonte):
        user = official(role, administration)
        allowed = administration == trento and role in WHO[name]
        assert (name in [t.name for t in CERTIFICATE_WORKFLOW.available(obj, user)]) is allowed
        if not allowed:
            with pytest.raises(PermissionDenied):
                attempt(obj, name, user)
    assert HistoryEntry.objects.of(obj).count() == 0


@pytest.mark.parametrize("name", NAMES)
def test_system_takes_only_its_own_rows(name):
    obj = certificate(CERTIFICATE_WORKFLOW.get(name).sources[0])
    if name in SYSTEM:
        assert attempt(obj, name, None).actor is None
    else:
        with pytest.raises(PermissionDenied):
            attempt(obj, name, None)


@pytest.mark.parametrize("transition", [t for t in CERTIFICATE_WORKFLOW if t.needs_act], ids=lambda t: t.name)
def test_transition_without_its_act_is_refused(transition, official, trento):
    obj = certificate(transition.sources[0])
    with pytest.raises(ValidationError) as refused:
        advance(
            CERTIFICATE_WORKFLOW, obj, transition.name, by=official(MANAGER, trento), comment="Motivo", act=None
        )
    assert list(refused.value.message_dict) == ["act"]


def test_buttons_never_offer_what_only_an_import_a_renewal_or_the_system_does():
    assert set(NAMES) - set(BUTTONS) == {
        "lapse",
        "renew_lapsed",
        *(f"source_{state}" for state in Certificate.State.values),
    }


IMPORTERS = {"check": True, "start": True, "refuse": True, "commit": False, "give_back": False}


@pytest.mark.parametrize("state", ImportRun.State.values)
@pytest.mark.parametrize("name", [t.name for t in IMPORT_WORKFLOW])
def test_import_moves_only_from_its_sources(name, state, official, trento):
    run, transition = ImportRunFactory(state=state), IMPORT_WORKFLOW.get(name)
    by = official(OFFICER, trento) if IMPORTERS[name] else None
    fields = {"committed_at": run.created_at if transition.target == "committed" else None}
    if state in transition.sources:
        advance(IMPORT_WORKFLOW, run, name, by=by, fields=fields)
        expected = transition.target
    else:
        with pytest.raises(TransitionConflict):
            advance(IMPORT_WORKFLOW, run, name, by=by, fields=fields)
        expected = state
    run.refresh_from_db()
    assert run.state == expected


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("name", [t.name for t in IMPORT_WORKFLOW])
def test_import_belongs_to_the_officers_of_its_administration(name, role, official, trento, piemonte):
    run = ImportRunFactory(state=IMPORT_WORKFLOW.get(name).sources[0])
    for administration in (trento, piemonte):
        user = official(role, administration)
        allowed = IMPORTERS[name] and role == OFFICER and administration == trento
        assert (name in [t.name for t in IMPORT_WORKFLOW.available(run, user)]) is allowed


@pytest.mark.django_db(transaction=True)
def test_eight_managers_at_once_change_a_certificate_once():
    """Four suspend, four revoke, at the same moment: one change, one entry, one state."""
    made = CertificateFactory()
    managers = [RoleAssignmentFactory(role=MANAGER, administration=made.administration).user for _ in range(8)]
    acts = [ActFactory() for _ in managers]
    names, copies = ["suspend", "revoke"] * 4, [Certificate.objects.get(pk=made.pk) for _ in managers]
    calls = [
        lambda name=name, by=by, act=act, copy=copy: change_state(
            certificate=copy, name=name, by=by, act=act, comment="Motivo"
        )
        for name, by, act, copy in zip(names, managers, acts, copies, strict=True)
    ]
    outcomes = together(*calls)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["StatusChange"] + ["TransitionConflict"] * 7
    won = next(outcome for outcome in outcomes if isinstance(outcome, StatusChange))
    certificate = Certificate.objects.get(pk=made.pk)
    assert certificate.state == won.to_state
    assert list(StatusChange.objects.exclude(from_state="")) == [won]
    entry = HistoryEntry.objects.of(certificate).get()
    assert (entry.to_state, entry.act) == (won.to_state, won.act)


def test_history_of_an_import_says_the_new_state():
    assert str(CERTIFICATE_WORKFLOW.get("source_revoked").done).endswith(": Revocata")
