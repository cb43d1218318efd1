"""A disciplinare as the data of a printed document."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from certifications.disciplinare import Outline, Row, outline
from certifications.disciplinare_plan import IndicatorRow, PlanRows
from certifications.models import SchemeVersion
from familynet.kernel.pdf import render_pdf


def disciplinare_pdf(version: SchemeVersion) -> bytes:
    """PDF/A and PDF/UA, in Italian like the text of the disciplinare."""
    with translation.override("it"):
        return render_pdf("disciplinare", printed(version))


def printed(version: SchemeVersion) -> dict[str, Any]:
    """The data of templates/pdf/disciplinare.typ."""
    whole, today = outline(version), timezone.localdate()
    path = reverse("certifications:version", args=[version.scheme.slug, version.pk])
    lines = [version.scheme.name, *([version.category.name] if version.category else [])]
    lines += [str(version.act)] if version.act else []
    return {
        "title": version.label,
        "kind": _("Disciplinare"),
        "bodies": [version.scheme.administration.name],
        "date": [today.year, today.month, today.day],
        "lines": [*lines, version.state_label],
        "address": settings.SITE_URL + path,
        "example": _("Valori di esempio: punti e soglie che nessun atto pubblico riporta.")
        if version.is_example
        else "",
        "introduction": [text.strip() for text in version.introduction.split("\n\n") if text.strip()],
        "facts": [list(pair) for pair in whole.facts],
        "bands": [[row.band.label, row.words, row.minimum] for row in whole.bands],
        "services": whole.services,
        "declarations": version.declaration_lines,
        "areas": _areas(whole),
        "cycles": _cycles(whole),
        "fees": [[row.who, row.amount] for row in whole.cycle_fees],
        "plan": _plan(whole.plan),
        "indicators": [
            [f"{row.title} ({row.unit})" if row.unit else row.title, _figure(row)] for row in whole.indicators
        ],
        "labels": {
            "introduction": _("Premessa"),
            "facts": _("In breve"),
            "facts_header": [_("Che cosa"), _("Valore")],
            "bands": _("Punteggio minimo"),
            "bands_header": [_("Classe"), _("Per chi vale"), _("Punti")],
            "services": _("Servizi che la domanda chiede"),
            "declarations": _("Dichiarazioni di chi presenta la domanda"),
            "cycles": _("Il percorso, fase per fase"),
            "cycles_header": [_("Fase"), _("Durata"), _("Si chiude con")],
            "fees": _("Quote"),
            "fees_header": [_("Chi"), _("Quota")],
            "plan": _("Che cosa contiene il piano aziendale"),
            "sizes_header": [_("Dimensione"), _("Contenuto minimo")],
            "areas_header": [_("Macro area"), _("Campi")],
            "indicators": _("I dati di ogni anno"),
            "indicators_header": [_("Indicatore"), _("Che cosa si conta")],
            "requirements": _("Requisiti"),
            "requirements_header": [_("Codice"), _("Requisito"), _("Punti")],
            "example": _("Attenzione"),
        },
    }


def _areas(whole: Outline) -> list[dict[str, Any]]:
    return [
        {
            "title": f"{area.section.code}. {area.section.title}",
            "guidance": area.section.guidance,
            "rows": [_row(row) for row in area.rows],
        }
        for area in whole.areas
    ]


def _cycles(whole: Outline) -> list[dict[str, Any]]:
    return [
        {
            "title": cycle.title,
            "follows": cycle.follows,
            "rows": [
                {
                    "title": phase.title,
                    "guidance": phase.guidance,
                    "grants": _("Riconosce: %(level)s") % {"level": phase.grants} if phase.grants else "",
                    "lasts": phase.lasts,
                    "closes": phase.closes,
                }
                for phase in cycle.phases
            ],
        }
        for cycle in whole.cycles
    ]


def _plan(plan: PlanRows | None) -> dict[str, Any]:
    """The least content by size, and the macro areas with their fields; nothing without macro areas."""
    if plan is None or not plan.areas:
        return {"sizes": [], "areas": []}
    return {
        "sizes": [[row.size, "; ".join(row.asks) or _("nessun minimo: basta un'attività")] for row in plan.sizes],
        "areas": [[area.title, ", ".join(field.title for field in area.fields.all())] for area in plan.areas],
    }


def _figure(row: IndicatorRow) -> str:
    """What an indicator counts, how it is computed, whether it has to be given."""
    notes = [row.help.rstrip("."), row.how, _("obbligatorio") if row.indicator.required else ""]
    return ". ".join(note[:1].upper() + note[1:] for note in notes if note) + "."


def _row(row: Row) -> dict[str, Any]:
    requirement = row.requirement
    kind = _("Obbligatorio") if requirement.mandatory else _("Facoltativo")
    notes = [kind, row.due, _("quando %(words)s") % {"words": row.applies} if row.applies else "", row.evidence]
    return {
        "code": requirement.code,
        "text": requirement.text,
        "guidance": requirement.guidance,
        "notes": ". ".join(note for note in notes if note) + ".",
        "points": row.points,
    }
