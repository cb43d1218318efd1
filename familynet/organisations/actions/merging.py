"""Two records of one body become one: the duplicate is closed and points at the record that stays."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from familynet.accounts.models import User
from familynet.kernel.history import record
from familynet.kernel.workflow import TransitionConflict, advance
from familynet.organisations.models import Organisation, OrganisationInvitation, OrganisationMember
from familynet.organisations.permissions import can_merge
from familynet.organisations.workflow import INVITATION, ORGANISATION

# Model label → function(source, target) that moves its rows and returns how many. A feature registers here
# in apps.ready() what is more than a foreign key; every other model is moved row by row.
MERGE_HANDLERS: dict[str, Callable[[Organisation, Organisation], int]] = {}
# What a record with gaps takes over from its duplicate.
INHERITED = ("fiscal_code", "vat_number", "ipa_code", "address", "pec", "email", "phone", "website", "size")


@transaction.atomic
def merge_organisations(*, by: User, source: Organisation, target: Organisation, comment: str = "") -> None:
    """Close `source` as merged into `target`; members, certificates and all that points at it move.

    Blank facts of the target are filled from the source. What cannot move, because the target already has
    its like, stops the merge with a sentence.
    """
    if not (can_merge(by, source) and can_merge(by, target)):
        raise PermissionDenied("merge_organisations")
    if source.pk == target.pk:
        raise ValidationError(_("Scegli un'altra scheda: questa è la stessa."))
    _check_same_body(source, target)
    locked = {o.pk: o for o in Organisation.objects.select_for_update().filter(pk__in=[source.pk, target.pk])}
    if locked[target.pk].state != Organisation.State.ACTIVE:
        raise TransitionConflict(locked[target.pk])
    advance(
        ORGANISATION,
        source,
        "merge",
        by=by,
        comment=comment,
        fields={"merged_into": target},
        data={"target": target.pk, "name": target.name},
    )
    moved = _move_everything(source, target)
    inherited = _inherit(source, target)
    record(
        target,
        "receive_merge",
        label=lambda: _("Unita la scheda doppia “%(name)s”") % {"name": source.name[:120]},
        by=by,
        comment=comment,
        public=True,
        data={"source": source.pk, "moved": moved, "inherited": inherited},
    )


def _check_same_body(source: Organisation, target: Organisation) -> None:
    """Two codici fiscali are two bodies, and so are two comuni; a wrong code is corrected first."""
    if source.fiscal_code and target.fiscal_code and source.fiscal_code != target.fiscal_code:
        raise ValidationError(_("I due codici fiscali sono diversi: sono due enti, oppure un codice è sbagliato."))
    comuni = {source.kind, target.kind} == {Organisation.Kind.MUNICIPALITY}
    if comuni and source.municipality_id != target.municipality_id:
        raise ValidationError(_("Sono due Comuni diversi: non si possono unire."))


def _move_everything(source: Organisation, target: Organisation) -> dict[str, int]:
    """Move the rows of every model that points at organisations. Returns model label → rows moved."""
    handlers = {
        OrganisationMember._meta.label: _move_members,
        OrganisationInvitation._meta.label: _move_invitations,
        **MERGE_HANDLERS,
    }
    moved = {label: handler(source, target) for label, handler in handlers.items()}
    for relation in Organisation._meta.related_objects:
        model: Any = relation.related_model
        if model._meta.label not in handlers:
            count = _move_rows(model, relation, source, target)
            moved[model._meta.label] = moved.get(model._meta.label, 0) + count
    return {label: count for label, count in moved.items() if count}


def _move_rows(model: Any, relation: Any, source: Organisation, target: Organisation) -> int:
    """Move the rows of one foreign key (or the links of a many-to-many), one by one, to name what conflicts."""
    name = relation.field.name
    if relation.many_to_many:
        rows = list(model._default_manager.filter(**{name: source}))
        for row in rows:
            getattr(row, name).add(target)
            getattr(row, name).remove(source)
        return len(rows)
    keys = list(model._default_manager.filter(**{name: source}).values_list("pk", flat=True))
    for pk in keys:
        try:
            with transaction.atomic():
                model._default_manager.filter(pk=pk).update(**{name: target})
        except IntegrityError:
            row = model._default_manager.get(pk=pk)
            raise ValidationError(
                _("“%(row)s” (%(kind)s) non si può spostare: l'altra scheda ha già la stessa cosa."),
                params={"row": row, "kind": model._meta.verbose_name},
            ) from None
    return len(keys)


def _move_members(source: Organisation, target: Organisation) -> int:
    """A person who acts for both keeps the role in the target; the other one ends."""
    already = set(target.members.current().values_list("user", flat=True))
    source.members.current().filter(user__in=already).update(
        valid_to=Greatest(Value(timezone.now()), F("valid_from"))
    )
    return source.members.update(organisation=target)


def _move_invitations(source: Organisation, target: Organisation) -> int:
    """Two open invitations for one address become one: that of the target stays open."""
    sent = OrganisationInvitation.State.SENT
    waiting = {email.lower() for email in target.invitations.filter(state=sent).values_list("email", flat=True)}
    for invitation in source.invitations.filter(state=sent):
        if invitation.email.lower() in waiting:
            advance(INVITATION, invitation, "supersede", by=None)
    return source.invitations.update(organisation=target)


def _inherit(source: Organisation, target: Organisation) -> list[str]:
    """Fill what the target does not know; a position goes with its two numbers. Returns the fields."""
    filled = [name for name in INHERITED if getattr(source, name) and not getattr(target, name)]
    if target.latitude is None and source.latitude is not None:
        filled += ["latitude", "longitude"]
    for name in filled:
        setattr(target, name, getattr(source, name))
    if filled:
        target.full_clean()
        target.save(update_fields=[*filled, "updated_at"])
    return filled
