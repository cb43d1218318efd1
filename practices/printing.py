"""A collection as the data of a printed document, and as the files of a package.

What is printed for everybody holds no person and no contact; officials read which office to ask, never whom.
"""

import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format, number_format
from django.utils.text import slugify
from django.utils.translation import gettext as _

from familynet.kernel.bagit import Payload, from_bytes, from_document, safe_name
from familynet.kernel.blocks import blocks
from familynet.kernel.documents import Document
from familynet.kernel.pdf import render_pdf
from practices.columns import COLUMNS
from practices.models import Collection, CollectionItem, Practice

VOLUME = 40  # practices of one PDF: it is made in a second or two while the reader waits
SECTIONS = (
    ("problem", "Il problema"),
    ("solution", "Che cosa si fa"),
    ("results", "I risultati"),
    ("costs", "I costi"),
    ("funding", "Chi paga"),
    ("resources", "Persone, spazi e competenze"),
    ("lessons", "Lezioni e insuccessi"),
    ("transferability", "Che cosa serve per rifarla altrove"),
    ("sources", "Fonti e collegamenti"),
)


def volumes(number: int) -> int:
    """How many PDFs it takes to print so many practices."""
    return max(1, -(-number // VOLUME))


def whole_items(collection: Collection) -> list[CollectionItem]:
    """The items with all that a document or a package shows, in a fixed number of queries."""
    items = collection.items.select_related(
        "practice__administration", "practice__policy_area", "practice__administration__province"
    )
    return list(
        items.prefetch_related(
            "practice__target_groups",
            "practice__municipalities__province",
            "practice__practice_documents__document",
        )
    )


def collection_pdf(
    collection: Collection, items: list[CollectionItem], *, for_officials: bool, volume: int = 1
) -> bytes:
    """The collection, or one volume of a long one, as an archivable, accessible PDF in Italian like its texts."""
    with translation.override("it"):
        return render_pdf("collection", printed(collection, items, for_officials=for_officials, volume=volume))


def printed(
    collection: Collection, items: list[CollectionItem], *, for_officials: bool, volume: int = 1
) -> dict[str, Any]:
    """The data of templates/pdf/collection.typ. Every volume says which part of the whole it is."""
    today, body, parts = timezone.localdate(), collection.body, volumes(len(items))
    lines = ["1 buona pratica" if len(items) == 1 else f"{len(items)} buone pratiche"]
    if parts > 1:
        lines.append(f"Parte {volume} di {parts}: pratiche da {(volume - 1) * VOLUME + 1} in poi")
    return {
        "title": collection.title if parts == 1 else f"{collection.title} ({volume}/{parts})",
        "kind": "Raccolta di buone pratiche",
        "bodies": [body.name] if body else [],
        "date": [today.year, today.month, today.day],
        "lines": [*lines, f"Stampata il {date_format(today, 'j F Y').lower()}"],
        "address": settings.SITE_URL + collection.get_absolute_url(),
        "description": blocks(collection.description) if volume == 1 else [],
        "labels": _labels(),
        "practices": [
            _printed_practice(item, for_officials=for_officials)
            for item in items[(volume - 1) * VOLUME : volume * VOLUME]
        ],
    }


def _labels() -> dict[str, Any]:
    return {
        "contents": "Indice",
        "description": "La raccolta",
        "notice": "Avviso",
        "note": "Nota della raccolta",
        "facts": "In sintesi",
        "facts_header": ["Voce", "Contenuto"],
        "indicators": "Indicatori",
        "indicators_header": ["Che cosa si misura", "Prima", "Dopo", "Fonte"],
        "documents": "Documenti",
    }


def _printed_practice(item: CollectionItem, *, for_officials: bool) -> dict[str, Any]:
    practice = item.practice
    if not practice.is_public:
        return _withdrawn_practice(item)
    parts = [(title, getattr(practice, name)) for name, title in SECTIONS]
    return {
        "title": practice.title,
        "summary": practice.summary,
        "withdrawn": withdrawn(practice),
        "note": blocks(item.note),
        "facts": list(_facts(practice, for_officials=for_officials)),
        "address": settings.SITE_URL + practice.get_absolute_url(),
        "sections": [{"title": title, "body": body} for title, text in parts if (body := blocks(text))],
        "indicators": [
            [str(row.get(part) or "–") for part in ("name", "before", "after", "source")]
            for row in practice.indicators
        ],
        "documents": [_printed_document(practice, d.document) for d in practice.practice_documents.all()],
    }


def _withdrawn_practice(item: CollectionItem) -> dict[str, Any]:
    """Nothing but the title and the note: the text is no longer for readers."""
    empty: dict[str, Any] = {"sections": [], "indicators": [], "documents": [], "facts": []}
    words = {"title": item.practice.title, "summary": "", "address": ""}
    return {**empty, **words, "withdrawn": withdrawn(item.practice), "note": blocks(item.note)}


def withdrawn(practice: Practice) -> str:
    """What to know about a practice that is no longer in the public list; empty otherwise."""
    if practice.state == Practice.State.PUBLISHED:
        return ""
    if practice.archived_at:
        day = date_format(timezone.localtime(practice.archived_at), "d/m/Y")
        return _("Pratica archiviata il %(date)s: non compare più nell'elenco pubblico.") % {"date": day}
    return _("Pratica ritirata: non compare più nell'elenco pubblico.")


def _printed_document(practice: Practice, document: Document) -> dict[str, str]:
    path = reverse("practices:document", kwargs={"slug": practice.slug, "uuid": document.uuid})
    kind = f"{document.name.rpartition('.')[2].upper()}, {filesizeformat(document.size)}"
    return {"title": document.title, "kind": kind.replace("\xa0", " "), "address": settings.SITE_URL + path}


def _facts(practice: Practice, *, for_officials: bool) -> Iterator[tuple[str, str]]:
    yield "Amministrazione", practice.administration.name
    if practice.policy_area:
        yield "Area di intervento", practice.policy_area.name
    if practice.territory_label:
        yield "Territorio", practice.territory_label
    if practice.started_on:
        yield "Periodo", _period(practice)
    if groups := [group.name for group in practice.target_groups.all()]:
        yield "Destinatari", "; ".join(groups)
    if practice.total_cost is not None:
        yield (
            "Costo totale",
            f"{number_format(practice.total_cost, 2, use_l10n=True, force_grouping=True)} euro",
        )
    if practice.published_at:
        yield "Pubblicata il", date_format(timezone.localtime(practice.published_at), "d/m/Y")
    if for_officials and practice.contact_office:
        yield "Ufficio di riferimento", practice.contact_office


def _period(practice: Practice) -> str:
    assert practice.started_on
    start = date_format(practice.started_on, "d/m/Y")
    if practice.is_ongoing:
        return f"dal {start}, ancora in corso"
    if practice.ended_on:
        return f"dal {start} al {date_format(practice.ended_on, 'd/m/Y')}"
    return f"dal {start}"


# --- Package -----------------------------------------------------------------------------------


def package_files(collection: Collection, items: list[CollectionItem], *, for_officials: bool) -> list[Payload]:
    """The files of a package: the PDF, the practices as data and as text, and every document.

    A collection of several volumes goes without them: they are downloaded one by one.
    """
    with translation.override("it"):
        files = [from_bytes("pratiche.json", _as_json(collection, items))]
        if volumes(len(items)) == 1:
            files.append(
                from_bytes("raccolta.pdf", collection_pdf(collection, items, for_officials=for_officials))
            )
        for number, item in enumerate(_readable(items), start=1):
            folder = f"{number:03d}-{slugify(item.practice.title)[:60].strip('-') or 'pratica'}"
            files.append(from_bytes(f"pratiche/{folder}/pratica.md", _as_text(item).encode()))
            for place, entry in enumerate(item.practice.practice_documents.all(), start=1):
                name = f"{place:02d}-{safe_name(entry.document.name)}"
                files.append(from_document(f"pratiche/{folder}/documenti/{name}", entry.document))
    return files


def _readable(items: list[CollectionItem]) -> list[CollectionItem]:
    """The items whose practice everybody may still read."""
    return [item for item in items if item.practice.is_public]


def package_info(collection: Collection, number: int) -> list[tuple[str, str]]:
    """The fields of bag-info.txt."""
    body = collection.body
    return [
        ("Source-Organization", body.name if body else "FamilyNet"),
        ("External-Description", f"{collection.title}: {number} buone pratiche"),
        ("External-Identifier", settings.SITE_URL + collection.get_absolute_url()),
        ("Internal-Sender-Identifier", str(collection.uuid)),
        ("Bag-Software-Agent", "FamilyNet"),
    ]


def _as_json(collection: Collection, items: list[CollectionItem]) -> bytes:
    data = {
        "raccolta": collection.title,
        "descrizione": collection.description,
        "indirizzo": settings.SITE_URL + collection.get_absolute_url(),
        "righe": [
            {**{column.key: column.value(item.practice) for column in COLUMNS}, "nota": item.note}
            for item in items
        ],
    }
    return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode()


def _as_text(item: CollectionItem) -> str:
    """A practice as Markdown: its own texts, unchanged, under the headings of its page."""
    practice = item.practice
    lines = [f"# {practice.title}", "", practice.summary, ""]
    if warning := withdrawn(practice):
        lines += [f"**{warning}**", ""]
    lines += [f"- {name}: {value}" for name, value in _facts(practice, for_officials=False)]
    lines += [f"- Indirizzo: {settings.SITE_URL + practice.get_absolute_url()}", ""]
    if item.note:
        lines += ["## Nota della raccolta", "", item.note, ""]
    for name, title in SECTIONS:
        if text := getattr(practice, name):
            lines += [f"## {title}", "", text, ""]
    return "\n".join(lines)
