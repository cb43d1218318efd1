"""What was kept, changed and dropped, and the practice that the adopter writes about it."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from familynet.accounts.models import User
from familynet.kernel.history import record
from familynet.kernel.workflow import TransitionConflict
from practices.actions.drafts import create_practice, save_draft
from practices.models import TITLE_LENGTH, AdaptationItem, Practice, Transfer
from practices.permissions import can_create
from practices.permissions.transfers import can_adopt

SUFFIX = gettext_lazy(" (adattamento)")
# What the adopter starts from. Territory, period, contact and documents are its own.
COPIED = (
    *("summary", "policy_area", "problem", "solution", "costs", "funding", "resources"),
    *("results", "lessons", "transferability"),
)


@transaction.atomic
def add_item(transfer: Transfer, *, aspect: str, kind: str, text: str, why: str, by: User) -> AdaptationItem:
    """Write one thing that was kept, changed or dropped, while the practice is being adapted."""
    current = _adapting(transfer, by)
    item = AdaptationItem(transfer=current, aspect=aspect, kind=kind, text=text.strip(), why=why.strip())
    _check(item)
    item.save(force_insert=True)
    record(current, "add_item", label=gettext_lazy("Adattamento descritto"), by=by, data=_as_data(item))
    return item


@transaction.atomic
def change_item(item: AdaptationItem, *, aspect: str, kind: str, text: str, why: str, by: User) -> AdaptationItem:
    current = _adapting(item.transfer, by)
    item.aspect, item.kind, item.text, item.why = aspect, kind, text.strip(), why.strip()
    _check(item)
    item.save(update_fields=["aspect", "kind", "text", "why"])
    record(current, "change_item", label=gettext_lazy("Adattamento corretto"), by=by, data=_as_data(item))
    return item


@transaction.atomic
def remove_item(item: AdaptationItem, *, by: User) -> None:
    """Take one thing back while nothing is declared; the history keeps what it said."""
    current = _adapting(item.transfer, by)
    record(current, "remove_item", label=gettext_lazy("Voce dell'adattamento tolta"), by=by, data=_as_data(item))
    item.delete()


@transaction.atomic
def write_adaptation(transfer: Transfer, *, by: User) -> Practice:
    """A new draft of the adopter that starts from the text of the practice and is tied to the transfer."""
    current = _with_result(transfer, by)
    if current.resulting_practice_id is not None:
        raise TransitionConflict(current)
    source, suffix = current.practice, str(SUFFIX)
    draft = create_practice(
        administration=current.adopter,
        title=source.title[: TITLE_LENGTH - len(suffix)].rstrip() + suffix,
        by=by,
        is_demo=current.is_demo,
    )
    values: dict[str, Any] = {field: getattr(source, field) for field in COPIED}
    draft = save_draft(draft, values=values | {"target_groups": list(source.target_groups.all())}, by=by)
    _tie(current, draft, by)
    return draft


@transaction.atomic
def tie_adaptation(transfer: Transfer, *, practice: Practice, by: User) -> Transfer:
    """Say which practice of the adopter tells the adaptation; refused when a practice would come from itself."""
    current = _with_result(transfer, by)
    if practice.administration_id != current.adopter_id:
        raise ValidationError({"practice": _("Scegli una pratica dell'amministrazione che adotta.")})
    _tie(current, practice, by)
    return current


def _tie(transfer: Transfer, practice: Practice, by: User) -> None:
    transfer.resulting_practice = practice
    transfer.validate_constraints(exclude=None)
    try:
        with transaction.atomic():
            transfer.save(update_fields=["resulting_practice"])
    except IntegrityError as error:
        if constraint_of(error) != "transfer_no_circle":
            raise
        raise ValidationError(
            {"practice": _("Non si può: la pratica scelta è già all'origine di questa. Sarebbe un circolo.")}
        ) from error
    label = gettext_lazy("Pratica che racconta l'adattamento")
    record(transfer, "tie_adaptation", label=label, by=by, data={"practice": str(practice.uuid)})


def constraint_of(error: IntegrityError) -> str:
    """The name of the rule that the database has enforced."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or ""


def _with_result(transfer: Transfer, by: User) -> Transfer:
    """The row, held, if `by` may write for the adopter and the transfer has come that far."""
    current = Transfer.objects.select_for_update(of=("self",)).with_parties().get(pk=transfer.pk)
    if not (can_adopt(by, current) and can_create(by, current.adopter_id)):
        raise PermissionDenied("transfer: adaptation")
    if current.state not in Transfer.RESULT_STATES:
        raise TransitionConflict(current)
    return current


def _adapting(transfer: Transfer, by: User) -> Transfer:
    current = Transfer.objects.select_for_update(of=("self",)).get(pk=transfer.pk)
    if not can_adopt(by, current):
        raise PermissionDenied("transfer: item")
    if current.state != Transfer.State.ADAPTING:
        raise TransitionConflict(current)
    return current


def _check(item: AdaptationItem) -> None:
    """What the database would refuse, next to its field."""
    if not item.text:
        raise ValidationError({"text": _("Scrivi che cosa è stato conservato, cambiato o tolto.")})
    if item.kind != AdaptationItem.Kind.KEPT and not item.why:
        raise ValidationError({"why": _("Scrivi perché: chi vuole rifare la pratica impara da qui.")})


def _as_data(item: AdaptationItem) -> dict[str, str]:
    return {"aspect": item.aspect, "kind": item.kind, "text": item.text, "why": item.why}
