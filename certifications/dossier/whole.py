"""The whole file as the files of a package, for the office that keeps it: data, documents, a readable index.

The history comes with what each hash is taken of, so that the chain can be checked without us.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse
from django.utils import translation

from certifications.disciplinare_pdf import disciplinare_pdf
from certifications.dossier.life_whole import life_acts, life_data, life_documents, life_parts, life_tables
from certifications.dossier.reading import FileContents
from certifications.dossier.rows import document_facts, entry_facts, fields_of
from certifications.dossier.tables import Part, index_page, part, printed_parts
from certifications.dossier.way_reading import Way
from certifications.dossier.way_whole import way_acts, way_data, way_documents, way_parts, way_tables
from certifications.models import FileRelease
from certifications.schemefiles.writing import canonical_version
from familynet.kernel.acts import Act
from familynet.kernel.bagit import Payload, from_bytes, from_document, safe_name
from familynet.kernel.documents import Document

HASH_NOTE = (
    "hash = SHA-256 del JSON di `hashed`: chiavi in ordine alfabetico, separatori «, » e «: », UTF-8. "
    "Ogni voce contiene l'impronta della precedente dello stesso record."
)


def whole_payloads(file: FileContents) -> list[Payload]:
    """Index, data, documents; every document is opened only when its turn comes."""
    with translation.override("it"):
        data = [from_bytes(f"dati/{name}.json", _json(value)) for name, value in _data(file).items()]
        data.append(from_bytes("dati/disciplinare.pdf", disciplinare_pdf(file.version)))
        if file.way:
            data += _way_payloads(file, file.way)
        if file.life:
            data.append(from_bytes("dati/certificazione.json", _json(life_data(file.life))))
            data += [from_bytes(f"dati/{name}", table) for name, table in life_tables(file.life).items()]
        documents = [
            from_document(f"documenti/{folder}/{safe_name(document.name)}", document)
            for folder, document in documents_of(file)
            if document.file
        ]
        files = [*data, *documents]
        page = index_page(_title(file), _lines(file), [*_parts(file), _list_of(files)])
        return [from_bytes("indice.html", page), *files]


def _way_payloads(file: FileContents, way: Way) -> list[Payload]:
    """The way of a multi-year scheme, to be read, printed and computed with."""
    paper = printed_parts(
        f"Percorso {way.process.scheme.name}: {file.application.organisation.name}",
        kind="Percorso",
        body=file.application.administration.name,
        lines=_lines(file),
        parts=list(way_parts(way)),
    )
    tables = [from_bytes(f"dati/{name}", content) for name, content in way_tables(way).items()]
    return [
        from_bytes("dati/percorso.json", _json(way_data(way))),
        from_bytes("dati/percorso.pdf", paper),
        *tables,
    ]


def package_info(file: FileContents, what: str) -> list[tuple[str, str]]:
    """The fields of bag-info.txt."""
    application = file.application
    address = reverse("certifications:file", args=[application.public_id])
    return [
        ("Source-Organization", application.administration.name),
        ("External-Description", f"{what}: {application.title}"),
        ("External-Identifier", settings.SITE_URL + address),
        ("Internal-Sender-Identifier", application.public_id),
        ("Bag-Software-Agent", "FamilyNet"),
    ]


def documents_of(file: FileContents) -> Iterator[tuple[str, Document]]:
    """(folder, document) of every upload and every printed paper of the file."""
    found: list[tuple[str, Document | None]] = []
    if file.receipt:
        found += [("domanda", file.receipt.document), ("domanda", file.receipt.application_document)]
    if file.declaration:
        found.append(("domanda", file.declaration.delegation))
    for answer in file.answers:
        folder = f"requisiti/{safe_name(answer.requirement.code)}"
        found += [(folder, row.document) for row in answer.kept_evidence]  # type: ignore[attr-defined]
    for assignment in file.assignments:
        for visit in assignment.visits.all():
            found += [("sopralluoghi", document) for document in visit.documents.all()]
    for notice in file.notices:
        found += [("osservazioni", document) for document in notice.documents.all()]
    if file.decision:
        found.append(("decisione", file.decision.letter))
    if file.way:
        found += way_documents(file.way)
    if file.life:
        found += life_documents(file.life)
    found += [("atti", act.document) for act in acts_of(file)]
    yield from ((folder, document) for folder, document in found if document is not None)


def acts_of(file: FileContents) -> list[Act]:
    """Every act that the file cites, once."""
    cited = [file.version.act, file.decision.act if file.decision else None, *(e.act for e in file.history)]
    cited += way_acts(file.way) if file.way else []
    cited += life_acts(file.life) if file.life else []
    return list({act.pk: act for act in cited if act is not None}.values())


def _data(file: FileContents) -> dict[str, Any]:
    """File name → content, with the names of the model."""
    return {
        "domanda": _application(file),
        "disciplinare": canonical_version(file.version),
        "risposte": [_answer(answer) for answer in file.answers],
        "integrazioni": [_integration(request) for request in file.integrations],
        "valutazioni": {
            "round": fields_of(file.round) if file.round else None,
            "assignments": [_assignment(assignment) for assignment in file.assignments],
        },
        "pareri": [fields_of(opinion) for opinion in file.opinions],
        "preavvisi": [
            {**fields_of(notice), "documents": [document_facts(d) for d in notice.documents.all()]}
            for notice in file.notices
        ],
        "decisione": fields_of(file.decision) if file.decision else None,
        "termini": [fields_of(event) for event in file.clock],
        "atti": [{**fields_of(act), "id": act.pk} for act in acts_of(file)],
        "accessi": [_release(release) for release in file.releases],
        "storia": {"note": HASH_NOTE, "entries": [entry_facts(entry) for entry in file.history]},
    }


def _application(file: FileContents) -> dict[str, Any]:
    application, declaration, receipt = file.application, file.declaration, file.receipt
    organisation = application.organisation
    return {
        **fields_of(application),
        "organisation_details": {
            "name": organisation.name,
            "fiscal_code": organisation.fiscal_code,
            "municipality": str(organisation.municipality),
            "pec": organisation.pec,
        },
        "declaration": fields_of(declaration) if declaration else None,
        "receipt": fields_of(receipt) if receipt else None,
    }


def _answer(answer: Any) -> dict[str, Any]:
    rows = answer.kept_evidence
    evidence = [
        {
            **document_facts(row.document),
            "added_by": str(row.added_by or ""),
            "added_at": row.added_at,
            "removed_at": row.removed_at,
        }
        for row in rows
    ]
    return {**fields_of(answer), "requirement": answer.requirement.code, "evidence": evidence}


def _integration(request: Any) -> dict[str, Any]:
    items = [{**fields_of(row, "request"), "requirement": row.requirement.code} for row in request.items.all()]
    return {**fields_of(request), "items": items}


def _assignment(assignment: Any) -> dict[str, Any]:
    conflict = getattr(assignment, "conflict", None)
    return {
        **fields_of(assignment),
        "conflict": fields_of(conflict, "assignment") if conflict else None,
        "judgements": [
            {**fields_of(row, "assignment"), "requirement": row.requirement.code}
            for row in assignment.judgements.all()
        ],
        "visits": [
            {**fields_of(visit, "assignment"), "documents": [document_facts(d) for d in visit.documents.all()]}
            for visit in assignment.visits.all()
        ],
    }


def _release(release: FileRelease) -> dict[str, Any]:
    """What was given to whom asked, without the texts themselves."""
    files = [{name: value for name, value in row.items() if name != "text"} for row in release.files]
    return {**fields_of(release), "files": files}


def _json(value: Any) -> bytes:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode()


def _title(file: FileContents) -> str:
    return f"Pratica {file.application.public_id}: {file.application.organisation.name}"


def _lines(file: FileContents) -> list[str]:
    application = file.application
    return [
        application.title,
        f"Fascicolo di {application.administration.name}: contiene dati personali, non si dà a terzi. Per chi "
        "chiede l'accesso c'è la copia con i soli ruoli.",
    ]


def _parts(file: FileContents) -> Iterator[Part]:
    application = file.application
    facts: list[tuple[str, Any]] = [
        ("Organizzazione", application.organisation.name),
        ("Comune della sede", application.organisation.municipality),
        ("Disciplinare", file.version.label),
        ("Tipo di domanda", application.get_kind_display()),
        ("Stato", application.get_state_display()),
        ("Presentata il", application.submitted_at),
        ("Presentata da", application.submitted_by),
        ("Protocollo", application.protocol_number),
        ("Data di protocollo", application.protocol_date),
        ("Responsabile del procedimento", application.officer),
        ("Termine", application.due_on),
        ("Conclusa il", application.concluded_on),
    ]
    yield part("La pratica", ("Voce", "Contenuto"), facts)
    answers = ((a.requirement.code, a.requirement.text, a.met, a.points, a.note) for a in file.answers)
    yield part("Risposte", ("Codice", "Requisito", "Soddisfatto", "Punti", "Nota"), answers)
    yield part("Integrazioni", ("Chiesta il", "Requisito", "Domanda", "Risposta"), _asked(file))
    conflicts = ((a.assessor, a.get_state_display(), *_declared(a)) for a in file.assignments)
    yield part("Conflitti di interessi", ("Chi valuta", "Stato", "Conflitto", "Quale"), conflicts)
    opinions = ((a.assessor, a.get_opinion_display(), a.score, a.opinion_text) for a in file.submitted)
    yield part("Valutazioni", ("Chi valuta", "Parere", "Punteggio", "Motivazione"), opinions)
    if file.round and file.round.summary:
        scores = (file.round.median_score, file.round.mean_score)
        yield part("Sintesi della valutazione", ("Mediana", "Media", "Sintesi"), [(*scores, file.round.summary)])
    accompanying = ((o.administration, o.get_outcome_display(), o.text, o.protocol_number) for o in file.opinions)
    yield part("Parere di chi accompagna", ("Di chi", "Parere", "Motivazione", "Protocollo"), accompanying)
    notices = ((n.sent_at, n.reasons, n.observations) for n in file.notices)
    yield part("Preavvisi di rigetto", ("Inviato il", "Motivi", "Osservazioni"), notices)
    if file.decision:
        d = file.decision
        row = (d.get_outcome_display(), d.act, d.reasons, d.decided_by, d.decided_at)
        yield part("Decisione", ("Esito", "Atto", "Motivazione", "Chi ha deciso", "Quando"), [row])
    exchanged = ("Che cosa", "In uscita", "Del", "In entrata", "Del giorno")
    yield part("Corrispondenza", exchanged, _exchanged(file))
    clock = ((event.get_kind_display(), event.on, event.protocol_number) for event in file.clock)
    yield part("Termini del procedimento", ("Che cosa", "Giorno", "Protocollo"), clock)
    entries = ((e.created_at, e.label, e.actor or "Il sistema", e.comment, e.hash) for e in file.history)
    yield part("Storia", ("Quando", "Che cosa", "Chi", "Commento", "Impronta"), entries)
    if file.way:
        yield from way_parts(file.way)
    if file.life:
        yield from life_parts(file.life)


def _exchanged(file: FileContents) -> Iterator[tuple[Any, ...]]:
    """What went out and came in, with its protocol numbers."""
    application = file.application
    yield "Domanda", None, None, application.protocol_number, application.protocol_date
    for what, rows in (("Richiesta di integrazioni", file.integrations), ("Preavviso di rigetto", file.notices)):
        for row in rows:
            yield what, row.protocol_out, row.protocol_out_date, row.protocol_in, row.protocol_in_date
    if file.decision and file.decision.letter:
        letter = file.decision
        yield "Lettera della decisione", letter.protocol_out, letter.protocol_out_date, None, None


def _asked(file: FileContents) -> Iterator[tuple[Any, ...]]:
    for request in file.integrations:
        for row in request.items.all():
            yield request.asked_at, row.requirement.code, row.question, row.reply


def _declared(assignment: Any) -> tuple[Any, Any]:
    conflict = getattr(assignment, "conflict", None)
    return (conflict.has_conflict, conflict.text) if conflict else (None, None)


def _list_of(files: Iterable[Payload]) -> Part:
    rows = ((payload.path, payload.size, payload.sha256) for payload in files)
    return part("File del fascicolo", ("File", "Byte", "SHA-256"), rows)
