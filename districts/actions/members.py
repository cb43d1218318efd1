"""Organisations that ask to enter a district, enter it, and leave it."""

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from districts import emails
from districts.actions.dates import check_outcome, refuse_future
from districts.models import District, DistrictMember
from districts.permissions import can_manage_district, can_manage_part
from districts.workflow import MEMBER_WORKFLOW
from familynet.accounts.models import User
from familynet.kernel.acts import Act
from familynet.kernel.history import HistoryEntry, record
from familynet.kernel.workflow import advance
from familynet.organisations.models import Organisation


@transaction.atomic
def request_membership(
    district: District, *, by: User, organisation: Organisation, on: datetime.date, role: str = "adherent"
) -> DistrictMember:
    """Record that an organisation asks to enter the district."""
    member = DistrictMember(district=district, organisation=organisation, role=role, requested_on=on)
    return _enter(member, "requested", gettext_lazy("Richiesta di adesione"), by=by, on=on)


@transaction.atomic
def record_member(
    district: District,
    *,
    by: User,
    organisation: Organisation,
    joined_on: datetime.date,
    role: str = "adherent",
    act: Act | None = None,
) -> DistrictMember:
    """Enter an organisation that is in the district already: a proponent by its signature, or from a list."""
    member = DistrictMember(
        district=district,
        organisation=organisation,
        role=role,
        state=DistrictMember.State.MEMBER,
        joined_on=joined_on,
        act=act,
    )
    return _enter(member, "recorded", gettext_lazy("Nel distretto"), by=by, on=joined_on, act=act, public=True)


@transaction.atomic
def admit_member(member: DistrictMember, *, by: User, on: datetime.date, act: Act | None = None) -> HistoryEntry:
    """Admit an organisation that asked; mails its people."""
    entry = _move(member, "admit", by=by, on=on, act=act, fields={"joined_on": on, "act": act})
    emails.member_admitted(member)
    return entry


@transaction.atomic
def member_leaves(
    member: DistrictMember, *, by: User, on: datetime.date, comment: str, act: Act | None = None
) -> HistoryEntry:
    """Record that an organisation leaves by its own will, or takes its request back."""
    return _move(member, "withdraw", by=by, on=on, act=act, comment=comment, fields={"left_on": on})


@transaction.atomic
def exclude_member(
    member: DistrictMember, *, by: User, on: datetime.date, comment: str, act: Act | None
) -> HistoryEntry:
    """Record that an organisation was excluded, by an act."""
    return _move(member, "exclude", by=by, on=on, act=act, comment=comment, fields={"left_on": on})


def _enter(
    member: DistrictMember, verb: str, label: Promise, *, by: User, on: datetime.date, **entry: Any
) -> DistrictMember:
    if not can_manage_district(by, member.district):
        raise PermissionDenied(f"district member: {verb}")
    refuse_future(on, "joined_on" if member.joined_on else "on")
    member.full_clean()
    member.save()
    data = {"on": on, "role": member.role}
    record(member, verb, label=label, by=by, to_state=member.state, data=data, **entry)
    return member


def _move(
    member: DistrictMember,
    name: str,
    *,
    by: User,
    on: datetime.date,
    fields: dict[str, Any],
    act: Act | None = None,
    comment: str = "",
) -> HistoryEntry:
    if not can_manage_part(by, member):
        raise PermissionDenied(f"district member: {name}")
    refuse_future(on)
    check_outcome(MEMBER_WORKFLOW, member, name, fields)
    return advance(MEMBER_WORKFLOW, member, name, by=by, act=act, comment=comment, fields=fields, data={"on": on})
