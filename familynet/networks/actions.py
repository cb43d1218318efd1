"""What happens to networks and memberships."""

import copy
import datetime
import tomllib
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from familynet.accounts.models import Administration, User
from familynet.kernel.acts import Act
from familynet.kernel.dates import add_months
from familynet.kernel.history import HistoryEntry, record
from familynet.kernel.workflow import TransitionConflict, advance
from familynet.networks import emails
from familynet.networks.models import Membership, Network
from familynet.networks.permissions import can_coordinate, can_manage_membership, can_manage_network
from familynet.networks.workflow import MEMBERSHIP_WORKFLOW
from familynet.organisations.models import Organisation

REFERENCE = Path(__file__).parent / "data" / "networks.toml"
EDITABLE = (
    "name",
    "summary",
    "description",
    "founded_by",
    "website",
    "certify_within_months",
    "remind_months_before",
    "reciprocity",
    "source",
)


# --- Networks ----------------------------------------------------------------------------------


@transaction.atomic
def establish_network(
    *, by: User, administration: Administration, slug: str, founding_act: Act | None = None, **values: Any
) -> Network:
    """Enter a network, looked after by `administration`, in the portal."""
    network = Network(slug=slug, administration=administration, founding_act=founding_act, **values)
    if not can_manage_network(by, network):
        raise PermissionDenied("network: establish")
    network.full_clean()
    network.save()
    record(network, "established", label=lambda: _("Rete inserita"), by=by, act=founding_act, public=True)
    return network


@transaction.atomic
def update_network(network: Network, *, by: User, **values: Any) -> Network:
    """Change what is said about a network; terms already running for its members stay as they are."""
    if not can_manage_network(by, network):
        raise PermissionDenied("network: update")
    changed = {name: value for name, value in values.items() if getattr(network, name) != value}
    if not changed.keys() <= set(EDITABLE):
        raise ValueError(f"not editable: {sorted(changed.keys() - set(EDITABLE))}")
    if not changed:
        return network
    before = {name: getattr(network, name) for name in changed}
    for name, value in changed.items():
        setattr(network, name, value)
    network.full_clean()
    network.save(update_fields=[*changed, "updated_at"])
    record(
        network,
        "updated",
        label=lambda: _("Scheda della rete modificata"),
        by=by,
        data={"before": before, "after": changed},
    )
    return network


@transaction.atomic
def establish_known_networks(*, by: User, administration: Administration) -> list[Network]:
    """The networks of data/networks.toml that are not in the portal yet; a second call adds nothing."""
    known = tomllib.loads(REFERENCE.read_text(encoding="utf-8"))["network"]
    present = set(Network.objects.values_list("slug", flat=True))
    added = []
    for values in known:
        if values["slug"] in present:
            continue
        act = Act.objects.create(**values.pop("founding_act"))
        values["description"] = values["description"].strip()
        added.append(establish_network(by=by, administration=administration, founding_act=act, **values))
    return added


# --- Memberships -------------------------------------------------------------------------------


@transaction.atomic
def express_interest(
    *, by: User, network: Network, organisation: Organisation, on: datetime.date, comment: str = ""
) -> Membership:
    """Record that an organisation asks to join a network."""
    membership = Membership(network=network, organisation=organisation, interest_on=on)
    _require_coordinator(by, organisation)
    _not_in_future(on)
    membership.full_clean()
    membership.save()
    record(
        membership,
        "express_interest",
        label=lambda: _("Manifestazione di interesse"),
        by=by,
        to_state=membership.state,
        comment=comment,
        data={"on": on},
    )
    return membership


@transaction.atomic
def record_existing_membership(
    *,
    by: User,
    network: Network,
    organisation: Organisation,
    joined_on: datetime.date,
    resolution_act: Act | None = None,
    certified_on: datetime.date | None = None,
    certification_act: Act | None = None,
    source: str = "",
    is_demo: bool = False,
) -> Membership:
    """Take over a membership that existed before the portal; without its act when the source has none.

    No mail is sent: the organisation has been a member since `joined_on`.
    """
    _require_coordinator(by, organisation)
    _not_in_future(joined_on)
    membership = Membership(
        network=network,
        organisation=organisation,
        state=Membership.State.MEMBER,
        joined_on=joined_on,
        resolution_act=resolution_act,
        resolved_on=resolution_act.date if resolution_act else None,
        certify_by=_promise(network, joined_on),
        certified_on=certified_on,
        certification_act=certification_act,
        is_demo=is_demo,
    )
    membership.full_clean()
    membership.save()
    record(
        membership,
        "recorded",
        label=lambda: _("Adesione già in corso, riportata nel portale"),
        by=by,
        to_state=membership.state,
        act=resolution_act,
        public=True,
        data={"on": joined_on, "source": source, "act_missing": resolution_act is None},
    )
    return membership


@transaction.atomic
def record_resolution(membership: Membership, *, by: User, act: Act | None) -> HistoryEntry:
    """Record the act with which the organisation decided to join; its date is the one of the act."""
    on = act.date if act else None
    if act is not None and on is None:
        raise ValidationError({"date": _("Indica la data dell'atto.")})
    return _move(
        membership, "record_resolution", by=by, act=act, fields={"resolved_on": on, "resolution_act": act}
    )


@transaction.atomic
def admit(
    membership: Membership, *, by: User, on: datetime.date, act: Act | None = None, comment: str = ""
) -> HistoryEntry:
    """Admit the organisation; the term of the network's promise starts to run. Mails its people."""
    fields: dict[str, Any] = {"joined_on": on, "admission_act": act}
    fields["certify_by"] = _promise(membership.network, on)
    entry = _move(membership, "admit", by=by, on=on, act=act, comment=comment, fields=fields)
    emails.admitted(membership)
    return entry


@transaction.atomic
def mark_certified(membership: Membership, *, by: User, on: datetime.date, act: Act | None) -> HistoryEntry:
    """Note that the member holds a certificate; the certificate itself is in its own register."""
    _require_open(membership, by)
    fields = {"certified_on": on, "certification_act": act}
    return _move(membership, "mark_certified", by=by, on=on, act=act, fields=fields)


@transaction.atomic
def extend_deadline(
    membership: Membership, *, by: User, until: datetime.date, comment: str, act: Act | None = None
) -> HistoryEntry:
    """Give the member more time for its certificate; the reminder will be sent again."""
    _require_open(membership, by)
    before = membership.certify_by
    if before is None:
        raise ValidationError({"until": _("Questa rete non chiede di certificarsi entro un termine.")})
    if until <= before:
        raise ValidationError({"until": _("Il nuovo termine viene dopo quello in corso.")})
    fields = {"certify_by": until, "reminded_on": None}
    data = {"before": before, "until": until}
    return _move(membership, "extend_deadline", by=by, act=act, comment=comment, fields=fields, data=data)


def put_on_hold(membership: Membership, *, by: User, comment: str) -> HistoryEntry:
    """Pause a membership: it stays, its term is not chased."""
    return _move(membership, "put_on_hold", by=by, comment=comment)


def resume(membership: Membership, *, by: User, comment: str = "") -> HistoryEntry:
    """End a pause."""
    return _move(membership, "resume", by=by, comment=comment)


@transaction.atomic
def leave(
    membership: Membership, *, by: User, on: datetime.date, comment: str, act: Act | None = None
) -> HistoryEntry:
    """Record that the organisation leaves, or no longer asks to join. The record stays; mails go out."""
    was_member = membership.state in Membership.CURRENT_STATES
    entry = _move(membership, "leave", by=by, on=on, act=act, comment=comment, fields={"left_on": on})
    if was_member:
        emails.left(membership)
    return entry


@transaction.atomic
def remind_to_certify(membership: Membership, *, on: datetime.date) -> bool:
    """Remind the member and its coordinators of the term, once; False when somebody was faster."""
    waiting = Membership.objects.uncertified().filter(pk=membership.pk, reminded_on=None)
    if not waiting.update(reminded_on=on):
        return False
    record(
        membership,
        "reminded",
        label=lambda: _("Promemoria sul termine per certificarsi"),
        by=None,
        data={"on": on},
    )
    emails.certificate_due(membership)
    return True


# --- Shared steps ------------------------------------------------------------------------------


def _require_coordinator(by: User, organisation: Organisation) -> None:
    if not can_coordinate(by, organisation.administration):
        raise PermissionDenied("membership: coordinate")


def _require_open(membership: Membership, by: User) -> None:
    """For steps that do not change the state: lock the row and refuse when the certificate is already noted."""
    if not can_manage_membership(by, membership):
        raise PermissionDenied("membership: manage")
    current = Membership.objects.select_for_update().get(pk=membership.pk)
    if current.is_certified:
        raise TransitionConflict(current)
    membership.certify_by = current.certify_by


def _promise(network: Network, joined_on: datetime.date) -> datetime.date | None:
    months = network.certify_within_months
    return add_months(joined_on, months) if months else None


def _not_in_future(on: datetime.date) -> None:
    if on > timezone.localdate():
        raise ValidationError({"on": _("La data non può essere nel futuro.")})


def _move(
    membership: Membership,
    name: str,
    *,
    by: User,
    on: datetime.date | None = None,
    act: Act | None = None,
    comment: str = "",
    fields: dict[str, Any] | None = None,
    data: dict[str, Any] | None = None,
) -> HistoryEntry:
    """advance() with the dates checked first, so that a wrong date is a sentence and not a database error."""
    if not can_manage_membership(by, membership):
        raise PermissionDenied(f"membership: {name}")
    if on is not None:
        _not_in_future(on)
        data = {"on": on, **(data or {})}
    transition = MEMBERSHIP_WORKFLOW.get(name)
    if membership.state in transition.sources:
        outcome = copy.copy(membership)
        for field, value in {"state": transition.target, **(fields or {})}.items():
            setattr(outcome, field, value)
        outcome.validate_constraints()
    return advance(
        MEMBERSHIP_WORKFLOW, membership, name, by=by, comment=comment, act=act, fields=fields, data=data
    )
