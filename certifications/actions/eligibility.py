"""May this organisation ask for this mark on this day? Every reason against it, as a sentence.

Sources of the rules: the scheme's own data (kinds, periods, windows with their act, territory), and for
organisations outside the certifier's territory LP Trento 1/2011, art. 11, c. 2-ter: only from a region with
an agreement in force on the day.
"""

import datetime
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from certifications.models import Application, Category, Certificate, IntakeWindow, Scheme, SchemeVersion
from familynet.kernel.acts import Act
from familynet.kernel.dates import add_months
from familynet.organisations.models import Organisation
from familynet.protocols.models import Protocol, ProtocolArea

Kind = Application.Kind


@dataclass(frozen=True)
class Reason:
    """Why not: a code for programs, a sentence for people, the act that decided so when there is one."""

    code: str
    text: str
    act: Act | None = None


@dataclass(frozen=True)
class Eligibility:
    """The answer. `version` is the disciplinare of the day, `certificate` the open one that is held,
    `application` the one already open; each None when there is none."""

    reasons: tuple[Reason, ...] = ()
    version: SchemeVersion | None = None
    certificate: Certificate | None = None
    application: Application | None = None
    codes: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "codes", frozenset(reason.code for reason in self.reasons))

    @property
    def allowed(self) -> bool:
        return not self.reasons


def check_eligibility(
    *,
    organisation: Organisation,
    scheme: Scheme,
    category: Category | None,
    on: datetime.date,
    kind: str = Kind.FIRST,
    application: Application | None = None,
) -> Eligibility:
    """Judge every rule, so that a person reads all reasons at once.

    `application` is the draft that is about to be submitted: it does not stand in its own way.
    """
    version = version_on(scheme, category, on)
    certificate = held_certificate(organisation, scheme, category)
    open_one = _open_application(organisation, scheme, category, application)
    found = [
        *_about_organisation(organisation, scheme, category),
        *_about_version(scheme, category, version, on),
        *(_about_period(organisation, scheme, category, on) if kind == Kind.FIRST else ()),
        *(_about_territory(organisation, scheme, on) if kind != Kind.REALIGNMENT else ()),
        *_about_open_application(open_one),
        *_about_certificate(certificate, version, kind, on),
    ]
    return Eligibility(tuple(found), version, certificate, open_one)


def version_on(scheme: Scheme, category: Category | None, on: datetime.date) -> SchemeVersion | None:
    """The disciplinare that judges an application of that day: the category's own before the general one."""
    versions = SchemeVersion.objects.in_force(on).filter(scheme=scheme).select_related("act")
    versions = versions.filter(Q(category=category) | Q(category=None))
    found = sorted(versions, key=lambda v: (v.category_id is not None, v.valid_from or datetime.date.min, v.pk))
    return found[-1] if found else None


def held_certificate(organisation: Organisation, scheme: Scheme, category: Category | None) -> Certificate | None:
    """The open certificate of that mark; one without category (from an old register) counts for all."""
    held = Certificate.objects.open().filter(organisation=organisation, scheme=scheme)
    if category is not None:
        held = held.filter(Q(category=category) | Q(category=None))
    return held.select_related("version").order_by("pk").first()


def _open_application(
    organisation: Organisation, scheme: Scheme, category: Category | None, own: Application | None
) -> Application | None:
    found = Application.objects.open().filter(organisation=organisation, scheme=scheme, category=category)
    return found.exclude(pk=own.pk).first() if own else found.first()


def _about_organisation(organisation: Organisation, scheme: Scheme, category: Category | None) -> list[Reason]:
    reasons = []
    if organisation.state != Organisation.State.ACTIVE:
        text = _("La scheda di %(name)s non è attiva: chi l'ha chiusa, l'ufficio, la può riaprire.")
        reasons.append(Reason("inactive", text % {"name": organisation.name}))
    if category is not None and category.scheme_id != scheme.pk:
        reasons.append(Reason("foreign_category", _("La categoria non è di questo marchio: scegline un'altra.")))
    elif not _kind_fits(organisation, scheme, category):
        words = {
            "mark": category.name if category else scheme.name,
            "kinds": ", ".join(_kind_labels(scheme, category)),
            "kind": organisation.get_kind_display(),
        }
        text = _("%(mark)s è per: %(kinds)s. La vostra organizzazione è: %(kind)s.")
        reasons.append(Reason("kind", text % words))
    return reasons


def _kind_fits(organisation: Organisation, scheme: Scheme, category: Category | None) -> bool:
    lists = [scheme.kinds, category.kinds if category else []]
    return all(not kinds or organisation.kind in kinds for kinds in lists)


def _kind_labels(scheme: Scheme, category: Category | None) -> list[str]:
    kinds = (category.kinds if category else []) or scheme.kinds
    return [str(Organisation.Kind(kind).label) for kind in kinds]


def _about_version(
    scheme: Scheme, category: Category | None, version: SchemeVersion | None, on: datetime.date
) -> list[Reason]:
    if version is None:
        if category is None and scheme.categories.exists():
            return [Reason("no_category", _("Scegli una categoria: ogni categoria ha il suo disciplinare."))]
        text = _("Il %(day)s non c'è un disciplinare in vigore: non si possono presentare domande.")
        return [Reason("no_version", text % {"day": _day(on)})]
    if not version.requirements.exists():
        text = _("I requisiti di questo disciplinare non sono ancora nel portale: chiedi all'ufficio %(office)s.")
        return [Reason("no_requirements", text % {"office": scheme.administration.name})]
    return []


def _about_period(
    organisation: Organisation, scheme: Scheme, category: Category | None, on: datetime.date
) -> list[Reason]:
    """Windows of the kind where there are any, else the dates of the scheme and of the category."""
    windows = scheme.windows.filter(Q(category=category) | Q(category=None), kinds__contains=[organisation.kind])
    found = list(windows.select_related("act").order_by("open_from", "pk"))
    if found:
        return [] if any(window.holds(on) for window in found) else [_closed_window(found, organisation, on)]
    return [
        reason
        for thing in (scheme, category)
        if thing is not None and (reason := _closed_dates(thing.name, thing.open_from, thing.open_to, on))
    ]


def _closed_window(windows: list[IntakeWindow], organisation: Organisation, on: datetime.date) -> Reason:
    """The next window to come, else the last one that has passed, with its act."""
    coming = [window for window in windows if window.open_from and window.open_from > on]
    window = coming[0] if coming else windows[-1]
    words = {"kind": organisation.get_kind_display(), "day": _day(window.open_from if coming else window.open_to)}
    text = _("Chi è “%(kind)s” può chiedere per la prima volta la certificazione dal %(day)s.")
    if not coming:
        text = _("Chi è “%(kind)s” poteva chiedere per la prima volta la certificazione fino al %(day)s.")
    sentence = " ".join(filter(None, [text % words, window.reason]))
    return Reason("window", sentence, window.act)


def _closed_dates(
    name: str, open_from: datetime.date | None, open_to: datetime.date | None, on: datetime.date
) -> Reason | None:
    if open_from and on < open_from:
        text = _("Le domande per %(name)s si aprono il %(day)s.")
        return Reason("not_yet_open", text % {"name": name, "day": _day(open_from)})
    if open_to and on > open_to:
        text = _("Le domande per %(name)s si sono chiuse il %(day)s: le certificazioni già assegnate restano.")
        return Reason("closed", text % {"name": name, "day": _day(open_to)})
    return None


def _about_territory(organisation: Organisation, scheme: Scheme, on: datetime.date) -> list[Reason]:
    T = Scheme.Territory
    if scheme.territory == T.ANYWHERE:
        return []
    words = {"owner": scheme.administration.name, "seat": organisation.administration.name, "day": _day(on)}
    if organisation.administration_id == scheme.administration_id:
        text = _("Questa certificazione è per chi ha sede fuori dal territorio di %(owner)s.")
        return [Reason("outside_only", text % words)] if scheme.territory == T.OUTSIDE else []
    if scheme.territory == T.OWN:
        text = _("Questa certificazione è solo per chi ha sede nel territorio di %(owner)s.")
        return [Reason("own_only", text % words)]
    return _about_agreement(organisation, scheme, on, words)


def _about_agreement(
    organisation: Organisation, scheme: Scheme, on: datetime.date, words: dict[str, str]
) -> list[Reason]:
    """LP Trento 1/2011, art. 11, c. 2-ter."""
    between = Protocol.objects.filter(
        parties=scheme.administration, areas__code=ProtocolArea.Code.INSTRUMENTS
    ).values("pk")
    if Protocol.objects.in_force(organisation.administration, on).filter(pk__in=between).exists():
        return []
    text = _("Il %(day)s non è in vigore un accordo sui marchi tra %(owner)s e %(seat)s, dove avete sede.") % words
    ended = Protocol.objects.public().filter(pk__in=between, parties=organisation.administration, ends_on__lt=on)
    if last := ended.order_by("-ends_on").first():
        text = f"{text} " + _("L'ultimo è finito il %(day)s.") % {"day": _day(last.last_day)}
    return [Reason("no_agreement", text)]


def _about_open_application(application: Application | None) -> list[Reason]:
    if application is None:
        return []
    if application.state == Application.State.DRAFT:
        text = _("C'è già una bozza di questa domanda, iniziata il %(day)s: continuala.")
        return [Reason("draft", text % {"day": _day(application.created_at.date())})]
    text = _("C'è già una domanda in corso (%(state)s): si può farne un'altra quando è conclusa.")
    return [Reason("application", text % {"state": application.get_state_display().lower()})]


def _about_certificate(
    certificate: Certificate | None, version: SchemeVersion | None, kind: str, on: datetime.date
) -> list[Reason]:
    if kind == Kind.FIRST:
        return [_held(certificate, version)] if certificate else []
    if certificate is None:
        text = _("L'organizzazione non ha questa certificazione: fai una prima domanda.")
        return [Reason("no_certificate", text)]
    if kind == Kind.REALIGNMENT:
        if certificate.state == Certificate.State.TO_REALIGN:
            return []
        return [Reason("nothing_to_realign", _("La certificazione non è da adeguare."))]
    opens = renewal_opens(certificate, version)
    if opens is None:
        return [Reason("no_term", _("La certificazione non ha una scadenza: non serve il rinnovo."))]
    if on < opens:
        text = _("La certificazione scade il %(end)s: il rinnovo si può chiedere dal %(day)s.")
        words = {"end": _day(certificate.valid_to), "day": _day(opens)}
        return [Reason("too_early", text % words)]
    return []


def _held(certificate: Certificate, version: SchemeVersion | None) -> Reason:
    text = _("L'organizzazione ha già questa certificazione: per continuare ad averla si chiede il rinnovo.")
    opens = renewal_opens(certificate, version)
    if opens is not None:
        text += " " + _("Il rinnovo si può chiedere dal %(day)s.") % {"day": _day(opens)}
    return Reason("certificate", text)


def renewal_opens(certificate: Certificate, version: SchemeVersion | None) -> datetime.date | None:
    """From which day the renewal may be asked for; None for a certificate without a term."""
    rules = version or certificate.version  # as the holder reads it: the disciplinare in force, else its own
    if certificate.valid_to is None or rules is None:
        return None
    return add_months(certificate.valid_to, -rules.renewal_months)


def _day(day: datetime.date | None) -> str:
    return date_format(day, "d/m/Y") if day else "–"
