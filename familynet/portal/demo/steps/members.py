"""People who join an organisation by an invitation, as everybody does."""

import functools

from django.contrib.auth.hashers import make_password

from familynet.accounts.models import User
from familynet.organisations.actions import invite_member, join_by_invitation
from familynet.organisations.models import Organisation
from familynet.portal.demo.content.people import PASSWORD
from familynet.portal.demo.steps.cast import Cast


def make_member(organisation: Organisation, *, email: str, name: str, role: str, cast: Cast) -> User:
    """Invited by the office of the organisation's administration, with the password of the demo."""
    invitation = invite_member(
        by=cast.colleague("istruttoria", organisation.administration),
        organisation=organisation,
        email=email,
        full_name=name,
        role=role,
    )
    user = join_by_invitation(invitation=invitation, full_name=name, password=None)
    User.objects.filter(pk=user.pk).update(is_demo=True, password=_password())
    return user


@functools.cache
def _password() -> str:
    """The one password of the demo: hashed once, because a hash is slow on purpose."""
    return make_password(PASSWORD)
