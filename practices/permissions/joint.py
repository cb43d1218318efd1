"""Who validates for the shared library: the other side, or the joint committee; never twice the same person."""

from typing import Any

from familynet.accounts.models import Administration
from familynet.accounts.roles import Capability
from familynet.protocols.permissions import exchange_partners
from practices.models import Practice, PracticeVersion
from practices.permissions.practices import can_create


def can_propose(user: Any, version: PracticeVersion) -> bool:
    """Writers and validators of the administration that owns it, for the version that everybody reads."""
    practice = version.practice
    if not (version.is_current and practice.state == Practice.State.PUBLISHED):
        return False
    mine = can_create(user, practice.administration_id) or (
        user.is_authenticated and user.can(Capability.PRACTICE_VALIDATE, practice.administration_id)
    )
    return bool(mine and exchange_partners(practice.administration_id))


def can_withdraw_proposal(user: Any, version: PracticeVersion) -> bool:
    return can_propose(user, version)


def judging_administrations(owner: Administration | int) -> dict[str, frozenset[int]]:
    """Capability → administrations in which it lets a person judge practices of `owner`."""
    pk = owner if isinstance(owner, int) else owner.pk
    partners = exchange_partners(pk)
    return {
        Capability.PRACTICE_VALIDATE: partners,
        # The committee is of the protocol: without one there is none, also not at home.
        Capability.PRACTICE_VALIDATE_JOINT: partners | {pk} if partners else frozenset(),
    }


def owners_judged_by(user: Any) -> frozenset[int]:
    """The administrations whose practices `user` may judge for the shared library; partners are mutual."""
    owners: set[int] = set()
    for pk in user.administrations_with(Capability.PRACTICE_VALIDATE):
        owners |= exchange_partners(pk)
    for pk in user.administrations_with(Capability.PRACTICE_VALIDATE_JOINT):
        partners = exchange_partners(pk)
        owners |= partners | {pk} if partners else set()
    return frozenset(owners)


def can_validate_jointly(user: Any, version: PracticeVersion) -> bool:
    """A validator of the other side, or a member of the committee, who neither wrote nor judged it before."""
    practice = version.practice
    if not user.is_authenticated or practice.state != Practice.State.PUBLISHED or not version.is_current:
        return False
    if user.pk in practice.writer_ids or user.pk in version.judge_ids:
        return False
    where = judging_administrations(practice.administration_id)
    return any(not user.administrations_with(Capability(c)).isdisjoint(pks) for c, pks in where.items())


def can_read_joint_rounds(user: Any, practice: Practice) -> bool:
    """Officials of both sides who read practices."""
    if not user.is_authenticated:
        return False
    reads = user.administrations_with(Capability.PRACTICE_VIEW)
    owner = practice.administration_id
    return owner in reads or not reads.isdisjoint(exchange_partners(owner))
