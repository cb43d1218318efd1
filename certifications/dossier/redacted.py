"""A copy of a file for who asked for access (L. 241/1990, art. 22-25): no natural person can be told from it.

Made of what is safe by its kind (codes, points, dates, published rules) and of the pieces that the office ticked,
whose texts are masked. Nothing else is ever read, so that a new field stays inside until somebody adds it here.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import translation

from certifications.disciplinare_pdf import disciplinare_pdf
from certifications.dossier.items import WAY_GROUP, Item, items_of
from certifications.dossier.life_reading import Life
from certifications.dossier.life_redacted import SOLE_TRADER, body_name, safe_life_parts
from certifications.dossier.masking import mask
from certifications.dossier.reading import FileContents
from certifications.dossier.tables import Part, index_page, part, printed_parts
from certifications.dossier.way_reading import Way
from certifications.dossier.way_redacted import DATA_HEADER, safe_parts
from certifications.dossier.way_whole import csv_file
from certifications.models import Application, FileRelease
from certifications.schemefiles.writing import canonical_version
from certifications.wording.facts import fact_label, value_label
from familynet.accounts.models import User
from familynet.kernel.acts import Act
from familynet.kernel.bagit import Payload, from_bytes, from_document
from familynet.kernel.documents import Document

Store = Callable[[str, bytes], Document]


def redacted_files(file: FileContents, chosen: Collection[str], store: Store) -> list[dict[str, Any]]:
    """What the copy holds, as rows of FileRelease.files; `chosen` are keys of `items_of`.

    `store` keeps a printed paper, which is no text, and gives back its document.
    """
    with translation.override("it"):
        people = roles_of(file)
        items = [item for item in items_of(file) if item.key in chosen]
        texts = [(i.group, i.place, mask(i.text, people)) for i in items if i.text and not i.table]
        tables = [(item.year, _masked(item.table, people)) for item in items if item.table]
        rows = [_document_row(number, i) for number, i in enumerate((i for i in items if i.document), start=1)]
        parts, way = list(_parts(file, rows)), []
        if file.life:
            parts += safe_life_parts(file.life)
        if file.way:
            way = [*safe_parts(file.way), *(table for _year, table in tables)]
        if texts:
            parts.append(part("Testi", ("Parte", "Dove", "Testo"), texts))
        made = _made(file, [*parts, *way], rows, store)
        if file.way:
            said = part("Testi", ("Dove", "Testo"), (row[1:] for row in texts if row[0] == WAY_GROUP))
            paper = _printed_way(file, file.way, [*way, said])
            made.append(_paper_row("dati/percorso.pdf", "Percorso da leggere", paper, store))
        if figures := [(year, *row) for year, table in tables if year for row in table.rows]:
            content = csv_file(("Anno", *DATA_HEADER), figures).decode()
            made.append(_text_row("dati/dati-annuali.csv", "Dati degli anni", content))
    return [*made, *rows]


def _made(file: FileContents, parts: list[Part], rows: list[dict[str, Any]], store: Store) -> list[dict[str, Any]]:
    """Index, data, and the disciplinare twice: as data and on paper."""
    given = part("Documenti consegnati", ("Dove", "File"), ((row["title"], row["path"]) for row in rows))
    version = json.dumps(canonical_version(file.version), cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
    data = json.dumps({p.title: p.as_data() for p in parts}, ensure_ascii=False, indent=1)
    page = index_page(f"Pratica {file.application.public_id}", _lines(file), [*parts, given])
    return [
        _text_row("indice.html", "Indice da leggere", page.decode()),
        _text_row("dati/pratica.json", "Dati della pratica", data),
        _text_row("dati/disciplinare.json", "Disciplinare", version),
        _paper_row("dati/disciplinare.pdf", "Disciplinare da leggere", disciplinare_pdf(file.version), store),
    ]


def _masked(table: Part, people: Mapping[str, str]) -> Part:
    return Part(table.title, table.header, [[mask(cell, people) for cell in row] for row in table.rows])


def _printed_way(file: FileContents, way: Way, parts: list[Part]) -> bytes:
    return printed_parts(
        f"Percorso {way.process.scheme.name}",
        kind="Copia per l'accesso ai documenti",
        body=file.application.administration.name,
        lines=_lines(file),
        parts=parts,
    )


def released_payloads(release: FileRelease) -> list[Payload]:
    """The files of a copy as they were given; an upload that was cleared since is left out."""
    wanted = [row["document"] for row in release.files if row.get("document")]
    stored = {str(d.uuid): d for d in Document.objects.filter(uuid__in=wanted).exclude(file="")}
    found = []
    for row in release.files:
        if row.get("text") is not None:
            found.append(from_bytes(row["path"], row["text"].encode()))
        elif document := stored.get(str(row.get("document"))):
            found.append(from_document(row["path"], document))
    return found


def release_info(release: FileRelease) -> list[tuple[str, str]]:
    """The fields of bag-info.txt: nobody's name in them either."""
    application = release.application
    return [
        ("Source-Organization", application.administration.name),
        ("External-Description", f"Copia per l'accesso ai documenti: {application.title}"),
        ("External-Identifier", application.public_id),
        ("Internal-Sender-Identifier", str(release.uuid)),
        ("Bag-Software-Agent", "FamilyNet"),
    ]


def applicant_name(application: Application) -> str:
    """A sole trader's name is a person's name."""
    return body_name(application.organisation)


def roles_of(file: FileContents) -> Mapping[str, str]:
    """Full name → what the person is in this file, for everybody whom the file knows; a sole trader is one too."""
    found: dict[str, str] = {}
    if applicant_name(file.application) == SOLE_TRADER:
        found[file.application.organisation.name] = SOLE_TRADER.lower()

    def add(user: User | None, role: str) -> None:
        if user is not None and user.full_name.strip():
            found.setdefault(user.full_name.strip(), role)

    application = file.application
    add(application.officer, "responsabile del procedimento")
    add(application.submitted_by, "chi ha presentato la domanda")
    for user in (application.started_by, *file.members, *(answer.updated_by for answer in file.answers)):
        add(user, "persona dell'organizzazione")
    for assignment in file.assignments:
        add(assignment.assessor.user, "chi valuta")
        add(assignment.assigned_by, "ufficio")
    if file.decision:
        add(file.decision.decided_by, "chi decide")
    for request in file.integrations:
        add(request.asked_by, "ufficio")
        add(request.answered_by, "persona dell'organizzazione")
    for notice in file.notices:
        add(notice.sent_by, "ufficio")
        add(notice.observations_by, "persona dell'organizzazione")
    for opinion in file.opinions:
        add(opinion.given_by, "ufficio")
    if file.way:
        for user, role in _people_of(file.way):
            add(user, role)
    if file.life:
        for user, role in _people_after(file.life):
            add(user, role)
    for entry in file.history:
        add(entry.actor, "persona che ha lavorato alla pratica")
    return found


def _people_of(way: Way) -> Iterator[tuple[User | None, str]]:
    """Everybody whom the process knows, with what each is in it."""
    yield way.process.officer, "responsabile del percorso"
    if way.process.contact:
        yield way.process.contact.user, "referente interno"
    for appointment in way.appointments:
        yield appointment.assessor.user, str(appointment.get_task_display()).lower()
        yield appointment.asked_by, "ufficio"
    for opinion in way.opinions:
        yield opinion.given_by, "Consiglio dell'Audit"
    for plan in way.plans:
        yield plan.sent_by, "persona dell'organizzazione"
    for collection in way.collections:
        yield collection.sent_by, "persona dell'organizzazione"
    for document in way.documents:
        yield document.added_by, "persona dell'organizzazione"
    for entry in way.history:
        yield entry.actor, "persona che ha lavorato al percorso"


def _people_after(life: Life) -> Iterator[tuple[User | None, str]]:
    """Everybody whom the life of the certificate knows."""
    for condition in life.conditions:
        yield condition.submitted_by, "persona dell'organizzazione"
        yield condition.checked_by, "ufficio"
    for realignment in life.realignments:
        yield realignment.answered_by, "persona dell'organizzazione"
    for request in life.renunciations:
        yield request.asked_by, "persona dell'organizzazione"
    for notice in life.notices:
        yield notice.closed_by, "ufficio"
    for transfer in life.transfers:
        yield transfer.recorded_by, "ufficio"
    for entry in life.history:
        yield entry.actor, "persona che ha lavorato alla pratica"


def _lines(file: FileContents) -> list[str]:
    return [
        f"{applicant_name(file.application)} – {file.application.title}",
        f"Copia rilasciata da {file.application.administration.name} a chi ha chiesto l'accesso ai documenti "
        "(legge 241/1990, articoli 22-25).",
        "Al posto delle persone c'è il loro ruolo; ciò che può farle riconoscere è tolto.",
    ]


def _parts(file: FileContents, documents: list[dict[str, Any]]) -> Iterator[Part]:
    yield part("La pratica", ("Voce", "Contenuto"), _facts(file))
    answers = ((a.requirement.code, a.requirement.text, a.met, a.points) for a in file.answers)
    yield part("Risposte", ("Codice", "Requisito", "Soddisfatto", "Punti"), answers)
    yield part("Documenti allegati", ("Requisito", "File", "Consegnato"), _attached(file, documents))
    yield part(
        "Integrazioni",
        ("Richiesta", "Chiesta il", "Da rispondere entro", "Risposta il", "Requisiti"),
        (
            (number, r.asked_at, r.due_on, r.answered_at, "; ".join(i.requirement.code for i in r.items.all()))
            for number, r in enumerate(file.integrations, start=1)
        ),
    )
    if file.decided:
        yield from _assessments(file)
    yield part(
        "Preavvisi di rigetto",
        ("Inviato il", "Osservazioni entro il", "Osservazioni il"),
        ((n.sent_at, n.observations_due_on, n.observations_at) for n in file.notices),
    )
    if file.decision:
        row = (file.decision.get_outcome_display(), file.decision.decided_at, _act(file.decision.act))
        yield part("Decisione", ("Esito", "Quando", "Atto"), [row])
    clock = ((event.get_kind_display(), event.on) for event in file.clock)
    yield part("Termini del procedimento", ("Che cosa", "Giorno"), clock)
    yield part("Storia", ("Quando", "Da", "A", "Atto"), _history(file))


def _facts(file: FileContents) -> Iterator[tuple[str, Any]]:
    application = file.application
    yield "Organizzazione", applicant_name(application)
    yield "Comune della sede", application.organisation.municipality
    yield "Certificazione", application.title
    yield "Disciplinare", file.version.label
    yield "Tipo di domanda", application.get_kind_display()
    yield "Stato", application.get_state_display()
    yield "Presentata il", application.submitted_at
    yield "Punteggio dichiarato", application.score
    for name, value in application.facts.items():
        if isinstance(value, (int, float)) or name in ("kind", "size"):
            yield fact_label(name), value_label(name, value) if isinstance(value, str) else value


def _attached(file: FileContents, documents: list[dict[str, Any]]) -> Iterator[tuple[Any, ...]]:
    """What was attached, by number and type only: names of files may hold names of people."""
    given = {row["document"] for row in documents}
    for answer in file.answers:
        for number, row in enumerate(answer.kept_evidence, start=1):  # type: ignore[attr-defined]
            ending = row.document.media_type.rpartition("/")[2]
            handed = str(row.document.uuid) in given
            yield answer.requirement.code, f"documento {number} ({ending})", handed


def _assessments(file: FileContents) -> Iterator[Part]:
    opinions = (
        (number, a.get_opinion_display(), a.score, a.submitted_at) for number, a in enumerate(file.submitted, 1)
    )
    yield part("Valutazioni", ("Valutazione", "Parere", "Punteggio", "Consegnata il"), opinions)
    judgements = (
        (number, j.requirement.code, j.get_outcome_display() if j.outcome else None, j.points)
        for number, assignment in enumerate(file.submitted, 1)
        for j in assignment.judgements.all()
    )
    accompanying = ((o.administration, o.get_outcome_display(), o.given_at.date()) for o in file.opinions)
    yield part("Parere di chi accompagna", ("Di chi", "Parere", "Giorno"), accompanying)
    yield part("Giudizi", ("Valutazione", "Requisito", "Giudizio", "Punti"), judgements)


def _history(file: FileContents) -> Iterator[tuple[Any, ...]]:
    """The changes of state only: the sentences of the history may name people."""
    states = dict(Application.State.choices)
    for entry in file.history:
        if entry.to_state in states and entry.content_type.model == "application":
            before = states.get(entry.from_state)
            yield entry.created_at, before, states[entry.to_state], _act(entry.act)


def _act(act: Act | None) -> str | None:
    """Kind, number and date; subject and body are typed freely."""
    return str(act) if act else None


def _text_row(path: str, title: str, text: str) -> dict[str, Any]:
    content = text.encode()
    digest = hashlib.sha256(content).hexdigest()
    return {"path": path, "title": title, "size": len(content), "sha256": digest, "text": text}


def _paper_row(path: str, title: str, content: bytes, store: Store) -> dict[str, Any]:
    document = store(path.rpartition("/")[2], content)
    found = {"path": path, "title": title, "size": document.size, "sha256": document.sha256}
    return {**found, "document": str(document.uuid), "made": True}


def _document_row(number: int, item: Item) -> dict[str, Any]:
    document = item.document
    assert document is not None
    ending = document.name.rpartition(".")[2].lower() if "." in document.name else ""
    known = ending if ending.isascii() and ending.isalnum() and len(ending) <= 5 else "bin"
    return {
        "path": f"documenti/{number:03d}.{known}",
        "title": item.place,
        "size": document.size,
        "sha256": document.sha256,
        "document": str(document.uuid),
    }
