"""Deadlines in the life of certificates: for who holds them, and for the office that checks and decides."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from certifications.actions.renewals import may_ask_from
from certifications.deadlines.entries import MOST, Deadline, Viewer
from certifications.models import Certificate, Condition, OverdueNotice, PlannedChange, Realignment
from certifications.models.schemes import IN_FORCE
from certifications.workflow import CERTIFICATE_WORKFLOW
from familynet.accounts.roles import Capability as C

OF_CERTIFICATE = ("certificate__organisation", "certificate__scheme", "certificate__category")
ENDED = Certificate.ENDED


def expiries(viewer: Viewer) -> Iterator[Deadline]:
    """The ends of the certificates that the person's organisations hold, and the days on which renewals open."""
    held = Certificate.objects.open().filter(organisation__in=viewer.organisations).exclude(valid_to=None)
    related = held.select_related("organisation", "scheme", "category", "version")
    found, today = list(related.order_by("valid_to", "pk")[:MOST]), timezone.localdate()
    opening = may_ask_from(found, on=today)
    for certificate in found:
        assert certificate.valid_to is not None
        public_id, what = certificate.public_id, {"certificate": _certificate(certificate)}
        url = reverse("certifications:holding", args=[public_id])
        title = _("Scade la certificazione: %(certificate)s") % what
        yield Deadline(f"expiry-{public_id}", certificate.valid_to, title, url)
        opens = opening.get(certificate.pk)
        # Once it is open, the end is what counts.
        if opens is not None and opens >= today and certificate.state in IN_FORCE:
            title = _("Si può chiedere il rinnovo: %(certificate)s") % what
            yield Deadline(f"renewal-{public_id}", opens, title, url)


def conditions_to_meet(viewer: Viewer) -> Iterator[Deadline]:
    """Requirements after the award that the person's organisations still owe."""
    owed = Condition.objects.with_holder().filter(certificate__organisation__in=viewer.organisations)
    for condition in _living(owed):
        yield Deadline(
            f"condition-{condition.pk}",
            condition.due_on,
            _("Requisito %(code)s da soddisfare: %(certificate)s") % _words(condition),
            reverse("certifications:condition", args=[condition.certificate.public_id, condition.pk]),
        )


def conditions_to_check(viewer: Viewer) -> Iterator[Deadline]:
    """What holders sent, for the certifier's officers and managers (permissions.can_check_condition)."""
    offices = viewer.offices(C.CERTIFICATE_MANAGE, C.CERTIFICATE_DECIDE)
    sent = Condition.objects.filter(state=Condition.State.SUBMITTED, certificate__administration__in=offices)
    for condition in _living(sent.exclude(certificate__organisation__in=viewer.organisations)):
        yield Deadline(
            f"check-{condition.pk}",
            condition.due_on,
            _("Requisito %(code)s da controllare: %(certificate)s") % _words(condition),
            reverse("certifications:condition_check", args=[condition.certificate.public_id, condition.pk]),
        )


def realignments(viewer: Viewer) -> Iterator[Deadline]:
    """What the person's organisations have to declare, and what a manager has to confirm."""
    asked = Q(state=Realignment.State.ASKED, certificate__organisation__in=viewer.organisations)
    confirming = Q(
        state=Realignment.State.ANSWERED,
        certificate__administration__in=viewer.offices(C.CERTIFICATE_DECIDE),
    ) & ~Q(certificate__organisation__in=viewer.organisations)
    found = Realignment.objects.filter(asked | confirming).exclude(certificate__state__in=ENDED)
    for realignment in found.select_related(*OF_CERTIFICATE).order_by("due_on", "pk")[:MOST]:
        what = {"certificate": _certificate(realignment.certificate)}
        if realignment.state == Realignment.State.ASKED:
            uid, title = "realignment", _("Dichiarare l'adeguamento: %(certificate)s") % what
        else:
            uid, title = "confirmation", _("Confermare l'adeguamento: %(certificate)s") % what
        url = reverse("certifications:realignment", args=[realignment.uuid])
        yield Deadline(f"{uid}-{realignment.uuid}", realignment.due_on, title, url)


def overdue_notices(viewer: Viewer) -> Iterator[Deadline]:
    """Until when a holder may put right what is late; the same day for the managers who then decide."""
    held = Q(certificate__organisation__in=viewer.organisations)
    deciding = Q(certificate__administration__in=viewer.offices(C.CERTIFICATE_DECIDE))
    found = OverdueNotice.objects.open().filter(held | deciding).exclude(certificate__state__in=ENDED)
    for notice in found.select_related(*OF_CERTIFICATE).order_by("answer_by", "pk")[:MOST]:
        what = {"certificate": _certificate(notice.certificate)}
        if notice.certificate.organisation_id in viewer.organisations:
            title = _("Sistemare i requisiti in ritardo: %(certificate)s") % what
            url = reverse("certifications:holding", args=[notice.certificate.public_id])
        else:
            title = _("Requisiti in ritardo, fine dell'avviso: %(certificate)s") % what
            url = reverse("certifications:proposals")
        yield Deadline(f"overdue-{notice.pk}", notice.answer_by, title, url)


def planned_changes(viewer: Viewer) -> Iterator[Deadline]:
    """Changes of state that wait for their day: for the holder, and for the managers who may cancel them."""
    held = Q(certificate__organisation__in=viewer.organisations)
    deciding = Q(certificate__administration__in=viewer.offices(C.CERTIFICATE_DECIDE))
    found = PlannedChange.objects.waiting().filter(held | deciding).exclude(certificate__state__in=ENDED)
    for planned in found.select_related(*OF_CERTIFICATE).order_by("effective_on", "pk")[:MOST]:
        certificate = planned.certificate
        is_mine = certificate.organisation_id in viewer.organisations
        what = {
            "change": CERTIFICATE_WORKFLOW.get(planned.name).label,
            "certificate": _certificate(certificate),
        }
        yield Deadline(
            f"planned-{planned.pk}",
            planned.effective_on,
            _("Cambio previsto «%(change)s»: %(certificate)s") % what,
            reverse(f"certifications:{'holding' if is_mine else 'work_detail'}", args=[certificate.public_id]),
        )


def _living(conditions: QuerySet[Condition]) -> QuerySet[Condition]:
    """Those of certificates that are not ended, the nearest first."""
    found = conditions.exclude(certificate__state__in=ENDED).select_related("requirement", *OF_CERTIFICATE)
    return found.order_by("due_on", "pk")[:MOST]


def _words(condition: Condition) -> dict[str, str]:
    return {"code": condition.requirement.code, "certificate": _certificate(condition.certificate)}


def _certificate(certificate: Certificate) -> str:
    return f"{certificate.organisation.name} – {certificate.title}"
