"""What waits on the personal desk: files to assess, assessments to hand out and to close, observations."""

from django.db.models import Case, Count, F, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from certifications.models import AssessmentRound, Assignment, RefusalNotice
from certifications.models.applications import mark_title
from familynet.accounts.models import User
from familynet.accounts.roles import Capability
from familynet.kernel.desk import DeskItem, Row, Waiting
from familynet.organisations.models import OrganisationMember

A = Assignment.State


def assessments_waiting_for(user: User) -> list[Waiting]:
    """For those who assess, for those who run files, for people who act for an organisation."""
    return [*_to_assess(user), *_to_hand_out(user), *_to_answer(user)]


def _to_assess(user: User) -> list[Waiting]:
    if not user.administrations_with(Capability.CERTIFICATE_ASSESS):
        return []
    mine = Assignment.objects.active().filter(assessor__user=user, application__state="in_assessment")

    def item(row: Row) -> DeskItem:
        pk, organisation, state = row.texts[:3]
        return DeskItem(
            kind=_("Domande da valutare"),
            title=organisation,
            url=reverse("certifications:assessment", args=[pk]),
            since=row.since,
            due=row.due,
            note=A(state).label,
        )

    return [
        Waiting(
            mine.order_by("due_on", "assigned_at"),
            texts=("pk", "application__organisation__name", "state"),
            since="assigned_at",
            due="due_on",
            item=item,
        )
    ]


def _to_hand_out(user: User) -> list[Waiting]:
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
    lacks = Case(When(given__lt=F("asked"), then=Value("lacks")), default=Value("all"))
    file = "application"
    return [
        Waiting(
            rounds.order_by("application__due_on", "pk"),
            texts=(
                *(lacks, f"{file}__organisation__name", f"{file}__scheme__name", f"{file}__category__name"),
                f"{file}__public_id",
            ),
            since=f"{file}__waiting_since",
            due=Case(When(application__stopped_on=None, then=f"{file}__due_on")),
            item=_hand_out_item,
        )
    ]


def _hand_out_item(row: Row) -> DeskItem:
    lacks, organisation, scheme, category, public_id = row.texts
    return DeskItem(
        kind=_("Valutazioni da assegnare") if lacks == "lacks" else _("Valutazioni da chiudere"),
        title=f"{organisation} – {mark_title(scheme, category)}",
        url=reverse("certifications:file_assessment", args=[public_id]),
        since=row.since,
        due=row.due,
    )


def _to_answer(user: User) -> list[Waiting]:
    """Officials act for no organisation, so nobody is asked twice."""
    if user.is_official:
        return []
    mine = OrganisationMember.objects.current().filter(user=user).values("organisation")
    notices = RefusalNotice.objects.filter(application__organisation__in=mine, application__state="notice")

    def item(row: Row) -> DeskItem:
        scheme, category, public_id = row.texts[:3]
        return DeskItem(
            kind=_("Preavvisi a cui rispondere"),
            title=mark_title(scheme, category),
            url=reverse("certifications:observations", args=[public_id]),
            since=row.since,
            due=row.due,
        )

    return [
        Waiting(
            notices.filter(closed_at=None),
            texts=("application__scheme__name", "application__category__name", "application__public_id"),
            since="sent_at",
            due="observations_due_on",
            item=item,
        )
    ]
