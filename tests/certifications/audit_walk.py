"""The people of one process and what each of them does in a phase; used by the tests of multi-year schemes."""

import datetime
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from certifications import actions
from certifications.engine.figures import Typed
from certifications.models import Application, Assessor
from certifications.workflow import APPLICATION_WORKFLOW
from familynet.accounts.roles import Role
from familynet.kernel.acts import Act
from familynet.kernel.workflow import advance
from tests.factories.accounts import RoleAssignmentFactory, UserFactory
from tests.factories.applications import ApplicationFactory, AssessorFactory
from tests.factories.organisations import OrganisationFactory, OrganisationMemberFactory
from tests.factories.processes import family_audit

REQUIRED = ("flessibilita", "banca-ore", "part-time", "telelavoro")


class Walk:
    """One public body, its people, the office, consultant, evaluator and council; every step by the actions."""

    def __init__(self, version=None, size="medium", kind="other_public"):
        self.version = version or family_audit()
        self.trento = self.version.scheme.administration
        self.size = size
        self.organisation = OrganisationFactory(trento=True, kind=kind)
        self.head = self._member("legal_representative")
        self.contact = self._member("contact")
        self.officer = self._official(Role.CERTIFICATION_OFFICER)
        self.manager = self._official(Role.CERTIFICATION_MANAGER)
        self.council = self._official(Role.AUDIT_COUNCIL)
        self.consultant = self._assessor(Assessor.Task.CONSULTANT)
        self.evaluator = self._assessor(Assessor.Task.EVALUATOR)
        self.process = None

    def _member(self, role):
        return OrganisationMemberFactory(organisation=self.organisation, role=role).user

    def _official(self, role):
        user = UserFactory(administration=self.trento)
        RoleAssignmentFactory(user=user, role=role, administration=self.trento)
        return user

    def _assessor(self, task):
        user = UserFactory()
        RoleAssignmentFactory(user=user, role=Role.EXTERNAL_ASSESSOR, administration=self.trento)
        return AssessorFactory(administration=self.trento, user=user, task=task, origin="external")

    def apply(self, submitted_at=None):
        """An application in review, with the internal contact named before."""
        actions.name_contact(
            organisation=self.organisation, scheme=self.version.scheme, user=self.contact, by=self.head
        )
        return self.application(submitted_at)

    def application(self, submitted_at=None):
        made = ApplicationFactory(
            organisation=self.organisation,
            version=self.version,
            category=None,
            state=Application.State.SUBMITTED,
            started_by=self.contact,
            submitted_at=submitted_at or timezone.now(),
        )
        advance(APPLICATION_WORKFLOW, made, "take", by=self.officer)
        return made

    def open(self):
        self.process = actions.open_process(application=self.apply(), size=self.size, by=self.officer)
        for assessor in (self.consultant, self.evaluator):
            made = actions.appoint(process=self.process, assessor=assessor, by=self.officer)
            actions.declare(appointment=made, by=assessor.user, has_conflict=False)
        return self.process

    def activate(self):
        self.open()
        return actions.activate_process(process=self.process, by=self.officer, starts_on=timezone.localdate())

    @property
    def phase(self):
        self.process.refresh_from_db()
        return self.process.phases.select_related("template", "process__version").filter(state="open").first()

    def act(self):
        return Act(
            kind=Act.Kind.DETERMINATION,
            body="Dirigente",
            number=f"{timezone.now():%m%d%H}",
            date=timezone.localdate(),
        )

    def hand_over_documents(self):
        file = SimpleUploadedFile("informazioni.txt", b"Informazioni sull'organizzazione")
        actions.add_phase_document(
            phase=self.phase, by=self.contact, title="Informazioni", file=file, media_type="text/plain"
        )

    def send_data(self, share=10):
        collection = actions.start_collection(process=self.process, by=self.contact)
        half = Decimal(share) / 2
        values = {code: Typed(women=half, men=half) for code in REQUIRED}
        values["personale"] = Typed(women=Decimal(60), men=Decimal(40))
        values |= {"malattia": Typed(Decimal("4.3")), "straordinario": Typed(Decimal("23.2"))}
        actions.save_values(collection=collection, by=self.contact, values=values)
        return actions.send_collection(collection=collection, by=self.contact)

    def send_plan(self):
        plan = actions.start_plan(process=self.process, by=self.contact)
        activities = {activity.field_id: activity for activity in plan.activities.all()}
        for field in self.version.planfields.all():
            actions.save_activity(
                plan=plan,
                by=self.contact,
                field=field,
                activity=activities.get(field.pk),
                title=f"Attività: {field.title}",
                responsible="Responsabile del personale",
                times="Entro l'anno",
                description="Descrizione",
                expected="Risultati",
                indicators="Persone coinvolte",
                update="Fatto quanto previsto." if plan.phase.year else "",
            )
        return actions.send_plan(plan=plan, by=self.contact)

    def send_report(self, recommendations=("Coinvolgere il sindacato",)):
        phase = self.phase
        follow_ups = {r.pk: ("followed", "") for r in actions.to_follow_up(phase)}
        report = actions.save_report(
            phase=phase,
            by=self.evaluator.user,
            text="Il piano è coerente.",
            visit_on=timezone.localdate(),
            outcome="favourable",
            recommendations=list(recommendations),
            follow_ups=follow_ups,
        )
        return actions.send_report(report=report, by=self.evaluator.user)

    def give_opinion(self, outcome="favourable"):
        return actions.give_opinion(
            phase=self.phase,
            by=self.council,
            outcome=outcome,
            session_on=timezone.localdate(),
            text="Il Consiglio ha esaminato la relazione.",
        )

    def close(self):
        """Do all that the open phase asks for, then close it; with an act of today where it needs one."""
        phase = self.phase
        wanted = phase.template.closes_with
        steps = {
            "documents": self.hand_over_documents,
            "data_model": self.send_data,
            "plan": self.send_plan,
            "report": self.send_report,
            "opinion": self.give_opinion,
        }
        for name, step in steps.items():
            if name in wanted:
                step()
        if "act" in wanted:
            return actions.close_phase(phase=phase, by=self.manager, act=self.act())
        return actions.close_phase(phase=phase, by=self.officer)


def run_jobs():
    """What the queue does every night."""
    actions.lapse_certificates()
    actions.follow_ends()
    opened = actions.open_due_phases()
    return opened, actions.remind_phases()


D = datetime.date
