"""The practices, each brought by its authors and judges to the state that its text asks for."""

from typing import Any

from django.core.files.base import ContentFile

from familynet.portal.demo.content.judgements import GRADES, NO_GRADES
from familynet.portal.demo.content.texts import PracticeText, all_practices
from familynet.portal.demo.documents import render
from familynet.portal.demo.steps.cast import Cast
from familynet.territories.models import Municipality
from practices.actions import (
    add_document,
    archive_practice,
    create_practice,
    publish_practice,
    reject_practice,
    request_changes,
    save_draft,
    submit_practice,
    target_groups,
)
from practices.models import PolicyArea, Practice, Taxonomy

MARK = "Contenuto dimostrativo, scritto da FamilyNet a partire da queste fonti pubbliche:"
S = Practice.State
WELL_DONE = (
    "Chiara, con fonti e limiti. Si può pubblicare.",
    "Ben scritta. I dati che mancano sono detti: va bene così.",
    "Utile a chi vuole rifarla. Pubblico.",
    "Verificate le fonti e i documenti. Tutto a posto.",
)


def make_practices(cast: Cast) -> None:
    for text in all_practices():
        _bring_to_its_state(_write(text, cast), text, cast)


def _write(text: PracticeText, cast: Cast) -> Practice:
    """The draft with all its sections and documents, by the editor of its administration."""
    editor = cast.person("redazione", text.administration)
    practice = create_practice(
        administration=cast.administrations[text.administration],
        title=text.title,
        kind=text.kind,
        by=editor,
        is_demo=True,
    )
    practice = save_draft(practice, values=_values(text), by=editor)
    for document in text.documents:
        upload = ContentFile(render(document), name=document.name)
        add_document(practice, upload=upload, title=document.title, by=editor)
    return practice


def _values(text: PracticeText) -> dict[str, Any]:
    """The fields of the form from the header and the sections of a text."""
    sections = dict(text.sections)
    sections["sources"] = f"{MARK}\n\n{sections['sources']}"
    comuni = Municipality.objects.current().filter(cadastral_code__in=text.municipalities)
    return {
        **sections,
        "indicators": text.indicators,
        "policy_area": PolicyArea.objects.get(
            taxonomy__in=Taxonomy.objects.in_force(), code=text.header["policy_area"]
        ),
        "target_groups": target_groups(text.targets),
        "scope": Practice.Scope.MUNICIPALITIES if text.municipalities else Practice.Scope.WHOLE,
        "municipalities": list(comuni),
        "started_on": text.date("start"),
        "ended_on": text.date("end"),
        "is_ongoing": bool(text.header.get("ongoing")),
        "contact_name": text.header["contact"],
        "contact_office": text.header["contact"],
        "contact_email": text.header["email"],
    }


def _bring_to_its_state(practice: Practice, text: PracticeText, cast: Cast) -> None:
    """Submit, and let the validator, who is never the author, judge."""
    if text.state == S.DRAFT:
        return
    validator = cast.person("validazione", text.administration)
    comment = text.header.get("comment", "")
    submit_practice(practice, by=cast.person("redazione", text.administration))
    if text.state == S.CHANGES_REQUESTED:
        request_changes(practice, comment=comment, by=validator)
    if text.state == S.REJECTED:
        reject_practice(practice, comment=comment, by=validator)
    if text.state in Practice.PUBLIC_STATES:
        grades, waiver = GRADES.get(text.slug, NO_GRADES), text.header.get("waiver", "")
        publish_practice(
            practice, by=validator, comment=cast.chance.choice(WELL_DONE), evidence=grades, waiver=waiver
        )
    if text.state == S.ARCHIVED:
        archive_practice(practice, comment=comment, by=validator)
