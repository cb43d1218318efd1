"""What leads where: the main menu, the side menu of the desk, the languages. One table each."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.functional import Promise
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from familynet.accounts.models import User
from familynet.accounts.roles import Capability as C


@dataclass(frozen=True)
class Entry:
    """A line of a menu. `capabilities`: any of them is enough; none means everyone signed in."""

    label: str | Promise
    route: str
    icon: str = "it-chevron-right"
    capabilities: tuple[C, ...] = ()
    text: str | Promise = ""


@dataclass(frozen=True)
class Link:
    """An entry that can be drawn: its address, and whether it leads to where the reader is."""

    label: str | Promise
    url: str
    icon: str
    active: bool
    text: str | Promise = ""


MAIN_MENU = (
    Entry(_("Buone pratiche"), "practices:list"),
    Entry(_("Registro"), "certifications:register"),
    Entry(_("Distretti"), "districts:list"),
    Entry(_("Reti"), "networks:list"),
    Entry(_("Protocollo"), "protocols:detail"),
)

DESK_MENU = (
    Entry(_("La mia scrivania"), "portal:desk", "it-inbox"),
    Entry(_("Persone e ruoli"), "accounts:people", "it-user", (C.PEOPLE_VIEW,)),
)


def links(entries: tuple[Entry, ...], request: HttpRequest, user: User | None = None) -> Iterator[Link]:
    """The entries that exist and that `user` may use; an area not installed leaves no gap."""
    for entry in entries:
        if entry.capabilities and not (user and any(user.administrations_with(c) for c in entry.capabilities)):
            continue
        try:
            url = reverse(entry.route)
        except NoReverseMatch:
            continue
        active = request.path == url or (url.count("/") > 1 and request.path.startswith(url))
        yield Link(entry.label, url, entry.icon, active, entry.text)


def languages(request: HttpRequest) -> list[dict[str, object]]:
    """The same page in each language; where it has no address of its own, the home page."""
    path, current, found = request.get_full_path(), get_language(), []
    for code, name in settings.LANGUAGES:
        url = path if code == current else translate_url(path, code)
        if code != current and url == path:
            with override(code):
                url = reverse("portal:home")
        found.append({"code": code, "name": name, "url": url, "active": code == current})
    return found
