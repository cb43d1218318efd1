"""Which event sends which mail to whom."""

from django.conf import settings
from django.urls import reverse

from certifications.models import Certificate, StatusChange
from familynet.kernel.emails import send
from familynet.organisations.models import OrganisationMember


def tell_state_changed(certificate: Certificate, change: StatusChange) -> None:
    """To the people who act for the organisation: what changed, since when, by which act."""
    path = reverse("certifications:certificate", args=[certificate.public_id])
    people = OrganisationMember.objects.current().filter(organisation=certificate.organisation_id)
    for address in people.order_by("pk").values_list("user__email", flat=True):
        send(
            "certificate_state_changed",
            address,
            {"certificate": certificate, "change": change, "url": settings.SITE_URL + path},
        )
