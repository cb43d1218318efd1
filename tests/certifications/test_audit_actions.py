"""What may happen in a process, to whom, and what is refused."""

import datetime
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from certifications import actions
from certifications.actions.decisions import decision_problem
from certifications.actions.process_ends import follow_ends
from certifications.models import (
    Application,
    Appointment,
    Certificate,
    ClockEvent,
    Decision,
    IntakeWindow,
    Phase,
    PhaseTemplate,
    Process,
)
from familynet.kernel.acts import Act
from familynet.kernel.history import HistoryEntry
from familynet.kernel.workflow import TransitionConflict
from familynet.notifications.models import Notification
from tests.certifications.audit_walk import Walk
from tests.factories.applications import AssessorFactory
from tests.factories.certifications import CertificateFactory
from tests.factories.organisations import OrganisationMemberFactory
from tests.factories.processes import (
    AppointmentFactory,
    ProcessFactory,
    family_audit,
)

pytestmark = pytest.mark.django_db
D = datetime.date
BEFORE = datetime.datetime(2025, 3, 16, 12, tzinfo=datetime.UTC)
AFTER = datetime.datetime(2025, 3, 17, 12, tzinfo=datetime.UTC)


def sentences(error):
    return error.value.messages


def act(day=None):
    day = day or timezone.localdate()
    return Act(kind=Act.Kind.DETERMINATION, body="Dirigente", number="7", date=day)


@pytest.mark.parametrize(
    ("kind", "when", "opens"),
    [
        ("company", BEFORE, True),
        ("company", AFTER, False),
        ("association", AFTER, False),
        ("other_public", AFTER, True),
        ("municipality", AFTER, True),
    ],
)
def test_private_bodies_may_apply_until_16_march_2025(kind, when, opens):
    assert actions.intake_is_open(family_audit().scheme, kind, timezone.localdate(when)) is opens


def test_late_application_of_a_company_opens_no_process_and_running_ones_go_on():
    with time_machine.travel(BEFORE, tick=False) as clock:
        walk = Walk(kind="company")
        walk.activate()
        clock.move_to(AFTER)
        walk.close()
        assert walk.phase.template.code == "b"  # the running one goes on
        late = Walk(kind="company")
        with pytest.raises(ValidationError, match="non poteva chiedere"):
            actions.open_process(application=late.apply(), size="medium", by=late.officer)
    assert not Process.objects.filter(organisation=late.organisation).exists()
    window = IntakeWindow.objects.get(scheme=walk.version.scheme, open_to=D(2025, 3, 16))
    assert (window.act.number, window.act.date) == ("304", D(2025, 2, 28))


def test_internal_contact_is_named_before_applying():
    walk = Walk()
    application = walk.application()
    with pytest.raises(ValidationError, match="referente interno"):
        actions.open_process(application=application, size="medium", by=walk.officer)
    with pytest.raises(PermissionDenied):
        actions.name_contact(
            organisation=walk.organisation, scheme=walk.version.scheme, user=walk.contact, by=walk.contact
        )


def test_new_contact_takes_the_place_of_the_old_one():
    walk = Walk()
    process = walk.open()
    before = process.contact
    colleague = OrganisationMemberFactory(organisation=walk.organisation, role="contact").user
    actions.name_contact(organisation=walk.organisation, scheme=walk.version.scheme, user=colleague, by=walk.head)
    before.refresh_from_db()
    process.refresh_from_db()
    assert (before.ended_on, process.contact.user) == (timezone.localdate(), colleague)


def test_activation_waits_for_both_declarations():
    walk = Walk()
    process = walk.process = actions.open_process(application=walk.apply(), size="medium", by=walk.officer)
    made = actions.appoint(process=process, assessor=walk.consultant, by=walk.officer)
    actions.declare(appointment=made, by=walk.consultant.user, has_conflict=False)
    with pytest.raises(ValidationError, match="Valutatore Family Audit"):
        actions.activate_process(process=process, by=walk.officer, starts_on=timezone.localdate())
    assert process.phases.count() == 0


def test_nobody_is_consultant_and_evaluator_at_one_time():
    busy = AppointmentFactory(consultant=True)
    process = ProcessFactory()
    walk = Walk()
    person = busy.assessor.user
    busy.assessor.valid_to = timezone.localdate()
    busy.assessor.save()
    evaluator = AssessorFactory(
        user=person, task="evaluator", administration=process.administration, origin="external"
    )
    with pytest.raises(ValidationError, match="nello stesso periodo"):
        actions.appoint(process=process, assessor=evaluator, by=walk.officer)
    actions.end_appointment(appointment=busy, by=walk.officer, comment="Finito")
    assert actions.appoint(process=process, assessor=evaluator, by=walk.officer).task == "evaluator"


def test_conflict_keeps_the_process_closed_to_the_person():
    walk = Walk()
    process = actions.open_process(application=walk.apply(), size="medium", by=walk.officer)
    made = actions.appoint(process=process, assessor=walk.evaluator, by=walk.officer)
    person = walk.evaluator.user
    assert not Process.objects.visible_to(person).exists()
    with pytest.raises(ValidationError):
        actions.declare(appointment=made, by=person, has_conflict=True, text=" ")
    actions.declare(appointment=made, by=person, has_conflict=True, text="Vi lavora mia sorella")
    assert not Process.objects.visible_to(person).exists()
    assert not process.appointments.active().exists()
    with pytest.raises(TransitionConflict):
        actions.declare(appointment=made, by=person, has_conflict=False)


def test_who_acts_for_the_organisation_is_neither_asked_nor_decides():
    walk = Walk()
    process = walk.activate()
    OrganisationMemberFactory(organisation=walk.organisation, user=walk.officer, role="contact")
    walk.officer.__dict__.pop("_organisation_roles", None)
    with pytest.raises(PermissionDenied):
        actions.note_fee(
            process=process, by=walk.officer, amount=Decimal(1), reference="1", issued_on=timezone.localdate()
        )


def test_phase_is_not_closed_while_something_is_missing():
    walk = Walk()
    walk.activate()
    with pytest.raises(ValidationError) as error:
        actions.close_phase(phase=walk.phase, by=walk.officer)
    assert sentences(error) == [
        "La fase non si può chiudere.",
        "L'organizzazione deve consegnare i documenti della fase.",
        "L'organizzazione deve inviare i dati dell'anno.",
    ]
    assert walk.phase.template.code == "a"


def test_second_click_on_close_finds_the_phase_closed():
    walk = Walk()
    walk.activate()
    stale = walk.phase
    walk.close()
    with pytest.raises(TransitionConflict):
        actions.close_phase(phase=stale, by=walk.officer)
    assert walk.process.phases.filter(state="closed").count() == 1


def test_unfavourable_opinion_keeps_the_phase_open_until_a_favourable_one():
    walk = Walk()
    walk.activate()
    for _phase in "ab":
        walk.close()
    with pytest.raises(ValidationError, match="dopo tutto il resto"):
        walk.give_opinion()
    walk.send_report()
    walk.give_opinion("unfavourable")
    with pytest.raises(ValidationError, match="sfavorevole"):
        actions.close_phase(phase=walk.phase, by=walk.officer)
    assert list(Phase.objects.waiting_for_opinion()) == [walk.phase]
    walk.give_opinion()
    with pytest.raises(ValidationError, match="già dato"):
        walk.give_opinion()
    assert list(Phase.objects.waiting_for_opinion()) == []
    actions.close_phase(phase=walk.phase, by=walk.officer)
    walk.process.application.refresh_from_db()
    assert walk.process.application.state == "assessed"


def test_grant_is_for_the_manager_with_a_whole_act():
    walk = Walk()
    walk.activate()
    for _phase in "abc":
        walk.close()
    with pytest.raises(PermissionDenied):
        actions.close_phase(phase=walk.phase, by=walk.officer, act=act())
    for wrong in (None, Act(kind="determination"), act(timezone.localdate() + datetime.timedelta(days=1))):
        with pytest.raises(ValidationError):
            actions.close_phase(phase=walk.phase, by=walk.manager, act=wrong)
    assert not Certificate.objects.exists()
    walk.close()
    assert Certificate.objects.get().organisation == walk.organisation


def test_consolidation_needs_a_finished_maintenance():
    process = ProcessFactory(state=Process.State.BETWEEN)
    process.level = process.version.levels.get(code="executive")
    process.level_on = D(2020, 1, 1)
    process.save()
    assert [cycle.code for cycle in actions.next_cycles(process)] == ["mantenimento"]
    process.level = process.version.levels.get(code="base")
    assert actions.next_cycles(process) == []
    walk = Walk()
    cycle = process.version.cycles.get(code="consolidamento")
    with pytest.raises(ValidationError, match="non può cominciare"):
        actions.start_cycle(process=process, cycle=cycle, by=walk.officer, starts_on=timezone.localdate())


@pytest.mark.parametrize(("name", "state"), [("revoke", "revoked"), ("renounce", "renounced")])
def test_process_and_certificate_end_together(name, state):
    walk = Walk()
    process = walk.activate()
    for _phase in "abcd":
        walk.close()
    process.refresh_from_db()
    with pytest.raises(PermissionDenied):
        actions.end_process(process=process, name=name, by=walk.officer, act=act(), comment="Motivo")
    with pytest.raises(ValidationError):
        actions.end_process(process=process, name=name, by=walk.manager, act=None, comment="Motivo")
    actions.end_process(process=process, name=name, by=walk.manager, act=act(), comment="Motivo")
    process.refresh_from_db()
    assert (process.state, process.certificate.state) == ("ended", state)
    assert set(process.phases.values_list("state", flat=True)) == {"closed", "cancelled"}
    assert not process.appointments.active().exists()


def test_certificate_revoked_elsewhere_ends_the_process_at_once():
    certificate = CertificateFactory(scheme=family_audit().scheme)
    walk = Walk()
    version = walk.version
    process = actions.take_over_process(
        certificate=certificate,
        phase=version.phasetemplates.get(code="m-anni"),
        level=version.levels.get(code="executive"),
        starts_on=D(2024, 1, 1),
        size="small",
        by=walk.officer,
    )
    assert [phase.state for phase in process.phases.all()] == ["open", "planned", "planned", "planned"]
    actions.change_state(certificate=certificate, name="revoke", by=walk.manager, comment="Motivo", act=act())
    process.refresh_from_db()
    assert (process.state, process.end_reason) == ("ended", "Revocata")
    assert follow_ends() == 0


def test_refused_application_ends_its_process_by_the_nightly_job():
    walk = Walk()
    process = walk.activate()
    application = process.application
    type(application).objects.filter(pk=application.pk).update(state="refused")
    assert (follow_ends(), follow_ends()) == (1, 0)
    process.refresh_from_db()
    assert (process.state, process.end_reason) == ("ended", "Respinta")


def test_failure_in_the_middle_of_a_grant_leaves_nothing(monkeypatch):
    walk = Walk()
    walk.activate()
    for _phase in "abc":
        walk.close()
    before = HistoryEntry.objects.count()

    def broken(*args, **kwargs):
        raise RuntimeError("killed")

    monkeypatch.setattr("certifications.actions.phases._go_on", broken)
    with pytest.raises(RuntimeError), transaction.atomic():
        walk.close()
    assert (Certificate.objects.count(), HistoryEntry.objects.count()) == (0, before)
    monkeypatch.undo()
    walk.close()
    assert Certificate.objects.get().register_number == 1


def test_phases_of_a_published_version_are_frozen():
    version = family_audit()
    with pytest.raises(IntegrityError), transaction.atomic():
        PhaseTemplate.objects.filter(version=version, code="b").update(months=12)
    with pytest.raises(IntegrityError), transaction.atomic():
        version.indicators.get(code="malattia").delete()


def test_seed_is_safe_to_run_again():
    version = family_audit()
    counts = (version.phasetemplates.count(), version.indicators.count(), version.planfields.count())
    assert counts == (10, 30, 11)
    assert not actions.fill_known_phases(version=version)
    assert (version.phasetemplates.count(), version.scheme.windows.count()) == (10, 2)
    assert version.indicators.filter(is_example=False).count() == 7


def test_declined_person_may_be_replaced():
    made = AppointmentFactory(state=Appointment.State.CONFLICT)
    walk = Walk()
    assert actions.appoint(process=made.process, assessor=walk.evaluator, by=walk.officer).state == "asked"


def at_the_grant():
    """A process whose last step before the certificate is the act of the manager."""
    walk = Walk()
    walk.activate()
    for _code in "abc":
        walk.close()
    return walk


def test_act_of_the_phase_is_a_decision_with_all_that_follows():
    walk = at_the_grant()
    walk.close()
    walk.process.refresh_from_db()
    decision = Decision.objects.get(application=walk.process.application)
    certificate = walk.process.certificate
    assert (decision.outcome, decision.decided_by, decision.act) == ("awarded", walk.manager, certificate.act)
    assert decision.letter.media_type == "application/pdf"
    assert certificate.status_changes.count() == 1
    assert ClockEvent.objects.filter(application=walk.process.application, kind="conclude").exists()
    assert Notification.objects.filter(recipient=walk.contact, subject__startswith="Assegnata").exists()


def test_who_wrote_the_application_does_not_grant_the_phase():
    walk = at_the_grant()
    Application.objects.update(started_by=walk.manager)
    with pytest.raises(PermissionDenied):
        walk.close()
    assert (Decision.objects.count(), Certificate.objects.count(), walk.phase.template.code) == (0, 0, "d")


def test_application_with_a_process_is_awarded_by_its_phase_alone(client_as):
    walk = at_the_grant()
    application = walk.process.application
    application.refresh_from_db()
    assert decision_problem(application, "awarded", by=walk.manager) == "process"
    with pytest.raises(ValidationError, match="si decide dal percorso"):
        actions.award(application=application, by=walk.manager, act=act())
    page = client_as(walk.manager).get(reverse("certifications:file_decision", args=[application.public_id]))
    assert reverse("certifications:process", args=[walk.process.public_id]) in page.text
    assert reverse("certifications:award", args=[application.public_id]) not in page.text
