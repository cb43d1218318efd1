"""Draft a disciplinare: a new one, a copy of an earlier one, its data. Its parts are in parts.py."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from certifications.actions.phase_seeds import clear_phases
from certifications.actions.scheme_editing import changes
from certifications.actions.version_content import fill_version
from certifications.models import Category, Scheme, SchemeVersion
from certifications.permissions import can_draft, can_manage_scheme
from certifications.schemefiles.writing import canonical_version
from familynet.accounts.models import User
from familynet.kernel.history import record
from familynet.kernel.workflow import TransitionConflict


@transaction.atomic
def create_version(*, version: SchemeVersion, by: User) -> SchemeVersion:
    """Store an empty draft of a scheme or of one of its categories."""
    if not can_manage_scheme(by, version.scheme):
        raise PermissionDenied("version: create")
    _check_category(version.scheme, version.category)
    version.drafted_by = by
    version.full_clean()
    version.save()
    record(version, "create", label=lambda: _("Bozza di disciplinare creata"), by=by, to_state=version.state)
    return version


@transaction.atomic
def copy_version(*, source: SchemeVersion, label: str, by: User) -> SchemeVersion:
    """A new draft with everything that `source` says, but for its name, its act and its dates."""
    if not can_manage_scheme(by, source.scheme):
        raise PermissionDenied("version: copy")
    version = SchemeVersion(scheme=source.scheme, category=source.category, label=label, drafted_by=by)
    content = {**canonical_version(source), "label": label, "valid_from": None, "valid_to": None, "act": None}
    fill_version(version, content)
    data = {"copied_from": source.pk}
    record(
        version,
        "create",
        label=lambda: _("Bozza creata da un altro disciplinare"),
        by=by,
        to_state=version.state,
        data=data,
    )
    return version


@transaction.atomic
def save_version(*, version: SchemeVersion, by: User) -> SchemeVersion:
    """Keep changed data of a draft."""
    before = lock_draft(version, by)
    version.refresh_from_db(fields=["state"])  # whatever was loaded
    version.full_clean()
    version.content_changed_at = timezone.now()
    version.save()
    record(
        version,
        "change",
        label=lambda: _("Dati del disciplinare cambiati"),
        by=by,
        data=changes(before, version),
    )
    return version


@transaction.atomic
def delete_version(*, version: SchemeVersion, by: User) -> None:
    """Throw a draft away; the history of its scheme says so."""
    lock_draft(version, by)
    scheme, label = version.scheme, version.label
    record(scheme, "delete_draft", label=lambda: _("Bozza di disciplinare tolta"), by=by, data={"version": label})
    clear_phases(version)
    version.delete()


def lock_draft(version: SchemeVersion, by: User) -> SchemeVersion:
    """The draft as it is stored, locked; nobody sends it to review meanwhile."""
    stored = SchemeVersion.objects.select_for_update(of=("self",)).select_related("scheme").get(pk=version.pk)
    if not can_manage_scheme(by, stored.scheme):
        raise PermissionDenied("version: draft")
    if not can_draft(by, stored):
        raise no_draft(stored)
    return stored


def no_draft(version: SchemeVersion) -> TransitionConflict:
    """Why a disciplinare is not written, to be raised."""
    if version.is_frozen:
        sentence = _("Il disciplinare è pubblicato e non si cambia più: per cambiarlo premi «Nuova versione».")
    else:
        sentence = _("Il disciplinare è in revisione: si cambia solo se torna in bozza.")
    return TransitionConflict(version, sentence)


def touch(version: SchemeVersion) -> None:
    """Say that the content has changed: dry runs of before are out of date."""
    now = timezone.now()
    SchemeVersion.objects.filter(pk=version.pk).update(content_changed_at=now, updated_at=now)


def _check_category(scheme: Scheme, category: Category | None) -> None:
    if category and category.scheme_id != scheme.pk:
        raise ValidationError({"category": _("La categoria è di un altro marchio.")})
