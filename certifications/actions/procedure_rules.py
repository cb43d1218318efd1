"""The rules of the terms and of reminders: new ones are added from a day on; what held before never changes."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from certifications.models import LifeRules, ProcedureRules
from certifications.permissions import can_keep_rules
from familynet.accounts.models import User
from familynet.kernel.history import record


@transaction.atomic
def add_rules(*, rules: ProcedureRules, by: User) -> ProcedureRules:
    """Store new rules (unsaved, complete). Raises ValidationError when they contradict themselves or others."""
    if not can_keep_rules(by, rules.administration_id):
        raise PermissionDenied("procedure rules: add")
    if rules.pk is not None:
        raise ValueError("rules are added, never changed")
    rules.created_by = by
    rules.full_clean()
    rules.save()
    record(rules, "create", label=lambda: _("Aggiunte le regole dei termini"), by=by)
    return rules


@transaction.atomic
def add_life_rules(*, rules: LifeRules, by: User) -> LifeRules:
    """Store new rules of reminders and notices (unsaved, complete), from today or a later day on.

    Raises ValidationError when they contradict themselves or others.
    """
    if not can_keep_rules(by, rules.scheme.administration_id):
        raise PermissionDenied("life rules: add")
    if rules.pk is not None:
        raise ValueError("rules are added, never changed")
    if rules.valid_from < timezone.localdate():
        raise ValidationError({"valid_from": _("Le regole valgono da oggi o da un giorno che viene.")})
    rules.is_example = False
    rules.full_clean()
    rules.save()
    record(rules, "create", label=lambda: _("Aggiunte le regole dei promemoria"), by=by)
    return rules
