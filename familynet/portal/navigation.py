"""What leads where: the main menu, the side menu of the desk, the languages. One table each."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse, translate_url
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
    Entry(_("Incontri"), "events:list"),
    Entry(_("Protocollo"), "protocols:detail"),
)

FOOTER_MENU = (
    Entry(_("Raccolte di buone pratiche"), "practices:collections"),
    Entry(_("Certificazioni e criteri"), "certifications:schemes"),
)

# The ways in of the home page.
DOORS = (
    Entry(
        _("Buone pratiche"),
        "practices:list",
        "it-star-outline",
        text=_("Esperienze che hanno funzionato, con costi, risultati e documenti per riusarle."),
    ),
    Entry(
        _("Registro degli enti certificati"),
        "certifications:register",
        "it-card",
        text=_("Comuni, alberghi, musei, imprese e associazioni con il marchio famiglia."),
    ),
    Entry(
        _("Distretti famiglia"),
        "districts:list",
        "it-map-marker",
        text=_("Chi lavora insieme in un territorio, con quali impegni e a che punto è."),
    ),
    Entry(
        _("Reti"),
        "networks:list",
        "it-share",
        text=_("I Comuni di Network Family in Italia e Family in Europe."),
    ),
    Entry(
        _("Protocollo tra le amministrazioni"),
        "protocols:detail",
        "it-sign",
        text=_("L'accordo del 2022: parti, durata, temi di lavoro e atti."),
    ),
    Entry(
        _("Domande frequenti"),
        "portal:faq",
        "it-help-circle",
        text=_("Che cos'è un marchio famiglia, come si verifica, come si aderisce a una rete."),
    ),
)

# The side menu of the desk.
DESK_MENU = (
    Entry(_("La mia scrivania"), "portal:desk", "it-inbox"),
    Entry(_("Notifiche"), "notifications:list", "it-mail"),
    Entry(_("Ciò che seguo"), "practices:follows", "it-bookmark"),
    Entry(_("Buone pratiche"), "practices:work", "it-star-outline", (C.PRACTICE_VIEW,)),
    Entry(_("Adozioni"), "practices:transfers", "it-exchange-circle", (C.EXCHANGE_MANAGE, C.EXCHANGE_CONFIRM)),
    Entry(_("Incontri"), "events:work", "it-calendar", (C.EXCHANGE_MANAGE,)),
    Entry(_("Le mie iscrizioni"), "events:mine", "it-check-circle"),
    Entry(_("Raccolte"), "practices:collections_work", "it-bookmark", (C.PRACTICE_VIEW,)),
    Entry(_("Certificazioni"), "certifications:work_list", "it-card", (C.ORGANISATION_VIEW,)),
    Entry(_("Importazioni"), "certifications:imports", "it-upload", (C.CERTIFICATE_IMPORT,)),
    Entry(_("Distretti"), "districts:work", "it-map-marker", (C.DISTRICT_MANAGE,)),
    Entry(_("Reti"), "networks:work", "it-share", (C.NETWORK_MANAGE,)),
    Entry(_("Organizzazioni"), "organisations:list", "it-pa", (C.ORGANISATION_VIEW,)),
    Entry(_("Protocolli"), "protocols:work", "it-sign", (C.PROTOCOL_MANAGE,)),
    Entry(_("Scambio"), "portal:exchange_home", "it-chart-line", (C.PRACTICE_VIEW,)),
    Entry(_("Persone e ruoli"), "accounts:people", "it-user", (C.PEOPLE_VIEW, C.PEOPLE_MANAGE)),
    Entry(_("Segnalazioni"), "portal:reports", "it-horn", (C.PEOPLE_VIEW, C.PEOPLE_MANAGE)),
    Entry(_("Il mio profilo"), "accounts:profile", "it-settings"),
)

# What a person may start from the desk.
SHORTCUTS = (
    Entry(
        _("Scrivi una buona pratica"),
        "practices:create",
        "it-pencil",
        (C.PRACTICE_WRITE,),
        _("Raccontala in sezioni; la bozza si salva mentre scrivi."),
    ),
    Entry(
        _("Prepara un incontro"),
        "events:create",
        "it-calendar",
        (C.EXCHANGE_MANAGE,),
        _("Laboratorio, visita di studio o webinar, con iscrizioni e promemoria."),
    ),
    Entry(
        _("Importa il registro"),
        "certifications:import_new",
        "it-upload",
        (C.CERTIFICATE_IMPORT,),
        _("Da un file CSV o XLSX, con una prova prima di salvare."),
    ),
    Entry(
        _("Apri un distretto"),
        "districts:new",
        "it-map-marker-plus",
        (C.DISTRICT_MANAGE,),
        _("Con il suo accordo di area e i primi aderenti."),
    ),
    Entry(
        _("Registra un'adesione"),
        "networks:membership_new",
        "it-share",
        (C.NETWORK_MANAGE,),
        _("Di un Comune a una rete nazionale o europea."),
    ),
    Entry(
        _("Aggiungi un'organizzazione"),
        "organisations:create",
        "it-plus-circle",
        (C.ORGANISATION_MANAGE,),
        _("Una scheda per ogni codice fiscale."),
    ),
    Entry(
        _("Invita una persona"),
        "accounts:invite",
        "it-user",
        (C.PEOPLE_MANAGE,),
        _("Con i ruoli che avrà nella tua amministrazione."),
    ),
)


def has_any(user: User | AnonymousUser | None, capabilities: tuple[C, ...]) -> bool:
    """True when the person may do one of these things for some administration."""
    return isinstance(user, User) and any(user.administrations_with(each) for each in capabilities)


def links(
    entries: tuple[Entry, ...], request: HttpRequest, user: User | AnonymousUser | None = None
) -> Iterator[Link]:
    """The entries that `user` may use."""
    for entry in entries:
        if entry.capabilities and not has_any(user, entry.capabilities):
            continue
        url = reverse(entry.route)
        # The desk stands above all its parts: inside one of them, only the part is open.
        whole = url.count("/") > 1 and entry.route != "portal:desk"
        active = request.path == url or (whole and request.path.startswith(url))
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
