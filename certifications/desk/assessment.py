"""What waits on the personal desk: files to assess, observations to send."""

from django.urls import reverse
from django.utils.translation import gettext as _

from certifications.models import Assignment, RefusalNotice
from familynet.accounts.models import User
from familynet.accounts.roles import Capability
from familynet.kernel.desk import DeskItem
from familynet.organisations.models import OrganisationMember

SHOWN = 10


def assessments_waiting_for(user: User) -> list[DeskItem]:
    """One query for those who assess, one for people who act for an organisation."""
    return [*_to_assess(user), *_to_answer(user)]


def _to_assess(user: User) -> list[DeskItem]:
    if not user.administrations_with(Capability.CERTIFICATE_ASSESS):
        return []
    mine = Assignment.objects.active().filter(assessor__user=user, application__state="in_assessment")
    waiting = mine.select_related("application__organisation").order_by("due_on", "assigned_at")
    return [
        DeskItem(
            kind=_("Domande da valutare"),
            title=assignment.application.organisation.name,
            url=reverse("certifications:assessment", args=[assignment.pk]),
            since=assignment.assigned_at,
            due=assignment.due_on,
            note=assignment.get_state_display(),
        )
        for assignment in waiting[:SHOWN]
    ]


def _to_answer(user: User) -> list[DeskItem]:
    """Officials act for no organisation, so nobody is asked twice."""
    if user.is_official:
        return []
    mine = OrganisationMember.objects.current().filter(user=user).values("organisation")
    notices = RefusalNotice.objects.filter(application__organisation__in=mine, application__state="notice")
    waiting = notices.filter(closed_at=None).select_related("application__scheme", "application__category")
    return [
        DeskItem(
            kind=_("Preavvisi a cui rispondere"),
            title=notice.application.title,
            url=reverse("certifications:observations", args=[notice.application.public_id]),
            since=notice.sent_at,
            due=notice.observations_due_on,
        )
        for notice in waiting[:SHOWN]
    ]
