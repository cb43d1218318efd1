"""Keep a scheme: its data, logo, categories and intake windows. Its disciplinari are in versions.py."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certifications.models import Category, IntakeWindow, Scheme
from certifications.permissions import can_create_scheme, can_manage_scheme
from familynet.accounts.models import Administration, User
from familynet.kernel.acts import Act
from familynet.kernel.documents import Document, store_document
from familynet.kernel.history import record

LOGO_TYPES = ("image/png", "image/jpeg")


@transaction.atomic
def create_scheme(*, scheme: Scheme, administration: Administration, by: User) -> Scheme:
    """Store a new scheme of an administration; nobody may apply before a disciplinare of it is in force."""
    if not can_create_scheme(by, administration):
        raise PermissionDenied("scheme: create")
    scheme.administration = administration
    scheme.full_clean()
    scheme.save()
    record(scheme, "create", label=lambda: _("Marchio creato"), by=by)
    return scheme


@transaction.atomic
def save_scheme(*, scheme: Scheme, by: User) -> Scheme:
    """Keep changed data of a scheme. Closing it (`open_to`) leaves its certificates alive."""
    _permit(by, scheme)
    before = Scheme.objects.select_for_update().get(pk=scheme.pk)
    scheme.full_clean()
    scheme.save()
    data = changes(before, scheme)
    record(scheme, "change", label=lambda: _("Dati del marchio cambiati"), by=by, public=True, data=data)
    return scheme


@transaction.atomic
def set_logo(*, scheme: Scheme, file: File, media_type: str, text: str, by: User) -> Document:
    """Keep an inspected image as the mark's logo, with the words for who does not see it."""
    _permit(by, scheme)
    if media_type not in LOGO_TYPES:
        raise ValidationError({"file": _("Il logo deve essere un'immagine PNG o JPEG.")})
    if not text.strip():
        raise ValidationError({"text": _("Descrivi il logo: chi non lo vede lo conosce da qui.")})
    document = store_document(
        file, title=_("Logo di %(name)s") % {"name": scheme.name}, by=by, media_type=media_type
    )
    scheme.logo, scheme.logo_text = document, text.strip()
    scheme.save(update_fields=["logo", "logo_text"])
    record(scheme, "logo", label=lambda: _("Logo cambiato"), by=by, public=True, data={"sha256": document.sha256})
    return document


@transaction.atomic
def save_category(*, category: Category, by: User) -> Category:
    """Keep a category, new or changed."""
    _permit(by, category.scheme)
    is_new = category.pk is None
    category.full_clean()
    category.save()
    label = gettext_lazy("Categoria aggiunta") if is_new else gettext_lazy("Categoria cambiata")
    record(category.scheme, "category", label=label, by=by, public=True, data={"category": category.name})
    return category


@transaction.atomic
def save_window(*, window: IntakeWindow, act: Act | None, by: User) -> IntakeWindow:
    """Keep an intake window, new or changed; `act` (unsaved) is the one that opens or closes it."""
    _permit(by, window.scheme)
    if window.category and window.category.scheme_id != window.scheme_id:
        raise ValidationError({"category": _("La categoria è di un altro marchio.")})
    is_new = window.pk is None
    if act is not None:
        act.save()
        window.act = act
    window.full_clean()
    window.save()
    added, changed = (
        gettext_lazy("Periodo per le domande aggiunto"),
        gettext_lazy("Periodo per le domande cambiato"),
    )
    label = added if is_new else changed
    data = {"kinds": window.kinds, "from": window.open_from, "to": window.open_to}
    record(window.scheme, "window", label=label, by=by, act=act, public=True, data=data)
    return window


def _permit(by: User, scheme: Scheme) -> None:
    if not can_manage_scheme(by, scheme):
        raise PermissionDenied("scheme: manage")


def changes(before: Any, after: Any) -> dict[str, Any]:
    """Field → [old, new] for the plain fields that differ."""
    found = {}
    for field in after._meta.concrete_fields:
        old, new = getattr(before, field.attname), getattr(after, field.attname)
        if old != new and field.name not in ("updated_at", "content_changed_at"):
            found[field.name] = [old, new]
    return found
