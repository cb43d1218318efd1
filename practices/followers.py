"""Who follows a practice, why, and how they are told."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from familynet.accounts.models import User
from familynet.notifications.actions import Addressee, notify_each
from familynet.notifications.models import Notification, Topic
from familynet.notifications.stops import Kind
from familynet.territories.models import Municipality, Province
from practices.models import Follow, PolicyArea, Practice
from practices.permissions.talk import people_of


def followers_of(practice: Practice, *, officials_only: bool = False) -> list[Addressee]:
    """Everybody who follows the practice, its area or a place it names: each once, by the nearest reason.

    `officials_only` leaves out whoever may not read the questions: people of organisations see public news only.
    """
    places = dict(practice.municipalities.values_list("cadastral_code", "name"))
    wanted = Q(practice=practice) | Q(province__in=practice.province_codes) | Q(municipality__in=places)
    area = practice.policy_area
    if area:
        wanted |= Q(area=area.code)
    follows = Follow.objects.filter(wanted, user__is_active=True).select_related("user")
    if officials_only:
        follows = follows.filter(user__in=people_of(practice))
    names = {"": "", **places, **dict(Province.objects.values_list("abbreviation", "name"))}
    found: dict[int, Addressee] = {}
    for follow in sorted(follows, key=lambda each: (_distance(each), each.pk)):
        name = area.name if area and follow.area else names[follow.municipality or follow.province]
        found.setdefault(follow.user_id, Addressee(follow.user, reason_of(follow, name), follow.stop))
    return list(found.values())


def _distance(follow: Follow) -> int:
    """The practice itself first, then the comune, the province, the area."""
    return [bool(follow.practice_id), bool(follow.municipality), bool(follow.province), True].index(True)


def reason_of(follow: Follow, name: str) -> str:
    """Why a follower is told, in one sentence."""
    if follow.practice_id:
        return _("Segui questa pratica.")
    if follow.area:
        return _("Segui l'area “%(name)s”.") % {"name": name}
    return _("Segui il territorio “%(name)s”.") % {"name": name}


def tell_followers(
    practice: Practice,
    *,
    subject: Any,
    path: str,
    by: User | None,
    text: Any = "",
    about: Any = None,
    officials_only: bool = False,
    but: frozenset[int] = frozenset(),
) -> list[Notification]:
    """Tell all followers of a public practice, in the transaction of the change; `but` were told already.

    `about` is the record that decides who may still read it later (the practice, unless given).
    """
    followers = [each for each in followers_of(practice, officials_only=officials_only) if each.user.pk not in but]
    return notify_each(
        followers, topic=Topic.FOLLOWED, subject=subject, path=path, about=about or practice, by=by, text=text
    )


# --- What a link in a mail stops -------------------------------------------------------------


def name_of(follow: Follow) -> str:
    """What is followed, in words. One query for an area or a place."""
    if follow.practice:
        return follow.practice.title
    if follow.area:
        areas = PolicyArea.objects.filter(code=follow.area).order_by("-taxonomy__valid_from")
        return areas.values_list("name", flat=True).first() or follow.area
    if follow.province:
        return Province.objects.filter(abbreviation=follow.province).values_list("name", flat=True).first() or ""
    comuni = Municipality.objects.filter(cadastral_code=follow.municipality)
    newest = comuni.order_by(F("valid_to").desc(nulls_first=True))
    return newest.values_list("name", flat=True).first() or ""


def _found(user: User, key: str) -> Follow | None:
    own = Follow.objects.visible_to(user).select_related("practice")
    return own.filter(pk=key).first() if key.isdecimal() else None


def _describe(user: User, key: str) -> str:
    follow = _found(user, key)
    return _("le notizie su “%(name)s”") % {"name": name_of(follow)} if follow else ""


def _end(user: User, key: str) -> None:
    if follow := _found(user, key):
        follow.delete()


FOLLOW_KIND = Kind(_describe, _end)


# --- What the pages show ---------------------------------------------------------------------


def named(follows: Iterable[Follow]) -> list[tuple[Follow, str]]:
    """Each with the name of what is followed. Three queries, whatever their number; `practice` must be loaded."""
    found = list(follows)
    areas = PolicyArea.objects.filter(code__in=[follow.area for follow in found if follow.area])
    provinces = Province.objects.filter(abbreviation__in=[follow.province for follow in found if follow.province])
    comuni = Municipality.objects.filter(cadastral_code__in=[each.municipality for each in found])
    names = {
        **dict(areas.order_by("taxonomy__valid_from").values_list("code", "name")),
        **dict(provinces.values_list("abbreviation", "name")),
        **dict(comuni.order_by(F("valid_to").asc(nulls_last=True)).values_list("cadastral_code", "name")),
    }
    return [
        (
            each,
            each.practice.title
            if each.practice
            else names.get(each.area or each.province or each.municipality, ""),
        )
        for each in found
    ]


@dataclass(frozen=True)
class Offer:
    """A button "follow", or "stop" when `followed` is there, for one thing of a page."""

    label: Any
    stop_label: Any
    url: str
    field: str = ""
    value: str = ""
    followed: Follow | None = None


def offer_practice(user: Any, practice: Practice) -> Offer | None:
    """The button of the page of a practice; None, without a query, for readers without an account."""
    if not user.is_authenticated or not practice.is_public:
        return None
    followed = Follow.objects.visible_to(user).filter(practice=practice).first()
    url = reverse("practices:follow_practice", args=[practice.slug])
    return Offer(_("Segui questa pratica"), _("Smetti di seguire questa pratica"), url, followed=followed)


def offer_filters(user: Any, areas: list[str], provinces: list[str]) -> list[Offer]:
    """The buttons of the list: for the area and the province by which it is filtered, when it is one of each."""
    if not user.is_authenticated:
        return []
    wanted = []
    if len(areas) == 1:
        wanted.append(("area", areas[0], _("Segui quest'area"), _("Smetti di seguire quest'area")))
    if len(provinces) == 1:
        stop = _("Smetti di seguire questo territorio")
        wanted.append(("province", provinces[0], _("Segui questo territorio"), stop))
    if not wanted:
        return []
    own = Follow.objects.visible_to(user).exclude(area="", province="")
    known = {("area" if each.area else "province", each.area or each.province): each for each in own}
    return [
        Offer(
            label,
            stop,
            reverse("practices:follow", args=[kind]),
            f"{kind}-{kind}",
            value,
            known.get((kind, value)),
        )
        for kind, value, label, stop in wanted
    ]
