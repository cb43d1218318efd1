"""The portal in figures: what the home page counts. Only what everybody may read."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certifications.models.register import count_in_force
from districts.models import District
from familynet.networks.models import Membership
from practices.models import Practice


@dataclass(frozen=True)
class Figure:
    number: int
    label: str | Promise
    url: str


def figures() -> list[Figure]:
    """Certificates in force, practices, districts, memberships; four queries. What is empty is left out."""
    counted = (
        (count_in_force(), _("certificati validi"), "certifications:register"),
        (Practice.objects.published().count(), _("buone pratiche"), "practices:list"),
        (District.objects.public().count(), _("distretti famiglia"), "districts:list"),
        (Membership.objects.public().count(), _("adesioni alle reti"), "networks:list"),
    )
    return [Figure(number, label, reverse(route)) for number, label, route in counted if number]
