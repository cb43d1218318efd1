"""What waits in the life of certificates: for the office, for the managers, for those who hold one."""

import datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certifications.models import (
    Application,
    Certificate,
    Condition,
    OverdueNotice,
    PlannedChange,
    RenunciationRequest,
)
from certifications.models.schemes import IN_FORCE
from certifications.workflow import CERTIFICATE_WORKFLOW
from familynet.accounts.models import User
from familynet.accounts.roles import Capability
from familynet.kernel.dates import add_months
from familynet.kernel.desk import DeskItem, Row, Waiting

SHOWN = 10
OF_CERTIFICATE = ("certificate__organisation__name", "certificate__public_id")
SCHEME = "certificate__scheme__name"


def life_waiting_for(user: User) -> list[Waiting]:
    """For those who manage certificates, and for those who decide on them."""
    managing = user.administrations_with(Capability.CERTIFICATE_MANAGE)
    deciding = user.administrations_with(Capability.CERTIFICATE_DECIDE)
    parts = [_to_check(managing)] if managing else []
    return parts + ([_proposals(deciding), _renunciations(deciding), _planned(deciding)] if deciding else [])


def _to_check(administrations: frozenset[int]) -> Waiting:
    sent = Condition.objects.filter(
        state=Condition.State.SUBMITTED, certificate__administration__in=administrations
    )

    def item(row: Row) -> DeskItem:
        code, organisation, public_id, pk = row.texts[:4]
        return DeskItem(
            kind=_("Requisiti da controllare"),
            title=f"{code} – {organisation}",
            url=reverse("certifications:condition_check", args=[public_id, pk]),
            since=row.since,
        )

    return Waiting(
        sent.order_by("submitted_at", "pk"),
        texts=("requirement__code", *OF_CERTIFICATE, "pk"),
        since="submitted_at",
        item=item,
    )


def _proposals(administrations: frozenset[int]) -> Waiting:
    def item(row: Row) -> DeskItem:
        organisation, _public_id, scheme = row.texts[:3]
        return DeskItem(
            kind=_("Sospensioni da valutare"),
            title=f"{organisation} – {scheme}",
            url=reverse("certifications:proposals"),
            since=row.on,
        )

    notices = OverdueNotice.objects.proposed().filter(certificate__administration__in=administrations)
    return Waiting(notices, texts=(*OF_CERTIFICATE, SCHEME), on="proposed_on", item=item)


def _renunciations(administrations: frozenset[int]) -> Waiting:
    def item(row: Row) -> DeskItem:
        organisation, public_id, scheme = row.texts[:3]
        return DeskItem(
            kind=_("Rinunce da registrare"),
            title=f"{organisation} – {scheme}",
            url=reverse("certifications:work_detail", args=[public_id]),
            since=row.since,
        )

    asked = RenunciationRequest.objects.open().filter(certificate__administration__in=administrations)
    return Waiting(asked.order_by("asked_at"), texts=(*OF_CERTIFICATE, SCHEME), since="asked_at", item=item)


def _planned(administrations: frozenset[int]) -> Waiting:
    """Planned changes that wait for their day, and those that could not be applied while somebody still may."""
    shown = (PlannedChange.State.PLANNED, PlannedChange.State.FAILED)
    planned = PlannedChange.objects.filter(state__in=shown, certificate__administration__in=administrations)
    planned = planned.exclude(certificate__state__in=Certificate.ENDED)

    def item(row: Row) -> DeskItem:
        organisation, public_id, name, reason = row.texts[:4]
        return DeskItem(
            kind=_("Cambi previsti"),
            title=f"{CERTIFICATE_WORKFLOW.get(name).label} – {organisation}",
            url=reverse("certifications:work_detail", args=[public_id]),
            due=row.due,
            note=reason,
        )

    return Waiting(planned, texts=(*OF_CERTIFICATE, "name", "closing_reason"), due="effective_on", item=item)


def held_certificates_waiting_for(user: User) -> list[DeskItem]:
    """What the holder owes and may renew. Two queries for people of organisations, none for officials."""
    if user.administration_id is not None:
        return []
    return [*_owing(user), *_to_renew(user)]


def _to_renew(user: User) -> list[DeskItem]:
    """Certificates in force in the months before their end, while no application about them is open."""
    today = timezone.localdate()
    held = Certificate.objects.held_by(user).filter(state__in=IN_FORCE, valid_to__gte=today).exclude(version=None)
    open_ones = Application.objects.open().filter(certificate=OuterRef("pk"))
    ending = held.filter(~Exists(open_ones)).select_related("scheme", "organisation", "version")
    return [
        DeskItem(
            kind=_("Certificazioni da rinnovare"),
            title=f"{certificate.scheme} – {certificate.organisation}",
            url=reverse("certifications:holding", args=[certificate.public_id]),
            due=certificate.valid_to,
        )
        for certificate in ending.order_by("valid_to", "pk")[:SHOWN]
        if _renewal_is_open(certificate, today)
    ]


def _renewal_is_open(certificate: Certificate, today: datetime.date) -> bool:
    if certificate.version is None or certificate.valid_to is None:
        return False
    return add_months(certificate.valid_to, -certificate.version.renewal_months) <= today


def _owing(user: User) -> list[DeskItem]:
    held: Any = Certificate.objects.open().held_by(user).with_next_condition()
    owing = held.filter(open_conditions__gt=0).select_related("scheme", "organisation")
    items = []
    for certificate in owing.order_by("next_condition", "pk")[:SHOWN]:
        number = certificate.open_conditions
        note = ngettext("%(n)d requisito da soddisfare", "%(n)d requisiti da soddisfare", number) % {"n": number}
        items.append(
            DeskItem(
                kind=_("Requisiti delle nostre certificazioni"),
                title=f"{certificate.scheme} – {certificate.organisation}",
                url=reverse("certifications:holding", args=[certificate.public_id]),
                due=certificate.next_condition,
                note=note,
            )
        )
    return items
