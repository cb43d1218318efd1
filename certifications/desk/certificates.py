"""What waits on the personal desk: imports, missing acts, certificates near their end."""

import datetime

from django.db.models import Count, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certifications.models import Certificate, ImportRun
from familynet.accounts.models import User
from familynet.accounts.roles import Capability
from familynet.kernel.desk import DeskItem, Row, Waiting

EXPIRY_DAYS = 90


def certificates_waiting_for(user: User) -> list[Waiting]:
    """For those who import or manage certificates, or decide on them."""
    return [*_imports(user), *_missing_acts(user), *_expiring(user)]


def _imports(user: User) -> list[Waiting]:
    if not user.administrations_with(Capability.CERTIFICATE_IMPORT):
        return []
    waiting = ImportRun.objects.visible_to(user).filter(
        state__in=(ImportRun.State.UPLOADED, ImportRun.State.CHECKED)
    )

    def item(row: Row) -> DeskItem:
        name, uuid, message = row.texts[:3]
        return DeskItem(
            kind=_("Importazioni da concludere"),
            title=name,
            url=reverse("certifications:import", args=[uuid]),
            since=row.since,
            note=message,
        )

    return [Waiting(waiting, texts=("document__name", "uuid", "message"), since="created_at", item=item)]


def _missing_acts(user: User) -> list[Waiting]:
    """One line with their number."""
    mine = user.administrations_with(Capability.CERTIFICATE_MANAGE)
    if not mine:
        return []
    missing = Certificate.objects.filter(administration__in=mine).without_act().order_by()

    def item(row: Row) -> DeskItem | None:
        n = int(row.texts[0])
        title = ngettext("%(n)d certificazione senza atto", "%(n)d certificazioni senza atto", n) % {"n": n}
        url = reverse("certifications:work_list") + "?atto=mancante"
        return DeskItem(kind=_("Certificazioni con l'atto mancante"), title=title, url=url) if n else None

    return [Waiting(missing.values(all=Value(1)).annotate(n=Count("pk")), texts=("n",), item=item)]


def _expiring(user: User) -> list[Waiting]:
    mine = user.administrations_with(Capability.CERTIFICATE_MANAGE)
    mine |= user.administrations_with(Capability.CERTIFICATE_DECIDE)
    if not mine:
        return []
    today = timezone.localdate()
    soon = Certificate.objects.open().filter(
        administration__in=mine, valid_to__range=(today, today + datetime.timedelta(days=EXPIRY_DAYS))
    )

    def item(row: Row) -> DeskItem:
        organisation, scheme, public_id = row.texts[:3]
        return DeskItem(
            kind=_("Certificazioni in scadenza"),
            title=f"{organisation} – {scheme}",
            url=reverse("certifications:work_detail", args=[public_id]),
            due=row.due,
        )

    return [
        Waiting(
            soon.order_by("valid_to", "pk"),
            texts=("organisation__name", "scheme__name", "public_id"),
            due="valid_to",
            item=item,
        )
    ]
