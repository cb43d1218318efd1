"""What waits on the personal desk: imports, missing acts, certificates near their end."""

import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certifications.models import Certificate, ImportRun
from familynet.accounts.models import User
from familynet.accounts.roles import Capability
from familynet.kernel.desk import DeskItem

EXPIRY_DAYS = 90
SHOWN = 10


def certificates_waiting_for(user: User) -> list[DeskItem]:
    """Three queries for those who import or manage certificates, none for all others."""
    return [*_imports(user), *_missing_acts(user), *_expiring(user)]


def _imports(user: User) -> list[DeskItem]:
    if not user.administrations_with(Capability.CERTIFICATE_IMPORT):
        return []
    waiting = ImportRun.objects.visible_to(user).filter(
        state__in=(ImportRun.State.UPLOADED, ImportRun.State.CHECKED)
    )
    return [
        DeskItem(
            kind=_("Importazioni da concludere"),
            title=run.document.name,
            url=reverse("certifications:import", args=[run.uuid]),
            since=run.created_at,
            note=run.message,
        )
        for run in waiting.select_related("document")[:SHOWN]
    ]


def _missing_acts(user: User) -> list[DeskItem]:
    mine = user.administrations_with(Capability.CERTIFICATE_MANAGE)
    if not mine:
        return []
    number = Certificate.objects.filter(administration__in=mine).without_act().count()
    if not number:
        return []
    title = ngettext("%(n)d certificazione senza atto", "%(n)d certificazioni senza atto", number) % {"n": number}
    return [
        DeskItem(
            kind=_("Certificazioni con l'atto mancante"),
            title=title,
            url=reverse("certifications:work_list") + "?atto=mancante",
        )
    ]


def _expiring(user: User) -> list[DeskItem]:
    mine = user.administrations_with(Capability.CERTIFICATE_MANAGE)
    mine |= user.administrations_with(Capability.CERTIFICATE_DECIDE)
    if not mine:
        return []
    today = timezone.localdate()
    soon = Certificate.objects.open().filter(
        administration__in=mine, valid_to__range=(today, today + datetime.timedelta(days=EXPIRY_DAYS))
    )
    return [
        DeskItem(
            kind=_("Certificazioni in scadenza"),
            title=f"{certificate.organisation} – {certificate.scheme}",
            url=reverse("certifications:work_detail", args=[certificate.public_id]),
            due=certificate.valid_to,
        )
        for certificate in soon.select_related("organisation", "scheme").order_by("valid_to", "pk")[:SHOWN]
    ]
