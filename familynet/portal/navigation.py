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
    """A line of a menu. `capabilities`: any of them is enough; none means everyone signed in.

    `group` is the heading under which the desk shows it; entries of one group stand together. `more` are
    the smaller ways in on the same card. `outside` leaves officials out: it is for people of organisations.
    """

    label: str | Promise
    route: str
    icon: str = "it-chevron-right"
    capabilities: tuple[C, ...] = ()
    text: str | Promise = ""
    group: str | Promise = ""
    more: tuple["Entry", ...] = ()
    outside: bool = False


@dataclass(frozen=True)
class Link:
    """An entry that can be drawn: its address, and whether it leads to where the reader is."""

    label: str | Promise
    url: str
    icon: str
    active: bool
    text: str | Promise = ""
    group: str | Promise = ""
    more: tuple["Link", ...] = ()


MAIN_MENU = (
    Entry(_("Buone pratiche"), "practices:list"),
    Entry(_("Registro"), "certifications:register"),
    Entry(_("Distretti"), "districts:list"),
    Entry(_("Reti"), "networks:list"),
    Entry(_("Incontri"), "events:list"),
    Entry(_("Protocollo"), "protocols:detail"),
)

# The parts of the library: on top of each of its pages, on its card of the home page, in the map of the site.
LIBRARY_PLACES = Entry(_("Luoghi simili"), "practices:places")
LIBRARY_ADOPTIONS = Entry(_("Adozioni"), "practices:ledger")
LIBRARY_COLLECTIONS = Entry(_("Raccolte"), "practices:collections")
LIBRARY_MENU = (
    Entry(_("Tutte le pratiche"), "practices:list"),
    LIBRARY_PLACES,
    LIBRARY_ADOPTIONS,
    LIBRARY_COLLECTIONS,
    Entry(_("Livelli di evidenza"), "practices:evidence"),
)

FOOTER_MENU = (
    Entry(_("Certificazioni e criteri"), "certifications:schemes"),
    Entry(_("Infrastrutture per le famiglie"), "certifications:infrastructures"),
    Entry(_("Bandi"), "certifications:calls"),
)

# The ways in of the home page.
DOORS = (
    Entry(
        _("Buone pratiche"),
        "practices:list",
        "it-star-outline",
        text=_("Esperienze con costi, risultati e documenti per riusarle; anche ciò che non ha funzionato."),
        more=(LIBRARY_PLACES, LIBRARY_ADOPTIONS, LIBRARY_COLLECTIONS),
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
        _("Incontri"),
        "events:list",
        "it-calendar",
        text=_("Laboratori, visite di studio e webinar: il programma prima, i materiali dopo."),
    ),
    Entry(
        _("Protocollo tra le amministrazioni"),
        "protocols:detail",
        "it-sign",
        text=_("L'accordo del 2022: parti, durata, temi di lavoro e atti."),
    ),
)

# The headings of the side menu of the desk.
FOR_ME = _("Per me")
EXCHANGE = _("Buone pratiche e scambio")
REGISTER = _("Enti e territori")
OFFICE = _("Amministrazione")

# The side menu of the desk.
DESK_MENU = (
    Entry(_("La mia scrivania"), "portal:desk", "it-inbox", group=FOR_ME),
    Entry(_("Notifiche"), "notifications:list", "it-mail", group=FOR_ME),
    Entry(_("Ciò che seguo"), "practices:follows", "it-star-outline", group=FOR_ME),
    Entry(_("Le nostre certificazioni"), "certifications:mine", "it-card", group=FOR_ME, outside=True),
    Entry(
        _("Le nostre infrastrutture"),
        "certifications:infrastructures_work",
        "it-map-marker",
        group=FOR_ME,
        outside=True,
    ),
    Entry(_("Le mie iscrizioni"), "events:mine", "it-check-circle", group=FOR_ME),
    Entry(_("Le mie scadenze"), "certifications:deadlines", "it-clock", group=FOR_ME),
    Entry(_("Le mie domande"), "certifications:applications", "it-file", group=FOR_ME),
    Entry(_("Il mio profilo"), "accounts:profile", "it-settings", group=FOR_ME),
    Entry(_("Buone pratiche"), "practices:work", "it-files", (C.PRACTICE_VIEW,), group=EXCHANGE),
    Entry(_("Raccolte"), "practices:collections_work", "it-bookmark", (C.PRACTICE_VIEW,), group=EXCHANGE),
    Entry(
        _("Adozioni"),
        "practices:transfers",
        "it-exchange-circle",
        (C.EXCHANGE_MANAGE, C.EXCHANGE_CONFIRM),
        group=EXCHANGE,
    ),
    Entry(_("Incontri"), "events:work", "it-calendar", (C.EXCHANGE_MANAGE,), group=EXCHANGE),
    Entry(_("Scambio"), "portal:exchange_home", "it-chart-line", (C.PRACTICE_VIEW,), group=EXCHANGE),
    Entry(_("Pratiche"), "certifications:files", "it-folder", (C.APPLICATION_VIEW,), group=REGISTER),
    Entry(_("Certificazioni"), "certifications:work_list", "it-card", (C.ORGANISATION_VIEW,), group=REGISTER),
    Entry(_("Marchi"), "certifications:schemes_work", "it-bookmark", (C.SCHEME_VIEW,), group=REGISTER),
    Entry(_("Percorsi"), "certifications:processes", "it-chart-line", group=REGISTER),
    Entry(
        _("Consiglio dell'Audit"), "certifications:council", "it-hearing", (C.CERTIFICATE_ADVISE,), group=REGISTER
    ),
    Entry(
        _("Le mie valutazioni"),
        "certifications:assessments",
        "it-pencil",
        (C.CERTIFICATE_ASSESS,),
        group=REGISTER,
    ),
    Entry(_("Valutatori"), "certifications:assessors", "it-user", (C.APPLICATION_VIEW,), group=REGISTER),
    Entry(
        _("Domande da decidere"),
        "certifications:decisions",
        "it-check-circle",
        (C.CERTIFICATE_DECIDE,),
        group=REGISTER,
    ),
    Entry(_("Testi delle lettere"), "certifications:letters", "it-mail", (C.CERTIFICATE_DECIDE,), group=REGISTER),
    Entry(
        _("Infrastrutture"),
        "certifications:infrastructures_work",
        "it-map-marker",
        (C.ORGANISATION_VIEW,),
        group=REGISTER,
    ),
    Entry(_("Bandi"), "certifications:calls_work", "it-files", (C.APPLICATION_VIEW,), group=REGISTER),
    Entry(_("Importazioni"), "certifications:imports", "it-upload", (C.CERTIFICATE_IMPORT,), group=REGISTER),
    Entry(_("Distretti"), "districts:work", "it-map-marker", (C.DISTRICT_MANAGE,), group=REGISTER),
    Entry(_("Reti"), "networks:work", "it-share", (C.NETWORK_MANAGE,), group=REGISTER),
    Entry(_("Organizzazioni"), "organisations:list", "it-pa", (C.ORGANISATION_VIEW,), group=REGISTER),
    Entry(_("Regole dei termini"), "certifications:rules", "it-settings", (C.APPLICATION_VIEW,), group=OFFICE),
    Entry(_("Protocolli"), "protocols:work", "it-sign", (C.PROTOCOL_MANAGE,), group=OFFICE),
    Entry(_("Persone e ruoli"), "accounts:people", "it-user", (C.PEOPLE_VIEW, C.PEOPLE_MANAGE), group=OFFICE),
    Entry(_("Segnalazioni"), "portal:reports", "it-horn", (C.PEOPLE_VIEW, C.PEOPLE_MANAGE), group=OFFICE),
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
    """The entries that `user` may use. Of two that hold the page, only the nearer one is open."""
    shown = [(entry, reverse(entry.route)) for entry in entries if _may_use(entry, user)]
    current = max((url for entry, url in shown if _holds(entry, url, request.path)), key=len, default=None)
    for entry, url in shown:
        more = tuple(links(entry.more, request, user))
        yield Link(entry.label, url, entry.icon, url == current, entry.text, entry.group, more)


def _may_use(entry: Entry, user: User | AnonymousUser | None) -> bool:
    if entry.capabilities and not has_any(user, entry.capabilities):
        return False
    return not entry.outside or (isinstance(user, User) and user.administration_id is None)


def _holds(entry: Entry, url: str, path: str) -> bool:
    """The desk stands above all its parts: inside one of them, only the part is open."""
    whole = url.count("/") > 1 and entry.route != "portal:desk"
    return path == url or (whole and path.startswith(url))


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
