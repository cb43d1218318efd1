"""What a row of the isolation table says."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

OFFICIALS = ("piemonte:*",)
EVENT_PLANNERS = ("piemonte:practice_editor", "piemonte:practice_validator")
SCHEME_READERS = (
    "piemonte:certification_officer",
    "piemonte:certification_manager",
    "piemonte:auditor",
)
PEOPLE = ("piemonte:administrator", "piemonte:auditor")
FILE_READERS = (
    "piemonte:certification_officer",
    "piemonte:certification_manager",
    "piemonte:auditor",
)
OF_THE_ORGANISATION = ("organisation:legal_representative", "organisation:contact")
PROCESS_READERS = (*FILE_READERS, "piemonte-guest:audit_council", *OF_THE_ORGANISATION)
READERS_OF_FILES = (
    "piemonte:certification_officer",
    "piemonte:certification_manager",
    "piemonte:auditor",
    *OF_THE_ORGANISATION,
)


@dataclass(frozen=True)
class Private:
    """`make` makes an object of Piemonte that is not public.

    `url` is its work page. `seen_by` names, with wildcards, exactly those to whom visible_to() shows it;
    None for a model without visible_to, which is reached through the record named in `url` only.
    """

    make: Callable
    url: Callable
    seen_by: tuple[str, ...] | None = OFFICIALS


def work(name, *attributes, **fixed):
    """The address of a work page from attributes of the object, dotted for those of its relations."""

    def url(obj):
        values = []
        for path in attributes:
            value = obj
            for part in path.split("."):
                value = getattr(value, part)
            values.append(value)
        return reverse(name, args=[*values, *fixed.values()])

    return url
