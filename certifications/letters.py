"""Letters of a decision: a text with placeholders becomes an archivable, accessible PDF.

Placeholders are replaced in the words of the formatted text, after its Markdown was read: whatever an
organisation is called, its name stays a name.
"""

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certifications.models import Application, Certificate, Decision, LetterTemplate
from familynet.accounts.models import Administration
from familynet.kernel.acts import Act
from familynet.kernel.blocks import Node, blocks
from familynet.kernel.pdf import render_pdf

PLACEHOLDERS: dict[str, str | Promise] = {
    "organizzazione": _("il nome dell'organizzazione"),
    "marchio": _("il marchio con la categoria"),
    "disciplinare": _("il nome del disciplinare"),
    "data_domanda": _("il giorno in cui la domanda è stata presentata"),
    "atto": _("tipo, numero e data dell'atto"),
    "organo": _("chi ha adottato l'atto"),
    "numero_registro": _("il numero nel registro (solo se assegnata)"),
    "punteggio": _("il punteggio della valutazione; senza punti il capoverso che dice solo questo manca"),
    "scadenza": _("fino a quando vale la certificazione (solo se assegnata)"),
    "motivazione": _("la motivazione della decisione"),
    "responsabile": _("la persona responsabile del procedimento"),
}
NO_POINTS = "non previsto dal disciplinare"
_PLACEHOLDER = re.compile(r"\{([^{}\n]{0,60})\}")

_APPEALS = (
    "Contro questo provvedimento si può ricorrere al Tribunale amministrativo regionale entro 60 giorni, o in "
    "alternativa con ricorso straordinario al Presidente della Repubblica entro 120 giorni, dal giorno in cui "
    "se ne è avuta notizia."
)
# The wording until an administration writes its own.
DEFAULTS = {
    Decision.Outcome.AWARDED: (
        "Assegnazione del marchio {marchio}",
        "Con {atto} è stata accolta la domanda che **{organizzazione}** ha presentato il {data_domanda} per il "
        "marchio {marchio}.\n\nLa certificazione è iscritta nel registro con il numero **{numero_registro}**. "
        "Scadenza: {scadenza}.\n\nPunteggio della valutazione: {punteggio}.\n\n{motivazione}",
        _APPEALS,
    ),
    Decision.Outcome.REFUSED: (
        "Rigetto della domanda per il marchio {marchio}",
        "Con {atto} è stata respinta la domanda che **{organizzazione}** ha presentato il {data_domanda} per il "
        "marchio {marchio}. Il rigetto segue il preavviso previsto dall'articolo 10-bis della legge 241/1990.\n\n"
        "### Motivazione\n\n{motivazione}",
        _APPEALS,
    ),
}


@dataclass(frozen=True)
class Wording:
    """A text of a letter, stored or the usual one."""

    subject: str
    body: str
    appeals: str


def wording_for(application: Application, outcome: str) -> Wording:
    """What the administration wrote for this mark and outcome, else the usual text. One query."""
    stored = LetterTemplate.objects.for_decision(application.scheme, outcome)
    return Wording(stored.subject, stored.body, stored.appeals) if stored else default_wording(outcome)


def default_wording(outcome: str) -> Wording:
    return Wording(*DEFAULTS[Decision.Outcome(outcome)])


def unknown_placeholders(text: str) -> list[str]:
    """Words in braces that no letter knows, in their order."""
    return [name for name in dict.fromkeys(_PLACEHOLDER.findall(text)) if name not in PLACEHOLDERS]


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its placeholders replaced; an unknown one stays as it was typed."""
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)


def fill_blocks(text: str, values: Mapping[str, str]) -> list[Node]:
    """Markdown with placeholders → blocks. One that stands alone may hold paragraphs of its own."""
    return [filled for block in blocks(text) for filled in _fill_block(block, values)]


def _fill_block(block: Node, values: Mapping[str, str]) -> Iterable[Node]:
    body: list[Node] = block.get("body") or []
    if values.get("punteggio") == NO_POINTS and block["kind"] == "p" and _names_in(body) == {"punteggio"}:
        return []
    alone = block["kind"] == "p" and len(body) == 1 and body[0]["kind"] == "text"
    if alone and (found := _PLACEHOLDER.fullmatch(body[0]["text"].strip())) and found[1] in values:
        parts = [part.strip() for part in re.split(r"\n\s*\n", values[found[1]])]
        return [{"kind": "p", "body": _lines(part)} for part in parts if part]
    if block["kind"] == "h":
        return [{"kind": "h", "body": _filled(body, values)}]
    return [_filled(block, values)]


def _names_in(node: Any) -> set[str]:
    """The placeholders in the words of a node."""
    if isinstance(node, list):
        return set().union(*(_names_in(part) for part in node))
    if not isinstance(node, dict):
        return set()
    return set(_PLACEHOLDER.findall(node.get("text", ""))) | _names_in(node.get("body"))


def _lines(text: str) -> list[Node]:
    """Plain words with their line ends."""
    nodes: list[Node] = []
    for line in text.splitlines():
        nodes += [{"kind": "br"}] if nodes else []
        nodes.append({"kind": "text", "text": line})
    return nodes


def _filled(node: Any, values: Mapping[str, str]) -> Any:
    """A node, or a list of nodes, with the placeholders of its words replaced."""
    if isinstance(node, list):
        return [_filled(part, values) for part in node]
    if not isinstance(node, dict):
        return node
    if node.get("kind") == "h":
        # Inside a list or a quotation a heading would skip levels, which PDF/UA refuses.
        return {"kind": "p", "body": [{"kind": "strong", "body": _filled(node["body"], values)}]}
    return {key: fill(part, values) if key == "text" else _filled(part, values) for key, part in node.items()}


def letter_values(
    application: Application, *, act: Act, reasons: str, certificate: Certificate | None, score: Any
) -> dict[str, str]:
    """What the placeholders stand for in one letter, in Italian."""
    with translation.override("it"):
        return {
            "organizzazione": application.organisation.name,
            "marchio": application.title,
            "disciplinare": application.version.label,
            "data_domanda": _day(application.submitted_at.date() if application.submitted_at else None),
            "atto": str(act),
            "organo": act.body,
            "numero_registro": certificate.number if certificate else "–",
            "punteggio": number_format(score) if score is not None else NO_POINTS,
            "scadenza": _day(certificate.valid_to) if certificate and certificate.valid_to else "senza termine",
            "motivazione": reasons,
            "responsabile": str(application.officer) if application.officer else "–",
        }


def _day(day: datetime.date | None) -> str:
    return date_format(day, "j F Y").lower() if day else "–"


SAMPLE_VALUES = {
    "organizzazione": "Comune di Esempio",
    "marchio": "Family in Trentino – Comuni",
    "disciplinare": "Disciplinare 2024",
    "data_domanda": "3 marzo 2025",
    "atto": "Determinazione n. 123 del 20/05/2025",
    "organo": "Dirigente dell'Agenzia per la coesione sociale",
    "numero_registro": "45/2025",
    "punteggio": "72",
    "scadenza": "20 maggio 2027",
    "motivazione": "Testo di esempio della motivazione.",
    "responsabile": "Nome e cognome",
}


def letter_pdf(
    wording: Wording,
    values: Mapping[str, str],
    *,
    administration: Administration,
    recipient: Iterable[str],
    day: datetime.date,
) -> bytes:
    """The letter as PDF/A-2a and PDF/UA-1."""
    signature = [line for line in administration.signature.splitlines() if line.strip()] or [administration.name]
    data = {
        "title": fill(wording.subject, values),
        "sender": administration.name,
        "office": [line for line in (administration.office, administration.address, administration.pec) if line],
        "recipient": list(recipient),
        "date": [day.year, day.month, day.day],
        "date_words": _day(day),
        "labels": {"subject": "Oggetto", "appeals": "Come ricorrere"},
        "body": fill_blocks(wording.body, values),
        "appeals": fill_blocks(wording.appeals, values),
        "signature": signature,
        "footer": administration.name,
    }
    with translation.override("it"):
        return render_pdf("letter", data)
