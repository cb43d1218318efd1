"""Who may still read what a notification is about: a rule for each kind of record.

A notification outlives the right to see its record: a role ends, a practice is withdrawn. So the record is asked
again whenever a notification is listed or sent. A model with `objects.visible_to(user)` needs nothing; any other
one is registered here with `register`, and `notify` refuses a record that has no rule.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, Q, QuerySet

from familynet.accounts.models import User

Rule = Callable[[Any], QuerySet]

# The record of a person is shown here to that person only.
_rules: dict[type[Model], Rule] = {User: lambda user: User.objects.filter(pk=user.pk)}


def register(model: type[Model], rule: Rule) -> None:
    """Say which records of a model a person may see, where its manager has no `visible_to`."""
    _rules[model] = rule


def rule_for(model: type[Model]) -> Rule:
    """The rule of a model; ImproperlyConfigured when it has none."""
    if rule := _rules.get(model):
        return rule
    visible_to = getattr(model._default_manager.all(), "visible_to", None)
    if visible_to is None:
        raise ImproperlyConfigured(f"{model._meta.label} needs visible_to() or a rule to be in a notification")
    return visible_to


def about_visible(user: Any, content_type_ids: Iterable[int]) -> Q:
    """The condition on notifications of these kinds whose record `user` may see now."""
    seen = Q(pk__in=[])
    for pk in content_type_ids:
        if model := ContentType.objects.get_for_id(pk).model_class():
            seen |= Q(content_type=pk, object_id__in=rule_for(model)(user).values("pk"))
    return seen
