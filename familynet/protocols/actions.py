"""What happens to a protocol and under it; each function is one thing that happens."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from familynet.accounts.models import Administration, User
from familynet.kernel.acts import Act
from familynet.kernel.history import HistoryEntry, record
from familynet.kernel.workflow import TransitionConflict, advance
from familynet.protocols import emails
from familynet.protocols.models import Convention, Evidence, Protocol, ProtocolAct, ProtocolAction, ProtocolArea
from familynet.protocols.permissions import can_create_for, can_edit, can_manage
from familynet.protocols.workflow import PROTOCOL

RECENT = datetime.timedelta(days=30)


def _tell(protocol: Protocol, day: datetime.date | None) -> None:
    """News to the offices; what is recorded long after it happened is no news."""
    if day is not None and day >= timezone.localdate() - RECENT:
        emails.send_news(protocol)


def _require(allowed: bool, what: str) -> None:
    if not allowed:
        raise PermissionDenied(what)


@transaction.atomic
def create_protocol(
    *,
    by: User,
    slug: str,
    title: str,
    parties: Sequence[Administration],
    starts_on: datetime.date,
    ends_on: datetime.date,
    summary: str = "",
    note: str = "",
    is_demo: bool = False,
) -> Protocol:
    """Draft a protocol between at least two administrations, the own one among them. Returns it."""
    _require(can_create_for(by, parties), "create_protocol")
    _check_parties(parties)
    protocol = Protocol(
        slug=slug, title=title, summary=summary, note=note, starts_on=starts_on, ends_on=ends_on, is_demo=is_demo
    )
    protocol.full_clean()
    protocol.save(force_insert=True)
    protocol.parties.set(parties)
    record(
        protocol,
        "create",
        label=lambda: _("Protocollo preparato"),
        by=by,
        administration=by.administration,
        to_state=protocol.state,
        data={"parties": [party.ipa_code for party in parties]},
    )
    return protocol


def _check_parties(parties: Sequence[Administration]) -> None:
    if len({party.pk for party in parties}) < 2:
        raise ValidationError({"parties": _("Un protocollo ha almeno due parti.")})


@transaction.atomic
def update_protocol(*, by: User, protocol: Protocol, **facts: Any) -> HistoryEntry | None:
    """Change a draft; of a signed protocol only the note. None when nothing changed."""
    _require((can_manage if set(facts) <= {"note"} else can_edit)(by, protocol), "update_protocol")
    parties = facts.pop("parties", None)
    before = {name: getattr(protocol, name) for name in facts}
    changed = [name for name in facts if facts[name] != before[name]]
    for name in changed:
        setattr(protocol, name, facts[name])
    protocol.full_clean()
    if changed:
        fields = {name: facts[name] for name in changed}
        moved = Protocol.objects.filter(pk=protocol.pk, state=protocol.state).update(
            **fields, updated_at=timezone.now()
        )
        if not moved:
            raise TransitionConflict(protocol)
    if parties is not None and {party.pk for party in parties} != protocol.party_ids:
        _check_parties(parties)
        _require(can_create_for(by, parties), "update_protocol")
        protocol.parties.set(parties)
        protocol.__dict__.pop("party_ids", None)
        changed.append("parties")
    if not changed:
        return None
    changes = {name: [before.get(name), facts.get(name)] for name in changed}
    return record(
        protocol,
        "update",
        label=lambda: _("Dati modificati"),
        by=by,
        administration=by.administration,
        data={"changes": changes},
    )


@transaction.atomic
def set_areas(*, by: User, protocol: Protocol, areas: Sequence[tuple[str, str, str]]) -> None:
    """The areas of work of a draft, in order: (code, title, text)."""
    _require(can_edit(by, protocol), "set_areas")
    protocol.areas.all().delete()
    for position, (code, title, text) in enumerate(areas, 1):
        area = ProtocolArea(protocol=protocol, code=code, position=position, title=title, text=text)
        area.full_clean()
        area.save(force_insert=True)
    record(
        protocol,
        "set_areas",
        label=lambda: _("Temi di lavoro modificati"),
        by=by,
        administration=by.administration,
        data={"areas": [code for code, _title, _text in areas]},
    )


@transaction.atomic
def add_act(
    *, by: User, protocol: Protocol, act: Act, role: str, administration: Administration | None = None
) -> ProtocolAct:
    """Put an act behind a protocol; the act is stored when it is new."""
    _require(can_manage(by, protocol), "add_act")
    if administration is not None and administration.pk not in protocol.party_ids:
        raise ValidationError({"administration": _("L'amministrazione non è parte del protocollo.")})
    link = _link(protocol, act, role, administration)
    record(
        protocol,
        "add_act",
        label=lambda: _("Atto aggiunto: %(role)s") % {"role": link.get_role_display()},
        by=by,
        administration=by.administration,
        act=act,
        public=protocol.state != Protocol.State.DRAFT,
    )
    return link


def _link(protocol: Protocol, act: Act, role: str, administration: Administration | None = None) -> ProtocolAct:
    if act.pk is None:
        act.save()
    link = ProtocolAct(protocol=protocol, act=act, role=role, administration=administration)
    link.full_clean()
    link.save(force_insert=True)
    return link


@transaction.atomic
def sign_protocol(*, by: User, protocol: Protocol, act: Act, signed_on: datetime.date) -> None:
    """Both sides signed; areas of work are needed, and from now on nothing of it changes."""
    _require(can_manage(by, protocol), "sign_protocol")
    if not protocol.areas.exists():
        raise ValidationError(_("Prima indica almeno un tema di lavoro."))
    _link(protocol, act, ProtocolAct.Role.SIGNATURE)
    advance(PROTOCOL, protocol, "sign", by=by, act=act, fields={"signed_on": signed_on})
    _tell(protocol, signed_on)


@transaction.atomic
def start_protocol(*, by: User, protocol: Protocol) -> None:
    """The first day of its period has come."""
    if protocol.starts_on > timezone.localdate():
        raise ValidationError(_("Il protocollo non è ancora iniziato."))
    advance(PROTOCOL, protocol, "start", by=by)
    _tell(protocol, protocol.starts_on)


@transaction.atomic
def renew_protocol(*, by: User, protocol: Protocol, act: Act, ends_on: datetime.date) -> None:
    """A later term, by an act; also for a protocol whose term has passed meanwhile."""
    _require(can_manage(by, protocol), "renew_protocol")
    if ends_on <= protocol.ends_on:
        raise ValidationError({"ends_on": _("Il nuovo termine viene dopo quello di prima.")})
    _link(protocol, act, ProtocolAct.Role.RENEWAL)
    data = {"ends_on": [protocol.ends_on, ends_on]}
    fields = {"ends_on": ends_on, "ended_on": None}
    advance(PROTOCOL, protocol, "renew", by=by, act=act, fields=fields, data=data)
    _tell(protocol, act.date)


@transaction.atomic
def end_protocol(*, by: User, protocol: Protocol, act: Act, ended_on: datetime.date) -> None:
    """The parties end it before its term, by an act."""
    _require(can_manage(by, protocol), "end_protocol")
    if not protocol.starts_on <= ended_on <= protocol.ends_on:
        raise ValidationError({"ended_on": _("La conclusione sta tra l'inizio e il termine.")})
    _link(protocol, act, ProtocolAct.Role.END)
    advance(PROTOCOL, protocol, "end", by=by, act=act, fields={"ended_on": ended_on})
    _tell(protocol, ended_on)


@transaction.atomic
def expire_protocol(*, protocol: Protocol) -> None:
    """What the daily job does on the day after the term."""
    if protocol.ends_on >= timezone.localdate():
        raise ValidationError(_("Il termine non è ancora passato."))
    advance(PROTOCOL, protocol, "expire", by=None)


# --- What is done under a protocol -----------------------------------------------------------


@transaction.atomic
def add_convention(*, by: User, protocol: Protocol, title: str, **facts: Any) -> Convention:
    """A convention with its act and period, as far as known."""
    _require(can_manage(by, protocol), "add_convention")
    convention = Convention(protocol=protocol, title=title, **facts)
    convention.full_clean()
    convention.save(force_insert=True)
    record(
        protocol,
        "add_convention",
        label=lambda: _("Convenzione aggiunta: %(title)s") % {"title": title[:150]},
        by=by,
        administration=by.administration,
        act=convention.act,
    )
    return convention


@transaction.atomic
def record_action(
    *, by: User, protocol: Protocol, area: ProtocolArea, title: str, date: datetime.date, **facts: Any
) -> ProtocolAction:
    """Something was done in one of the areas of work of this protocol."""
    _require(can_manage(by, protocol), "record_action")
    if area.protocol_id != protocol.pk:
        raise ValidationError({"area": _("Il tema non è di questo protocollo.")})
    action = ProtocolAction(protocol=protocol, area=area, title=title, date=date, **facts)
    action.full_clean()
    action.save(force_insert=True)
    record(
        protocol,
        "record_action",
        label=lambda: _("Azione registrata: %(title)s") % {"title": title[:150]},
        by=by,
        administration=by.administration,
    )
    return action


@transaction.atomic
def record_evidence(
    *, by: User, action: ProtocolAction, title: str, link: str = "", act: Act | None = None
) -> Evidence:
    """What shows that an action was done."""
    _require(can_manage(by, action.protocol), "record_evidence")
    evidence = Evidence(action=action, title=title, link=link, act=act)
    evidence.full_clean()
    evidence.save(force_insert=True)
    record(
        action.protocol,
        "record_evidence",
        label=lambda: _("Evidenza aggiunta: %(title)s") % {"title": title[:150]},
        by=by,
        administration=by.administration,
        act=act,
    )
    return evidence
