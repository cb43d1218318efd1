"""Public pages for search engines: the portal's own in both languages, and the records of every area."""

import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.urls import reverse

from certifications.models import Certificate
from districts.models import District
from familynet.networks.models import Network
from familynet.organisations.models import Organisation
from practices.models import ExchangeEvent, Practice


class Pages(Sitemap):
    """The pages of the portal itself and the lists of the areas."""

    i18n = True
    alternates = True
    x_default = True

    NAMES = (
        "portal:home",
        "practices:list",
        "practices:places",
        "practices:places_method",
        "practices:ledger",
        "practices:evidence",
        "practices:collections",
        "certifications:register",
        "certifications:schemes",
        "districts:list",
        "networks:list",
        "events:list",
        "protocols:detail",
        "portal:faq",
        "portal:contacts",
        "portal:sitemap",
        "portal:accessibility",
        "portal:privacy",
        "portal:legal",
        "portal:report",
    )

    def items(self) -> list[str]:
        return list(self.NAMES)

    def location(self, item: Any) -> str:
        return reverse(item)


class Records(Sitemap):
    """Records whose page is told by their slug; their texts are Italian, so one address each."""

    route = ""
    limit = 5000

    def items(self) -> QuerySet[Any]:
        raise NotImplementedError

    def location(self, item: Any) -> str:
        return reverse(self.route, args=[item.slug])

    def lastmod(self, item: Any) -> datetime.datetime:
        return item.updated_at

    def get_latest_lastmod(self) -> datetime.datetime | None:
        return self.items().order_by().aggregate(latest=Max("updated_at"))["latest"]


class Practices(Records):
    route = "practices:detail"

    def items(self) -> QuerySet[Any]:
        return Practice.objects.published().only("slug", "updated_at").order_by("pk")


class Organisations(Records):
    """Those with a certificate; the certificates themselves are reached from there."""

    route = "portal:organisation"

    def items(self) -> QuerySet[Any]:
        certified = Exists(Certificate.objects.filter(organisation=OuterRef("pk")))
        active = Organisation.objects.exclude(state=Organisation.State.MERGED)
        return active.filter(certified).only("slug", "updated_at").order_by("pk")


class Districts(Records):
    route = "districts:detail"

    def items(self) -> QuerySet[Any]:
        return District.objects.public().only("slug", "updated_at").order_by("pk")


class Networks(Records):
    route = "networks:detail"

    def items(self) -> QuerySet[Any]:
        return Network.objects.only("slug", "updated_at").order_by("pk")


class Events(Records):
    route = "events:detail"

    def items(self) -> QuerySet[Any]:
        return ExchangeEvent.objects.public().only("slug", "updated_at").order_by("pk")


SITEMAPS = {
    "pagine": Pages,
    "pratiche": Practices,
    "organizzazioni": Organisations,
    "distretti": Districts,
    "reti": Networks,
    "incontri": Events,
}
