"""The adoptions of the demo, each brought by the people of both sides to the state that its text asks for."""

from typing import Any

from django.core.files.base import ContentFile

from familynet.kernel.acts import Act
from familynet.organisations.models import Organisation
from familynet.portal.demo.content.texts import DocumentText
from familynet.portal.demo.content.transfers import EXAMPLE, TRANSFERS, ExampleTransfer, Meeting, Result
from familynet.portal.demo.documents import render
from familynet.portal.demo.steps.cast import Cast, invented, past
from familynet.portal.demo.steps.practices import MARK
from practices import actions
from practices.models import Practice, Transfer

S = Transfer.State
ORDER = (S.WANTED, S.IN_CONTACT, S.MEETING, S.ADAPTING, S.DECLARED, S.ADOPTED, S.EVALUATED)
EDITOR, VALIDATOR, COMMITTEE = "redazione", "validazione", "comitato"


def make_transfers(cast: Cast) -> None:
    for text in TRANSFERS:
        _bring(text, cast)


def _bring(text: ExampleTransfer, cast: Cast) -> None:
    transfer = _ask(text, cast)
    giver = cast.person(EDITOR, transfer.owner.slug)
    if text.state == S.DECLINED:
        actions.decline_request(transfer, comment=text.reason, by=giver)
        return
    if text.state == S.WANTED:
        return
    actions.answer_request(
        transfer,
        answer=text.answer,
        contact_name=str(giver),
        contact_email=giver.email,
        by=giver,
        on=past(text.asked),
    )
    for meeting in text.meetings:
        _meet(transfer, meeting, cast)
    transfer.refresh_from_db()
    if text.state == S.DROPPED:
        actions.drop_transfer(transfer, comment=text.reason, by=cast.person(EDITOR, text.adopter))
    elif ORDER.index(S(text.state)) >= ORDER.index(S.ADAPTING):
        _adapt(transfer, text, cast)


def _ask(text: ExampleTransfer, cast: Cast) -> Transfer:
    body: Organisation | None = invented(text.body) if text.body else None
    return actions.ask_for_practice(
        Practice.objects.published().select_related("administration").get(title=text.source),
        adopter=cast.administrations[text.adopter],
        organisation=body,
        need=f"{text.need} ({EXAMPLE})",
        by=cast.person(EDITOR, text.adopter),
        on=past(text.asked),
        is_demo=True,
    )


def _meet(transfer: Transfer, text: Meeting, cast: Cast) -> None:
    """Planned by the adopter; the owner's side writes what came out."""
    adopter, owner = transfer.adopter.slug, transfer.owner.slug
    people = "\n".join(str(cast.person(box, slug)) for slug in (adopter, owner) for box in (EDITOR, VALIDATOR))
    meeting = actions.plan_meeting(
        transfer,
        kind=text.kind,
        date=text.date if not text.report else past(text.date),
        time=text.time,
        place=text.place,
        agenda=text.agenda,
        participants=people,
        by=cast.person(EDITOR, adopter),
    )
    if not text.report:
        return
    actions.hold_meeting(meeting, report=text.report, participants=people, by=cast.person(EDITOR, owner))
    minutes = DocumentText(
        "resoconto.pdf", "Resoconto dell'incontro", f"# Resoconto\n\n{text.report}\n\n{EXAMPLE}"
    )
    upload = ContentFile(render(minutes), name=minutes.name)
    actions.add_meeting_document(meeting, upload=upload, title=minutes.title, by=cast.person(EDITOR, owner))


def _adapt(transfer: Transfer, text: ExampleTransfer, cast: Cast) -> None:
    """Keep, change, drop; declare with an act; confirm; a year later the outcome."""
    editor = cast.person(EDITOR, text.adopter)
    actions.start_adapting(transfer, by=editor)
    for item in text.items:
        actions.add_item(transfer, **vars(item), by=editor)
    if text.act_date is None:
        return
    if text.result is not None:
        _tell(transfer, text.result, cast)
    act = Act.objects.create(
        kind=Act.Kind.RESOLUTION,
        body=str(transfer.adopting_body),
        number=text.act_number,
        date=past(text.act_date),
        subject=f"Adozione di una buona pratica. {EXAMPLE}",
    )
    transfer.refresh_from_db()
    actions.declare_adoption(transfer, act=act, changes=text.changes, by=editor)
    for side in text.confirmed_by:
        actions.confirm_adoption(transfer, by=cast.person(COMMITTEE, side))
    if text.outcome:
        _conclude(transfer, text, cast)


def _conclude(transfer: Transfer, text: ExampleTransfer, cast: Cast) -> None:
    transfer.refresh_from_db()
    actions.record_outcome(
        transfer,
        outcome=text.outcome,
        text=f"{text.outcome_text} ({EXAMPLE})",
        indicators=text.indicators,
        on=past(text.outcome_on) if text.outcome_on else None,
        by=cast.person(EDITOR, text.adopter),
    )


def _tell(transfer: Transfer, text: Result, cast: Cast) -> None:
    """The adopter writes a practice about its adaptation and has it published."""
    editor = cast.person(EDITOR, transfer.adopter.slug)
    draft = actions.write_adaptation(transfer, by=editor)
    values: dict[str, Any] = {
        "title": text.title,
        "summary": text.summary,
        "lessons": text.lessons,
        "results": EXAMPLE,
        "scope": Practice.Scope.WHOLE,
        "started_on": past(text.start),
        "is_ongoing": True,
        "contact_name": str(editor),
        "contact_office": "Redazione delle buone pratiche",
        "contact_email": editor.email,
        "sources": f"{MARK}\n\n{transfer.practice.sources.removeprefix(MARK).strip()}\n\n{EXAMPLE}",
    }
    draft = actions.save_draft(draft, values=values, by=editor)
    sheet = DocumentText(
        "scheda.docx", "Scheda dell'adattamento", f"# {text.title}\n\n{text.summary}\n\n{EXAMPLE}"
    )
    upload = ContentFile(render(sheet), name=sheet.name)
    actions.add_document(draft, upload=upload, title=sheet.title, by=editor)
    actions.submit_practice(draft, by=editor)
    actions.publish_practice(draft, by=cast.person(VALIDATOR, transfer.adopter.slug), comment=EXAMPLE)
