"""The rules of the terms: new ones are added from a day on; what a file was judged by never changes."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from certifications.models import ProcedureRules
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
