"""Follow something, and stop."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from familynet.accounts.models import User
from familynet.territories.models import Municipality, Province
from practices.models import Follow, PolicyArea, Practice

MOST = 200  # things that one person follows


@transaction.atomic
def follow(
    *,
    by: User,
    practice: Practice | None = None,
    area: str = "",
    province: str = "",
    municipality: str = "",
) -> Follow:
    """Follow one thing: a public practice, a policy area, a province or a comune, by their codes.

    Following twice is the same as once. ValidationError for what does not exist, or for too many things.
    """
    if practice is not None and not Practice.objects.public().filter(pk=practice.pk).exists():
        raise ValidationError(_("Si può seguire solo una pratica pubblicata."))
    if area and not PolicyArea.objects.filter(code=area).exists():
        raise ValidationError(_("Quest'area di intervento non c'è."))
    if province and not Province.objects.filter(abbreviation=province).exists():
        raise ValidationError(_("Questa provincia non c'è."))
    if municipality and not Municipality.objects.filter(cadastral_code=municipality).exists():
        raise ValidationError(_("Questo Comune non c'è."))
    target: dict[str, Any] = {
        "practice": practice,
        "area": area,
        "province": province,
        "municipality": municipality,
    }
    if sum(1 for value in target.values() if value) != 1:
        raise ValidationError(_("Scegli una cosa sola da seguire."))
    if Follow.objects.filter(user=by).count() >= MOST:
        raise ValidationError(_("Segui già %d cose: smetti di seguirne qualcuna.") % MOST)
    return Follow.objects.get_or_create(user=by, **target)[0]


@transaction.atomic
def unfollow(followed: Follow, *, by: User) -> None:
    """Stop following; what was told stays in the list of notifications."""
    if followed.user_id != by.pk:
        raise PermissionDenied("unfollow")
    Follow.objects.filter(pk=followed.pk).delete()
