"""The public page of an organisation: one chain over certificates, networks and districts."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q
from django.urls import reverse

from certifications.models import Certificate
from certifications.models.schemes import IN_FORCE
from districts.models import DistrictMember
from familynet.kernel.history import HistoryEntry
from familynet.networks.models import Membership
from familynet.organisations.models import Organisation
from familynet.territories.maps import MapPoint

HISTORY_LENGTH = 60


@dataclass(frozen=True)
class OrganisationPage:
    """What anybody may read about one organisation."""

    organisation: Organisation
    certificates: list[Certificate]
    memberships: list[Membership]
    districts: list[DistrictMember]

    @classmethod
    def of(cls, organisation: Organisation) -> "OrganisationPage":
        """Three queries, whatever the number of rows."""
        certificates = Certificate.objects.for_register().filter(organisation=organisation)
        return cls(
            organisation,
            sorted(certificates, key=lambda c: (c.is_ended, c.scheme.name)),
            list(Membership.objects.public().filter(organisation=organisation).order_by("network__order")),
            list(DistrictMember.objects.public().filter(organisation=organisation).order_by("district__name")),
        )

    @property
    def is_public(self) -> bool:
        """True when something public is known; a record kept for an open request stays out of sight."""
        return bool(self.certificates or self.memberships or self.districts)

    @property
    def fiscal_code(self) -> str:
        """Of bodies only: sixteen characters would be those of a person."""
        code = self.organisation.fiscal_code or ""
        return code if len(code) == 11 else ""

    @property
    def shows_contacts(self) -> bool:
        """Offices of public bodies; those of private ones may be a person's own."""
        return self.organisation.is_public_body

    @property
    def points(self) -> list[MapPoint]:
        """Where it is: its own position, else that of its comune; empty when neither is known."""
        place = self.organisation.municipality
        latitude, longitude = self.organisation.latitude, self.organisation.longitude
        if latitude is None or longitude is None:
            latitude, longitude = place.latitude, place.longitude
        if latitude is None or longitude is None:
            return []
        url = reverse("portal:organisation", args=[self.organisation.slug])
        return [MapPoint(latitude, longitude, f"{self.organisation.name}, {place}", url, tone=self.tone)]

    @property
    def in_force(self) -> int:
        """How many certificates are held today; ended and suspended ones stay on the page."""
        return sum(certificate.state in IN_FORCE for certificate in self.certificates)

    @property
    def tone(self) -> str:
        if self.in_force:
            return "certified"
        return "member" if self.memberships else "district" if self.districts else "neutral"

    def metatag(self) -> dict[str, Any]:
        """The organisation for search engines, in the words of schema.org; nothing that the page does not show."""
        organisation = self.organisation
        place = organisation.municipality
        data: dict[str, Any] = {
            "@type": "GovernmentOrganization" if organisation.is_public_body else "Organization",
            "name": organisation.name,
            "url": settings.SITE_URL + reverse("portal:organisation", args=[organisation.slug]),
            "address": {
                "@type": "PostalAddress",
                "addressLocality": place.name,
                "addressRegion": place.province.region.name,
                "addressCountry": "IT",
            },
        }
        if organisation.website:
            data["sameAs"] = organisation.website
        if self.fiscal_code:
            data["taxID"] = self.fiscal_code
        return data

    def history(self) -> list[HistoryEntry]:
        """The public history of the organisation and of all that is shown with it, newest first. One query.

        Each entry has `about`: which certificate, network or district it speaks of.
        """
        names: dict[tuple[int, int], str] = {}
        for objects, name in self._chains():
            for obj in objects:
                names[ContentType.objects.get_for_model(obj).pk, obj.pk] = name(obj)
        wanted = Q()
        for content_type, pk in names:
            wanted |= Q(content_type=content_type, object_id=pk)
        entries = HistoryEntry.objects.public().filter(wanted).select_related("act")
        found = list(entries.order_by("-created_at", "-pk")[:HISTORY_LENGTH])
        for entry in found:
            entry.about = names[entry.content_type_id, entry.object_id]  # type: ignore[attr-defined]
        return found

    def _chains(self) -> Iterable[tuple[Iterable[Model], Any]]:
        return (
            ([self.organisation], lambda obj: ""),
            (self.certificates, lambda obj: str(obj.scheme)),
            (self.memberships, lambda obj: str(obj.network)),
            (self.districts, lambda obj: str(obj.district)),
        )
