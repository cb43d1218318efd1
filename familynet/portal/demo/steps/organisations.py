"""The bodies of the demo, the people who act for them, and one duplicate that is merged."""

import datetime

from django.utils import timezone

from familynet.accounts.actions import invite_person, withdraw_invitation
from familynet.accounts.models import Invitation, User
from familynet.accounts.roles import Role
from familynet.organisations.actions import (
    close_organisation,
    invite_member,
    join_by_invitation,
    merge_organisations,
    register_organisation,
)
from familynet.organisations.models import Organisation
from familynet.portal.demo.content.organisations import BODIES, Body, body
from familynet.portal.demo.content.people import MEMBERS, PASSWORD
from familynet.portal.demo.steps.cast import Cast, invented, organisation_named
from familynet.territories.models import Municipality

SOON = datetime.timedelta(days=2)
DUPLICATE = "Floricoltura Millefoglie (esempio)"


def make_organisations(cast: Cast) -> None:
    """The two administrations as bodies, the invented bodies, a duplicate merged into one of them."""
    for slug, name in (("trento", "Trento"), ("piemonte", "Torino")):
        administration = cast.administrations[slug]
        _register(
            administration.name,
            Organisation.Kind.REGION,
            Municipality.objects.current().get(name=name),
            cast,
            fiscal_code=administration.fiscal_code,
            ipa_code=administration.ipa_code,
            website=administration.website,
        )
    for example in BODIES:
        _register_invented(example, cast)
    _merge_duplicate(cast)


def _register(name: str, kind: str, municipality: Municipality, cast: Cast, **facts: str) -> Organisation:
    """The record of a body, by the officer in whose territory it lies."""
    slug = "trento" if municipality.province.abbreviation == "TN" else "piemonte"
    return register_organisation(
        by=cast.person("istruttoria", slug),
        name=name,
        kind=kind,
        municipality=municipality,
        is_demo=True,
        **facts,
    )


def _register_invented(example: Body, cast: Cast) -> Organisation:
    place = Municipality.objects.current().select_related("province").get(cadastral_code=example.cadastral_code)
    return _register(
        example.name,
        example.kind,
        place,
        cast,
        fiscal_code=example.fiscal_code,
        size=example.size,
        email=f"info@{example.number:02d}.example",
    )


def _merge_duplicate(cast: Cast) -> None:
    """Somebody registered the nursery a second time, without its codice fiscale."""
    original = body(8)
    place = Municipality.objects.current().select_related("province").get(cadastral_code=original.cadastral_code)
    duplicate = _register(DUPLICATE, original.kind, place, cast)
    merge_organisations(
        by=cast.person("dirigenza", "trento"),
        source=duplicate,
        target=invented(original.number),
        comment="Registrata due volte con un nome un po' diverso.",
    )


def make_members(cast: Cast) -> None:
    """Who acts for an organisation, invited by the officer of its territory; a body that has closed."""
    for member in MEMBERS:
        organisation = organisation_named(member.organisation)
        invitation = invite_member(
            by=cast.colleague("istruttoria", organisation.administration),
            organisation=organisation,
            email=member.email,
            full_name=member.name,
            role=member.role,
        )
        user = join_by_invitation(invitation=invitation, full_name=member.name, password=PASSWORD)
        User.objects.filter(pk=user.pk).update(is_demo=True)
        cast.people[user.email] = user
    close_organisation(
        by=cast.person("istruttoria", "trento"), organisation=invented(4), comment="L'azienda ha chiuso."
    )


def make_invitations(cast: Cast) -> None:
    """For each administration an invitation that waits, soon to expire, and one that was withdrawn."""
    for slug, administration in cast.administrations.items():
        by = cast.person("amministrazione", slug)
        waiting = invite_person(
            by=by,
            administration=administration,
            email=f"tirocinio@{slug}.example",
            full_name="Sara Ferri",
            roles=[Role.AUDITOR],
        )
        Invitation.objects.filter(pk=waiting.pk).update(expires_at=timezone.now() + SOON)
        mistaken = invite_person(
            by=by,
            administration=administration,
            email=f"supporto@{slug}.example",
            full_name="Ivo Conti",
            roles=[Role.PRACTICE_EDITOR],
        )
        withdraw_invitation(by=by, invitation=mistaken)
