"""Where to look: one function for each kind of record, which asks in its own way for a handful of rows."""

from collections.abc import Callable

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from certifications.filters import AFTER_WORDS, with_words
from certifications.models import Certificate, FundingCall, Infrastructure
from districts.models import District, DistrictMember
from familynet.kernel.search import fold
from familynet.networks.models import Membership, Network
from familynet.organisations.models import Organisation
from familynet.portal.search.results import SHOWN, Group, Result, contains_all, listing, marked, top
from practices.models import ExchangeEvent, Practice
from practices.search import find, mark, mark_documents, published_documents

MOST_COUNTED = 1000


def known_organisations() -> QuerySet[Organisation]:
    """Organisations of which something public is known.

    Each is asked for its first record, by an index. Of EXISTS(…) OR EXISTS(…) the planner makes tables of all
    certificates and memberships (hashed subplans) before it looks at one organisation.
    """
    of_one = {"organisation": OuterRef("pk")}
    members = Membership.objects.filter(**of_one, state__in=Membership.CURRENT_STATES)
    partners = DistrictMember.objects.filter(**of_one, state="member")
    return (
        Organisation.objects.alias(
            a_certificate=_first(Certificate.objects.filter(**of_one)),
            a_membership=_first(members),
            a_partnership=_first(partners),
        )
        .filter(Q(a_certificate__isnull=False) | Q(a_membership__isnull=False) | Q(a_partnership__isnull=False))
        .exclude(state=Organisation.State.MERGED)
    )


def _first(rows: QuerySet) -> Subquery:
    return Subquery(rows.order_by().values("pk")[:1])


def organisations(text: str, words: list[str]) -> Group:
    """By the name or the codice fiscale."""
    named = contains_all("folded_name", words) | Q(fiscal_code=text.upper())
    found = known_organisations().filter(named)
    rows, total = top(found.select_related("municipality__province").order_by("folded_name", "pk"))
    results = [
        Result(
            marked(row.name, words),
            reverse("portal:organisation", args=[row.slug]),
            f"{row.get_kind_display()} · {row.municipality}",
        )
        for row in rows
    ]
    return Group(_("Organizzazioni"), results, total)


def certificates(text: str, words: list[str]) -> Group:
    # Only what a line shows: to put all the tables of the register together costs as much as to search.
    register = Certificate.objects.for_register().select_related(None)
    register = register.select_related("scheme", "organisation__municipality__province")
    rows, total = top(with_words(register, text).order_by(*AFTER_WORDS))
    results = [
        Result(
            marked(f"{row.scheme.name} – {row.organisation.name}", words),
            reverse("certifications:certificate", args=[row.public_id]),
            f"{row.get_state_display()} · {row.organisation.municipality}",
        )
        for row in rows
    ]
    return Group(_("Certificati"), results, total, listing("certifications:register", q=text))


def practices(text: str, words: list[str]) -> Group:
    match = find(text)
    published = Practice.objects.published().for_cards()
    found = published.filter(match.condition)
    total = found.count()
    rows = list(match.in_order(found, total, whatever_text=published)[:SHOWN])
    mark(rows, match)
    results = [
        Result(
            row.title_parts,
            reverse("practices:detail", args=[row.slug]),
            str(row.administration),
            getattr(row, "passage_parts", None) or row.summary_parts,
        )
        for row in rows
    ]
    return Group(_("Buone pratiche"), results, total, listing("practices:list", q=text))


def documents(text: str, words: list[str]) -> Group:
    """Documents of published practices, each with the page that holds the words."""
    found = published_documents(text)
    rows = list(found[:SHOWN])
    total = found.order_by()[:MOST_COUNTED].count() if len(rows) == SHOWN else len(rows)
    results = [
        Result(
            marked(row.document.title, words),
            row.get_absolute_url(),
            _("Allegato a: %(title)s") % {"title": row.practice.title},
            hit.parts if hit else [],
        )
        for row, hit in mark_documents(rows, text)
    ]
    note = _("oltre %(number)s") % {"number": MOST_COUNTED} if total == MOST_COUNTED else ""
    return Group(_("Documenti"), results, total, listing("practices:list", q=text), note)


def districts(text: str, words: list[str]) -> Group:
    found = District.objects.public().filter(contains_all("folded_name", words))
    rows, total = top(found.select_related("administration").order_by("folded_name", "pk"))
    results = [
        Result(
            marked(row.name, words),
            reverse("districts:detail", args=[row.slug]),
            f"{row.get_kind_display()} · {row.administration}",
            marked(row.summary, words),
        )
        for row in rows
    ]
    return Group(_("Distretti famiglia"), results, total, listing("districts:list", q=text))


def networks(text: str, words: list[str]) -> Group:
    """There are a handful of networks: looked through here."""
    rows = [
        row for row in Network.objects.all() if all(word in fold(f"{row.name} {row.summary}") for word in words)
    ]
    results = [
        Result(
            marked(row.name, words),
            reverse("networks:detail", args=[row.slug]),
            passage=marked(row.summary, words),
        )
        for row in rows[:SHOWN]
    ]
    return Group(_("Reti"), results, len(rows), listing("networks:list"))


def events(text: str, words: list[str]) -> Group:
    """Public events of the exchange, the next and the latest first."""
    found = ExchangeEvent.objects.public().filter(contains_all("folded_text", words))
    rows, total = top(found.select_related("municipality__province").order_by("-starts_at", "pk"))
    results = [
        Result(
            marked(row.title, words),
            reverse("events:detail", args=[row.slug]),
            f"{row.get_kind_display()} · {row.first_day} · {row.place}",
            marked(row.summary, words),
        )
        for row in rows
    ]
    return Group(_("Incontri"), results, total, listing("events:list"))


def infrastructures(text: str, words: list[str]) -> Group:
    found = Infrastructure.objects.public().filter(contains_all("folded_name", words))
    rows, total = top(found.for_cards().order_by("folded_name", "pk"))
    results = [
        Result(
            marked(row.name, words),
            reverse("certifications:infrastructure", args=[row.public_id]),
            f"{row.kind} · {row.municipality}",
        )
        for row in rows
    ]
    return Group(_("Infrastrutture"), results, total, listing("certifications:infrastructures", q=text))


def calls(text: str, words: list[str]) -> Group:
    """There are a handful of calls: looked through here."""
    rows = [
        row
        for row in FundingCall.objects.public().select_related("administration")
        if all(word in fold(f"{row.title} {row.summary}") for word in words)
    ]
    results = [
        Result(
            marked(row.title, words),
            reverse("certifications:call", args=[row.slug]),
            str(row.administration),
            marked(row.summary, words),
        )
        for row in rows[:SHOWN]
    ]
    return Group(_("Bandi"), results, len(rows), listing("certifications:calls"))


SOURCES: tuple[Callable[[str, list[str]], Group], ...] = (
    organisations,
    certificates,
    practices,
    documents,
    events,
    districts,
    networks,
    infrastructures,
    calls,
)
