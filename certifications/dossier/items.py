"""What of a file may go into a copy for others, piece by piece: typed texts and uploads.

Never offered, whatever the office ticks: delegation and its declaration, receipt and printed application (they
name who submitted), texts of conflicts, who was met on a visit, and assessments before the decision.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from certifications.dossier.reading import FileContents
from familynet.kernel.documents import Document


@dataclass(frozen=True)
class Item:
    """One piece: a text as somebody typed it, or a document. `place` is what a copy calls it."""

    key: str
    group: str
    place: str
    text: str = ""
    document: Document | None = None

    @property
    def label(self) -> str:
        """What the office reads; the name of an upload may hold a person's name and stays inside."""
        return f"{self.place}: {self.document.name}" if self.document else self.place


def items_of(file: FileContents) -> list[Item]:
    """All pieces that can be ticked, in the order of the file; empty texts and cleared uploads left out."""
    found = [*_answers(file), *_integrations(file), *_assessments(file), *_notices(file), *_decision(file)]
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
