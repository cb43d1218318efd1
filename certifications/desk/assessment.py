"""What waits on the personal desk: files to assess, assessments to hand out and to close, observations."""

from django.db.models import Case, Count, F, Q, When
from django.urls import reverse
from django.utils.translation import gettext as _

from certifications.models import AssessmentRound, Assignment, RefusalNotice
from familynet.accounts.models import User
from familynet.accounts.roles import Capability
from familynet.kernel.desk import DeskItem
from familynet.organisations.models import OrganisationMember

SHOWN = 10
A = Assignment.State


def assessments_waiting_for(user: User) -> list[DeskItem]:
    """One query each for those who assess, for those who run files, for people who act for an organisation."""
    return [*_to_assess(user), *_to_hand_out(user), *_to_answer(user)]


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


def _to_hand_out(user: User) -> list[DeskItem]:
    """Files in assessment that lack an assessor, and those whose assessments are all there, for who runs them."""
    mine = user.administrations_with(Capability.CERTIFICATE_MANAGE)
    if not mine:
        return []
    given = "application__assignments"
    counting = ~Q(**{f"{given}__state__in": (A.CONFLICT, A.WITHDRAWN)})
    rounds = (
        AssessmentRound.objects.filter(
            Q(application__officer=user) | Q(application__officer=None),
            application__state="in_assessment",
            application__administration__in=mine,
        )
        .annotate(
            given=Count(given, filter=counting),
            there=Count(given, filter=Q(**{f"{given}__state": A.SUBMITTED})),
            asked=F("needed") + Case(When(third_called_at=None, then=0), default=1),
        )
        .filter(Q(given__lt=F("asked")) | Q(there__gte=F("given")))
    )
    waiting = rounds.select_related("application__organisation", "application__scheme", "application__category")
    return [
        DeskItem(
            kind=_("Valutazioni da assegnare") if found.given < found.asked else _("Valutazioni da chiudere"),
            title=f"{found.application.organisation} – {found.application.title}",
            url=reverse("certifications:file_assessment", args=[found.application.public_id]),
            since=found.application.waiting_since,
            due=None if found.application.stopped_on else found.application.due_on,
        )
        for found in waiting.order_by("application__due_on", "pk")[:SHOWN]
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
