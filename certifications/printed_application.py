"""The application and its receipt as data of printed documents (templates/pdf/*.typ), in Italian."""

from typing import Any

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from certifications.models import AnswerEvidence, Application, Declaration
from certifications.self_assessment import Item, SectionPart, SelfAssessment
from certifications.wording import trace
from familynet.kernel.pdf import render_pdf

SAID = {True: "Sì", False: "No", None: "Non detto"}


def application_pdf(assessment: SelfAssessment, declaration: Declaration | None) -> bytes:
    """The whole application as an archivable, accessible PDF."""
    with translation.override("it"):
        return render_pdf("application", printed(assessment, declaration))


def receipt_pdf(application: Application, files: list[dict[str, Any]]) -> bytes:
    """The receipt: what was submitted, when, by whom, and every file with its SHA-256."""
    with translation.override("it"):
        return render_pdf("receipt", printed_receipt(application, files))


def printed(assessment: SelfAssessment, declaration: Declaration | None) -> dict[str, Any]:
    """The data of templates/pdf/application.typ."""
    application, evaluation = assessment.application, assessment.evaluation
    return {
        **_head(application, "Domanda di certificazione"),
        "facts": _facts(application, assessment.facts),
        "result": {
            "headline": trace.headline(evaluation),
            "score": trace.score_line(evaluation),
            "missing": trace.what_is_missing(evaluation),
        },
        "sections": [_section(part) for part in assessment.sections],
        "declaration": _declaration(declaration) if declaration else None,
    }


def printed_receipt(application: Application, files: list[dict[str, Any]]) -> dict[str, Any]:
    """The data of templates/pdf/receipt.typ."""
    return {
        **_head(application, "Ricevuta di presentazione"),
        "facts": _facts(application, {}),
        "files": [
            [
                row["requirement"] or "–",
                row["name"],
                filesizeformat(row["size"]).replace("\xa0", " "),
                row["sha256"],
            ]
            for row in files
        ],
    }


def _head(application: Application, kind: str) -> dict[str, Any]:
    moment = timezone.localtime(application.submitted_at) if application.submitted_at else timezone.localtime()
    return {
        "title": f"{application.organisation.name}: {application.title}",
        "kind": kind,
        "body": application.administration.name,
        "date": [moment.year, moment.month, moment.day],
        "address": settings.SITE_URL + reverse("certifications:application", args=[application.public_id]),
        "when": date_format(moment, "d/m/Y H:i") if application.submitted_at else "",
        "code": application.public_id,
    }


def _facts(application: Application, facts: dict[str, Any]) -> list[list[str]]:
    organisation, version = application.organisation, application.version
    rows = [
        ["Organizzazione", organisation.name],
        ["Codice fiscale", organisation.fiscal_code or "non indicato"],
        ["Sede", str(organisation.municipality)],
        ["Certificazione", application.title],
        ["Tipo di domanda", str(application.get_kind_display())],
        ["Disciplinare", f"{version.label} ({version.act})" if version.act else version.label],
        ["Codice della domanda", application.public_id],
    ]
    if application.submitted_at:
        moment = date_format(timezone.localtime(application.submitted_at), "d/m/Y H:i")
        rows.append(["Presentata il", f"{moment}, da {application.submitted_by}"])
    if facts.get("population") is not None:
        year = f" ({facts['population_year']})" if facts.get("population_year") else ""
        rows.append(["Abitanti del comune", f"{facts['population']}{year}"])
    if facts.get("employees") is not None:
        rows.append(["Dipendenti", str(facts["employees"])])
    if application.services:
        known = dict(version.services.values_list("code", "label"))
        rows.append(["Servizi presenti", "; ".join(known.get(code, code) for code in application.services)])
    return rows


def _section(part: SectionPart) -> dict[str, Any]:
    return {
        "title": f"{part.section.code}. {part.section.title}",
        "items": [_item(item) for item in part.items],
    }


def _item(item: Item) -> dict[str, Any]:
    answer = item.answer
    return {
        "code": item.requirement.code,
        "text": item.requirement.text,
        "mandatory": item.requirement.mandatory,
        "said": SAID[answer.met if answer else None],
        "outcome": trace.explain_line(item.line),
        "note": answer.note if answer else "",
        "documents": [f"{e.document.name} (SHA-256 {e.document.sha256})" for e in item.evidence],
    }


def _declaration(declaration: Declaration) -> dict[str, Any]:
    moment = date_format(timezone.localtime(declaration.declared_at), "d/m/Y H:i")
    return {
        "who": f"{declaration.declared_by}, {str(declaration.get_capacity_display()).lower()}, {moment}",
        "texts": declaration.texts,
    }


def file_row(evidence: AnswerEvidence, code: str) -> dict[str, Any]:
    """One line of the list of files."""
    document = evidence.document
    return {
        "requirement": code,
        "name": document.name,
        "title": document.title,
        "size": document.size,
        "sha256": document.sha256,
    }
