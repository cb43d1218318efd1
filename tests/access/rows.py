"""What a row of the access matrix says, and the people it is asked for."""

import importlib
import pkgutil
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any
from unittest import mock

from django.http import HttpResponse
from django.template.backends.django import Template
from django.urls import URLResolver
from django.utils.safestring import SafeString

from familynet.accounts.models import Administration, User
from familynet.accounts.roles import GUEST_ROLES, Role
from familynet.kernel import pdf
from familynet.organisations.models import Organisation, OrganisationMember
from tests.factories.accounts import AdministrationFactory, RoleAssignmentFactory, UserFactory
from tests.factories.organisations import OrganisationFactory, OrganisationMemberFactory


def persona(slug: str, role: str) -> str:
    """The name of who holds a role for an administration; "trento:*" means colleagues, not guests."""
    return f"{slug}-guest:{role}" if role in GUEST_ROLES else f"{slug}:{role}"


OFFICIALS = [persona(slug, role) for slug in ("trento", "piemonte") for role in Role.values]
ORGANISATION_PEOPLE = ["organisation:legal_representative", "organisation:contact", "organisation:other"]
PERSONAS = OFFICIALS + ORGANISATION_PEOPLE


@dataclass
class World:
    """Two administrations, a person for every persona, an organisation of each administration."""

    trento: Administration
    piemonte: Administration
    organisation: Organisation
    other_organisation: Organisation
    people: dict[str, User]


@dataclass(frozen=True)
class Row:
    """The status that each persona gets from one URL.

    `kwargs` and `data` may be functions of the world, which make what the request needs. `anonymous` is for
    a reader who is not signed in (302 = sent to sign-in). `expect` names personas, with * as a wildcard; the
    first key that fits counts, a full name before all others. `default` is for every signed-in persona else.
    """

    kwargs: Callable[[World], dict[str, Any]] = lambda world: {}
    anonymous: int = 302
    default: int = 404
    expect: dict[str, int] = field(default_factory=dict)
    method: str = "get"
    data: dict[str, Any] | Callable[[World], dict[str, Any]] = field(default_factory=dict)

    def status_for(self, persona: str) -> int:
        if persona in self.expect:
            return self.expect[persona]
        return next((status for key, status in self.expect.items() if fnmatchcase(persona, key)), self.default)

    def unknown_personas(self) -> list[str]:
        """Keys of `expect` that fit nobody: a typing error."""
        return [key for key in self.expect if not any(fnmatchcase(persona, key) for persona in PERSONAS)]


PUBLIC = Row(anonymous=200, default=200)


def load_rows() -> dict[str, list[Row]]:
    """URL name → its rows, from all files of this folder; a URL described twice is an error."""
    rows: dict[str, list[Row]] = {}
    package = importlib.import_module("tests.access")
    for module in pkgutil.iter_modules(package.__path__):
        if module.name == "rows":
            continue
        for name, found in importlib.import_module(f"tests.access.{module.name}").ROWS.items():
            assert name not in rows, f"{name} has rows in two files"
            rows[name] = found if isinstance(found, list) else [found]
    return rows


def make_world() -> World:
    trento, piemonte = AdministrationFactory(trento=True), AdministrationFactory(piemonte=True)
    organisation, other = OrganisationFactory(), OrganisationFactory(trento=True)
    people = {}
    for administration in (trento, piemonte):
        for role in Role.values:
            user = UserFactory(administration=administration)
            RoleAssignmentFactory(user=user, role=role, administration=administration)
            people[persona(administration.slug, role)] = user
    for key, of in (("legal_representative", organisation), ("contact", organisation), ("other", other)):
        role = (
            OrganisationMember.Role.LEGAL_REPRESENTATIVE if key != "contact" else OrganisationMember.Role.CONTACT
        )
        people[f"organisation:{key}"] = OrganisationMemberFactory(organisation=of, role=role).user
    return World(trento, piemonte, organisation, other, people)


def bare_error_pages():
    """Within this, 403 and 404 come without their page: drawing it takes longer than finding out."""

    def handler(resolver, status):
        return lambda request, exception=None: HttpResponse(status=status)

    return mock.patch.object(URLResolver, "resolve_error_handler", handler)


@contextmanager
def bare_pages():
    """Within this, the views decide as always and no page is drawn: for those who come after the first reader."""
    with (
        mock.patch.object(Template, "render", return_value=SafeString("")),
        mock.patch.object(pdf.typst, "compile", return_value=b"%PDF-1.7"),
    ):
        yield
