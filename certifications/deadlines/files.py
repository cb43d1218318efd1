"""Deadlines of files: terms, decisions, assessments for who works on them, answers for who applied."""

from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from certifications.deadlines.entries import MOST, Deadline, Viewer
from certifications.models import Application, Assignment, IntegrationRequest, RefusalNotice
from certifications.permissions.applications import RUNNING_STEPS
from familynet.accounts.roles import Capability
from familynet.kernel.history import HistoryEntry

OF_FILE = ("application__organisation", "application__scheme", "application__category")
S = Application.State


def terms(viewer: Viewer) -> Iterator[Deadline]:
    """The files that the person is responsible for, while the clock runs."""
    mine = Application.objects.running().filter(
        officer=viewer.user, administration__in=viewer.offices(Capability.CERTIFICATE_MANAGE), stopped_on=None
    )
    rows = mine.exclude(due_on=None).select_related("organisation", "scheme", "category").order_by("due_on", "pk")
    for application in rows[:MOST]:
        assert application.due_on is not None
        yield Deadline(
            f"term-{application.public_id}",
            application.due_on,
            _("Termine del procedimento: %(file)s") % {"file": _file(application)},
            reverse("certifications:file", args=[application.public_id]),
        )


def decisions(viewer: Viewer) -> Iterator[Deadline]:
    """The files that the person may decide (permissions.can_decide, for many files in one query)."""
    user = viewer.user
    ready = Application.objects.filter(
        administration__in=viewer.offices(Capability.CERTIFICATE_DECIDE), state=S.ASSESSED, stopped_on=None
    ).exclude(due_on=None)
    ran = HistoryEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Application),
        object_id=OuterRef("pk"),
        actor=user,
        verb__in=RUNNING_STEPS,
    )
    assessed = Assignment.objects.counting().filter(application=OuterRef("pk"), assessor__user=user)
    rows = (
        ready.exclude(Q(submitted_by=user) | Q(started_by=user) | Q(organisation__in=viewer.organisations))
        .exclude(officer__isnull=False, officer=user)
        .exclude(Exists(ran))
        .exclude(Exists(assessed))
        .select_related("organisation", "scheme", "category")
        .order_by("due_on", "pk")
    )
    for application in rows[:MOST]:
        assert application.due_on is not None
        yield Deadline(
            f"decision-{application.public_id}",
            application.due_on,
            _("Decidere entro il termine: %(file)s") % {"file": _file(application)},
            reverse("certifications:file_decision", args=[application.public_id]),
        )


def assessments(viewer: Viewer) -> Iterator[Deadline]:
    """What the person has to hand over as an assessor, while the role lasts; a file is named before it is read."""
    mine = Assignment.objects.active().filter(
        assessor__user=viewer.user,
        application__administration__in=viewer.offices(Capability.CERTIFICATE_ASSESS),
        application__state=S.IN_ASSESSMENT,
    )
    for assignment in mine.exclude(due_on=None).select_related(*OF_FILE).order_by("due_on", "pk")[:MOST]:
        assert assignment.due_on is not None
        yield Deadline(
            f"assessment-{assignment.pk}",
            assignment.due_on,
            _("Consegnare la valutazione: %(file)s") % {"file": _file(assignment.application)},
            reverse("certifications:assessment", args=[assignment.pk]),
        )


def integrations(viewer: Viewer) -> Iterator[Deadline]:
    """What the person's organisations were asked to complete."""
    asked = IntegrationRequest.objects.open().filter(
        application__organisation__in=viewer.organisations, application__state=S.INTEGRATION
    )
    for request in asked.select_related(*OF_FILE).order_by("due_on", "pk")[:MOST]:
        yield Deadline(
            f"integration-{request.pk}",
            request.due_on,
            _("Rispondere alle integrazioni: %(file)s") % {"file": _file(request.application)},
            reverse("certifications:integration", args=[request.application.public_id]),
        )


def notices(viewer: Viewer) -> Iterator[Deadline]:
    """Refusals announced to the person's organisations, which may still make observations."""
    sent = RefusalNotice.objects.filter(
        closed_at=None, application__organisation__in=viewer.organisations, application__state=S.NOTICE
    )
    for notice in sent.select_related(*OF_FILE).order_by("observations_due_on", "pk")[:MOST]:
        yield Deadline(
            f"notice-{notice.pk}",
            notice.observations_due_on,
            _("Osservazioni al preavviso: %(file)s") % {"file": _file(notice.application)},
            reverse("certifications:observations", args=[notice.application.public_id]),
        )


def _file(application: Application) -> str:
    return f"{application.organisation.name} – {application.title}"
