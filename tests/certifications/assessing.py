"""People and files for the tests of assessment and decision."""

import datetime
from decimal import Decimal

from django.utils import timezone

from certifications import actions
from certifications.assessing import Found
from certifications.models import Application, Assignment
from familynet.accounts.models import User
from familynet.accounts.roles import Role
from familynet.kernel.acts import Act
from tests.factories.accounts import AdministrationFactory, RoleAssignmentFactory, UserFactory
from tests.factories.applications import (
    ApplicationFactory,
    AssessmentRoundFactory,
    AssessorFactory,
    SchemeVersionFactory,
)

ROLES = {
    "officer": Role.CERTIFICATION_OFFICER,
    "manager": Role.CERTIFICATION_MANAGER,
    "second_manager": Role.CERTIFICATION_MANAGER,
}


class Office:
    """The certification office of Trento: an officer, two managers, as many assessors as are asked for."""

    def __init__(self):
        self.trento = AdministrationFactory(trento=True)
        for name, role in ROLES.items():
            setattr(self, name, self.person(role))

    def person(self, role):
        user = UserFactory(administration=self.trento)
        RoleAssignmentFactory(user=user, role=role, administration=self.trento)
        return user

    def assessor(self, **fields):
        return AssessorFactory(administration=self.trento, user=self.person(Role.ASSESSOR), **fields)

    def version(self, **fields):
        fields.setdefault("with_requirements", 3)
        return SchemeVersionFactory(published=True, scheme__administration=self.trento, **fields)

    def file(self, state="in_review", version=None, **fields):
        """An application that the officer runs."""
        return ApplicationFactory(
            state=state,
            version=version or self.version(),
            officer=self.officer,
            started_by=UserFactory(),
            **fields,
        )

    def assessing(self, *, blind=False, needed=None, version=None):
        """A file in assessment, with its lot."""
        application = self.file(state="in_assessment", version=version)
        fields = {"needed": needed} if needed else {}
        AssessmentRoundFactory(application=application, blind=blind, **fields)
        return application

    def assign(self, application, assessor=None):
        return actions.assign(application=application, assessor=assessor or self.assessor(), by=self.officer)

    def working(self, application, assessor=None):
        """An assignment whose assessor has declared that there is no conflict."""
        assignment = self.assign(application, assessor)
        actions.declare_conflict(assignment=assignment, has_conflict=False, by=assignment.assessor.user)
        return Assignment.objects.get(pk=assignment.pk)

    def submitted(self, application, *, outcomes="met", opinion="favourable", assessor=None):
        """A whole assessment; `outcomes` is one for all requirements, or a list."""
        assignment = self.working(application, assessor)
        by = assignment.assessor.user
        requirements = list(application.version.requirements.all())
        given = [outcomes] * len(requirements) if isinstance(outcomes, str) else outcomes
        found = {r.pk: Found(o, None, "Visto.") for r, o in zip(requirements, given, strict=True)}
        actions.save_judgements(assignment=assignment, found=found, by=by)
        actions.save_opinion(assignment=assignment, opinion=opinion, opinion_text="Perché sì.", by=by)
        return actions.submit_assessment(assignment=assignment, by=by)

    def assessed(self, version=None, **fields):
        """A file that waits for its decision, assessed with 30 points."""
        application = self.file(state="assessed", version=version, **fields)
        AssessmentRoundFactory(
            application=application,
            closed_at=timezone.now(),
            closed_by=self.officer,
            summary="Tutto bene.",
            mean_score=Decimal(30),
            median_score=Decimal(30),
        )
        return application

    def noticed(self, **fields):
        """A file whose notice before refusal was answered."""
        application = self.assessed(**fields)
        actions.send_notice(application=application, reasons="Manca il piano.", by=self.officer)
        member = application.organisation.members.first()
        if member:
            actions.send_observations(application=application, text="C'è.", by=member.user)
        else:
            application.refusal_notices.update(closed_at=timezone.now())
            Application.objects.filter(pk=application.pk).update(state="assessed")
        return Application.objects.get(pk=application.pk)


def act(**fields):
    """A determination of today, not yet stored."""
    given = {"kind": Act.Kind.DETERMINATION, "number": "12", "date": timezone.localdate(), "body": "Dirigente"}
    return Act(**{**given, **fields})


def fresh(user):
    """The same person as another request sees them."""
    return User.objects.get(pk=user.pk)


def yesterday():
    return timezone.localdate() - datetime.timedelta(days=1)
