"""What of a file may go into a copy for others, piece by piece: typed texts and uploads.

Never offered, whatever the office ticks: delegation and its declaration, receipt and printed application (they
name who submitted), texts of conflicts, who was met on a visit, and assessments before the decision.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from certifications.dossier.life_reading import Life
from certifications.dossier.life_whole import sent_evidence
from certifications.dossier.reading import FileContents
from certifications.dossier.tables import Part
from certifications.dossier.way_reading import Way
from certifications.dossier.way_redacted import data_part, is_settled, plan_part
from certifications.models import Realignment
from familynet.kernel.documents import Document

WAY_GROUP = "Percorso"


@dataclass(frozen=True)
class Item:
    """One piece: a text as somebody typed it, a table, or a document. `place` is what a copy calls it.

    A table is offered with its words as `text`; its year when it goes out as a file of figures too.
    """

    key: str
    group: str
    place: str
    text: str = ""
    document: Document | None = None
    table: Part | None = None
    year: int | None = None

    @property
    def label(self) -> str:
        """What the office reads; the name of an upload may hold a person's name and stays inside."""
        return f"{self.place}: {self.document.name}" if self.document else self.place


def items_of(file: FileContents) -> list[Item]:
    """All pieces that can be ticked, in the order of the file; empty texts and cleared uploads left out."""
    found = [*_answers(file), *_integrations(file), *_assessments(file), *_notices(file), *_decision(file)]
    if file.way:
        found += _way(file.way)
    if file.life:
        found += _life(file.life)
    return [item for item in found if item.text.strip() or (item.document and item.document.file)]


def _answers(file: FileContents) -> Iterator[Item]:
    group = "Risposte e documenti"
    for answer in file.answers:
        code = answer.requirement.code
        yield Item(f"note-{answer.pk}", group, f"{code}, come è soddisfatto", text=answer.note)
        for number, row in enumerate(answer.kept_evidence, start=1):  # type: ignore[attr-defined]
            yield Item(f"evidence-{row.pk}", group, f"{code}, documento {number}", document=row.document)


def _integrations(file: FileContents) -> Iterator[Item]:
    group = "Integrazioni"
    for number, request in enumerate(file.integrations, start=1):
        yield Item(f"message-{request.pk}", group, f"Richiesta {number}, messaggio", text=request.message)
        for row in request.items.all():
            place = f"Richiesta {number}, {row.requirement.code}"
            yield Item(f"question-{row.pk}", group, f"{place}, domanda", text=row.question)
            yield Item(f"reply-{row.pk}", group, f"{place}, risposta", text=row.reply)


def _assessments(file: FileContents) -> Iterator[Item]:
    group = "Valutazione"
    if not file.decided:
        return
    for opinion in file.opinions:
        place = f"Parere di {opinion.administration.name}"
        yield Item(f"accompanying-{opinion.pk}", group, place, text=opinion.text)
    if file.round:
        yield Item("summary", group, "Sintesi della valutazione", text=file.round.summary)
    for number, assignment in enumerate(file.submitted, start=1):
        place = f"Valutazione {number}"
        yield Item(f"opinion-{assignment.pk}", group, f"{place}, parere", text=assignment.opinion_text)
        for judgement in assignment.judgements.all():
            code = judgement.requirement.code
            yield Item(f"judgement-{judgement.pk}", group, f"{place}, {code}, nota", text=judgement.note)
        for visit in assignment.visits.all():
            yield Item(f"findings-{visit.pk}", group, f"{place}, sopralluogo", text=visit.findings)
            for row, document in enumerate(visit.documents.all(), start=1):
                where = f"{place}, sopralluogo, documento {row}"
                yield Item(f"visit-{visit.pk}-{document.pk}", group, where, document=document)


def _notices(file: FileContents) -> Iterator[Item]:
    group = "Preavviso di rigetto"
    for number, notice in enumerate(file.notices, start=1):
        yield Item(f"reasons-{notice.pk}", group, f"Preavviso {number}, motivi", text=notice.reasons)
        yield Item(
            f"observations-{notice.pk}", group, f"Preavviso {number}, osservazioni", text=notice.observations
        )
        for row, document in enumerate(notice.documents.all(), start=1):
            where = f"Preavviso {number}, documento {row}"
            yield Item(f"observed-{notice.pk}-{document.pk}", group, where, document=document)


def _decision(file: FileContents) -> Iterator[Item]:
    group = "Decisione"
    if file.decision is None:
        return
    yield Item("decision", group, "Motivazione della decisione", text=file.decision.reasons)
    if file.decision.letter:
        yield Item("letter", group, "Lettera della decisione", document=file.decision.letter)
    if file.decision.act.document:
        yield Item("act", group, "Atto della decisione", document=file.decision.act.document)


def _way(way: Way) -> Iterator[Item]:
    group = WAY_GROUP
    for plan in way.plans:
        yield _table(f"plan-{plan.pk}", group, plan_part(plan))
    for collection in way.collections:
        yield _table(f"data-{collection.pk}", group, data_part(way, collection), collection.year)
    for report in way.reports:
        if is_settled(report.phase):
            place = f"Relazione, {report.phase.title}"
            yield Item(f"report-{report.pk}", group, place, text=report.text)
            for number, row in enumerate(report.recommendations.all(), start=1):
                said = [row.text, str(row.get_follow_up_display()) if row.follow_up else "", row.follow_up_note]
                where = f"{place}, raccomandazione {number}"
                yield Item(f"recommendation-{row.pk}", group, where, text="\n".join(filter(None, said)))
    for opinion in way.opinions:
        if is_settled(opinion.phase):
            yield Item(
                f"council-{opinion.pk}", group, f"Parere del Consiglio, {opinion.phase.title}", text=opinion.text
            )
    for number, given in enumerate(way.documents, start=1):
        where = f"{given.phase.title}, documento {number}"
        yield Item(f"phase-document-{given.pk}", group, where, document=given.document)
    yield Item("end-reason", group, "Perché il percorso è chiuso", text=way.process.end_reason)


def _life(life: Life) -> Iterator[Item]:
    """Of a realignment only what was declared and confirmed; renunciations are letters of a person."""
    group = "Dopo l'assegnazione"
    for condition in life.conditions:
        place = f"{condition.requirement.code}, dopo l'assegnazione"
        yield Item(f"condition-note-{condition.pk}", group, f"{place}, nota", text=condition.sent_note)
        yield Item(f"condition-reason-{condition.pk}", group, f"{place}, risposta", text=condition.reason)
        for number, row in enumerate(sent_evidence(condition), start=1):
            yield Item(f"condition-{row.pk}", group, f"{place}, documento {number}", document=row.document)
    for realignment in life.realignments:
        if realignment.state != Realignment.State.CONFIRMED:
            continue
        for answer in realignment.answers.all():
            place = f"Adeguamento, {answer.code}"
            yield Item(f"realignment-note-{answer.pk}", group, f"{place}, nota", text=answer.note)
            if answer.document:
                yield Item(f"realignment-{answer.pk}", group, f"{place}, documento", document=answer.document)
    for number, change in enumerate(life.changes, start=1):
        place = f"Cambio di stato {number}"
        yield Item(f"change-{change.pk}", group, f"{place}, motivo", text=change.reason)
        if change.document:
            yield Item(f"change-document-{change.pk}", group, f"{place}, documento", document=change.document)
    for number, notice in enumerate(life.notices, start=1):
        where = f"Avviso di ritardo {number}, motivo della chiusura"
        yield Item(f"overdue-{notice.pk}", group, where, text=notice.closing_reason)
    for number, transfer in enumerate(life.transfers, start=1):
        yield Item(f"transfer-{transfer.pk}", group, f"Trasferimento {number}, motivo", text=transfer.reason)


def _table(key: str, group: str, table: Part, year: int | None = None) -> Item:
    text = "\n".join(" · ".join(row) for row in table.rows)
    return Item(key, group, table.title, text=text, table=table, year=year)
