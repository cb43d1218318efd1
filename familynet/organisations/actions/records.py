"""Registering, changing, closing and reopening the record of an organisation."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from familynet.accounts.models import Administration, User
from familynet.kernel.history import HistoryEntry, record
from familynet.kernel.workflow import TransitionConflict, advance
from familynet.organisations.models import Organisation, OrganisationInvitation
from familynet.organisations.permissions import can_edit_contacts, can_manage, can_register
from familynet.organisations.validators import clean_code
from familynet.organisations.workflow import INVITATION, ORGANISATION
from familynet.territories.models import Municipality

FACTS = (
    "name",
    "kind",
    "fiscal_code",
    "vat_number",
    "ipa_code",
    "municipality",
    "address",
    "pec",
    "email",
    "phone",
    "website",
    "size",
    "latitude",
    "longitude",
)


def administration_of(municipality: Municipality) -> Administration:
    """The administration in whose territory a comune lies; ValidationError when there is none."""
    province = municipality.province
    found = Administration.objects.filter(region_id=province.region_id)
    for administration in sorted(found, key=lambda a: a.province_id is None):
        if administration.covers(municipality):
            return administration
    raise ValidationError(
        {"municipality": _("Nessuna amministrazione di FamilyNet copre il territorio di questo Comune.")}
    )


def _clean(facts: dict[str, Any]) -> dict[str, Any]:
    """Codes without spaces, unknown codice fiscale as None; TypeError on a name that is no fact."""
    unknown = set(facts) - set(FACTS)
    if unknown:
        raise TypeError(f"not facts of an organisation: {sorted(unknown)}")
    cleaned = {key: value.strip() if isinstance(value, str) else value for key, value in facts.items()}
    if "fiscal_code" in cleaned:
        cleaned["fiscal_code"] = clean_code(cleaned["fiscal_code"]) or None
    if "vat_number" in cleaned:
        cleaned["vat_number"] = clean_code(cleaned["vat_number"]).removeprefix("IT")
    return cleaned


@transaction.atomic
def register_organisation(
    *, by: User, name: str, kind: str, municipality: Municipality, is_demo: bool = False, **facts: Any
) -> Organisation:
    """Make the record of an organisation; the administration is that of its comune. Returns it."""
    administration = administration_of(municipality)
    if not can_register(by, administration):
        raise PermissionDenied("register_organisation")
    values = _clean({"name": name, "kind": kind, "municipality": municipality, **facts})
    organisation = Organisation(administration=administration, is_demo=is_demo, **values)
    organisation.slug = organisation.make_slug()
    organisation.full_clean()
    organisation.save(force_insert=True)
    record(
        organisation,
        "register",
        label=lambda: _("Organizzazione registrata"),
        by=by,
        to_state=organisation.state,
        public=True,
    )
    return organisation


@transaction.atomic
def update_organisation(*, by: User, organisation: Organisation, **facts: Any) -> HistoryEntry | None:
    """Change facts and keep the old and new values; None when nothing changed.

    People of the organisation change the contacts only. A comune of another administration is refused.
    """
    values = _clean(facts)
    allowed = can_edit_contacts if set(values) <= set(Organisation.CONTACT_FIELDS) else can_manage
    if not allowed(by, organisation):
        raise PermissionDenied("update_organisation")
    fresh = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if fresh.state != Organisation.State.ACTIVE:
        raise TransitionConflict(fresh)
    before = {name: getattr(fresh, name) for name in values}
    changed = [name for name in values if before[name] != values[name]]
    if not changed:
        return None
    if "municipality" in changed and administration_of(values["municipality"]).pk != fresh.administration_id:
        raise ValidationError(
            {"municipality": _("Il Comune è di un'altra amministrazione: registra una nuova scheda.")}
        )
    for target in (fresh, organisation):
        for name in changed:
            setattr(target, name, values[name])
    fresh.full_clean()
    fresh.save(update_fields=[*changed, "updated_at"])
    readable = {name: [_plain(before[name]), _plain(values[name])] for name in changed}
    names = ", ".join(str(Organisation._meta.get_field(name).verbose_name) for name in changed)  # type: ignore[union-attr]
    return record(
        organisation,
        "update",
        label=lambda: _("Dati modificati: %(fields)s") % {"fields": names[:170]},
        by=by,
        data={"changes": readable},
    )


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Municipality) else value


@transaction.atomic
def close_organisation(*, by: User, organisation: Organisation, comment: str) -> HistoryEntry:
    """The organisation exists no more, or takes no more part; its open invitations are withdrawn."""
    entry = advance(ORGANISATION, organisation, "close", by=by, comment=comment)
    waiting = organisation.invitations.filter(state=OrganisationInvitation.State.SENT)
    for invitation in waiting.select_related("organisation__administration"):
        advance(INVITATION, invitation, "withdraw", by=by)
    return entry


@transaction.atomic
def reopen_organisation(*, by: User, organisation: Organisation, comment: str) -> HistoryEntry:
    """It was closed by mistake, or takes part again."""
    return advance(ORGANISATION, organisation, "reopen", by=by, comment=comment)
