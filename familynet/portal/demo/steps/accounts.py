"""Administrations and their people. The first administrator of each opens the door, and invites the others."""

from django.contrib.auth.hashers import make_password
from django.db import transaction

from familynet.accounts.actions import invite_person, join_by_invitation
from familynet.accounts.models import Administration, RoleAssignment, User
from familynet.accounts.roles import Role
from familynet.kernel.history import record
from familynet.portal.demo.content.administrations import ADMINISTRATIONS
from familynet.portal.demo.content.people import MAILBOXES, NAMES, PASSWORD, address
from familynet.portal.demo.steps.cast import Cast
from familynet.territories.models import Province, Region

FIRST = "amministrazione"


def make_administrations(cast: Cast) -> None:
    """The two administrations; one that is there already keeps what it says."""
    for ipa_code, facts in ADMINISTRATIONS.items():
        fields = dict(facts)
        fields["region"] = Region.objects.get(istat_code=fields["region"])
        if code := fields["province"]:
            fields["province"] = Province.objects.get(istat_code=code)
        administration, _created = Administration.objects.get_or_create(ipa_code=ipa_code, defaults=fields)
        cast.administrations[administration.slug] = administration


def make_people(cast: Cast) -> None:
    """Every persona of both administrations, with its role."""
    for slug, administration in cast.administrations.items():
        first = _first_administrator(administration)
        cast.people[first.email] = first
        for mailbox, role in MAILBOXES.items():
            if mailbox == FIRST:
                continue
            invitation = invite_person(
                by=first,
                administration=administration,
                email=address(mailbox, slug),
                full_name=NAMES[slug][mailbox],
                roles=[role],
            )
            user = join_by_invitation(invitation=invitation, full_name=invitation.full_name, password=None)
            cast.people[user.email] = user
    _let_in(cast)


@transaction.atomic
def _first_administrator(administration: Administration) -> User:
    """Nobody can invite the first one: an installation does this by hand."""
    email = address(FIRST, administration.slug)
    user = User.objects.create_user(
        email, None, full_name=NAMES[administration.slug][FIRST], administration=administration
    )
    RoleAssignment.objects.create(user=user, role=Role.ADMINISTRATOR, administration=administration)
    record(
        user, "first_administrator", label="Prima persona che amministra", by=None, administration=administration
    )
    return user


def _let_in(cast: Cast) -> None:
    """Mark the people, and give them the one password: hashed once, because a hash is slow on purpose."""
    password = make_password(PASSWORD)
    for user in cast.people.values():
        user.is_demo, user.password = True, password
        user.save(update_fields=["is_demo", "password"])
