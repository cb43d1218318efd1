"""The receipt of a submission: the application as a PDF, the list of files with their SHA-256, the receipt."""

from typing import Any

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from certifications.models import Application, Declaration, Receipt
from certifications.printed_application import application_pdf, file_row, receipt_pdf
from certifications.self_assessment import SelfAssessment
from familynet.accounts.models import User
from familynet.kernel.documents import Document, store_document


def issue_receipt(*, application: Application, assessment: SelfAssessment, by: User) -> Receipt:
    """Called by the submission, inside its transaction: no submission without a receipt."""
    declaration = Declaration.objects.select_related("delegation", "declared_by").get(application=application)
    whole = _store(
        f"domanda-{application.public_id}.pdf", application_pdf(assessment, declaration), _("Domanda"), by
    )
    files = files_of(assessment, declaration, whole)
    paper = receipt_pdf(application, files)
    assert application.submitted_at is not None
    return Receipt.objects.create(
        application=application,
        application_document=whole,
        document=_store(f"ricevuta-{application.public_id}.pdf", paper, _("Ricevuta"), by),
        files=files,
        issued_at=application.submitted_at,
    )


def files_of(assessment: SelfAssessment, declaration: Declaration, whole: Document) -> list[dict[str, Any]]:
    """Every file that was submitted: the application itself, the delegation, the evidence."""
    own = [whole, declaration.delegation] if declaration.delegation else [whole]
    rows: list[dict[str, Any]] = [
        {"requirement": "", "name": d.name, "title": d.title, "size": d.size, "sha256": d.sha256} for d in own
    ]
    for item in assessment.items:
        rows += [file_row(evidence, item.requirement.code) for evidence in item.evidence]
    return rows


def _store(name: str, content: bytes, title: str, by: User) -> Document:
    return store_document(ContentFile(content, name=name), title=title, by=by, media_type="application/pdf")
