"""Routes of the applicant's pages."""

from django.urls import path

from certifications.views.applications import evidence, starting, submitting, writing
from familynet.kernel.upload_views import upload_paths

ONE = "scrivania/domande/<slug:public_id>/"

urlpatterns = [
    path("scrivania/domande/", starting.application_list, name="applications"),
    path("scrivania/domande/nuova/", starting.application_new, name="application_new"),
    path(ONE, writing.application, name="application"),
    path(f"{ONE}dati/", writing.application_facts, name="application_facts"),
    path(f"{ONE}aggiorna/", writing.application_update, name="application_update"),
    path(f"{ONE}sezioni/<int:section>/", writing.application_section, name="application_section"),
    *upload_paths(
        f"{ONE}requisiti/<int:requirement>/documenti/carica/",
        ("application_upload", "application_upload_part", "application_upload_cancel"),
        evidence.DESK,
    ),
    path(
        f"{ONE}requisiti/<int:requirement>/documenti/ordine/",
        evidence.evidence_order,
        name="application_evidence_order",
    ),
    path(f"{ONE}documenti/<int:evidence>/", evidence.evidence_file, name="application_evidence"),
    path(
        f"{ONE}documenti/<int:evidence>/sostituisci/",
        evidence.evidence_replace,
        name="application_evidence_replace",
    ),
    path(f"{ONE}documenti/<int:evidence>/sposta/", evidence.evidence_move, name="application_evidence_move"),
    path(f"{ONE}documenti/<int:evidence>/prima/", evidence.evidence_version, name="application_evidence_version"),
    path(f"{ONE}documenti/<int:evidence>/togli/", evidence.evidence_remove, name="application_evidence_remove"),
    path(f"{ONE}presenta/", submitting.application_submit, name="application_submit"),
    path(f"{ONE}ricevuta/", submitting.application_receipt, name="application_receipt"),
    path(f"{ONE}ricevuta.pdf", submitting.receipt_file, {"which": "ricevuta"}, name="application_receipt_pdf"),
    path(f"{ONE}domanda.pdf", submitting.receipt_file, {"which": "domanda"}, name="application_pdf"),
    path(f"{ONE}delega/", submitting.receipt_file, {"which": "delega"}, name="application_delegation"),
    path(f"{ONE}ritira/", submitting.application_withdraw, name="application_withdraw"),
]
