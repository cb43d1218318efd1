"""Routes of assessment: the assessor's pages, the office's, the register of assessors."""

from django.urls import path

from certifications.views import assessor, assessor_lists, assessors, file_assessment

FILE = "scrivania/pratiche/<slug:public_id>/valutazione/"

urlpatterns = [
    path("scrivania/valutazioni/", assessor_lists.assessments, name="assessments"),
    path("scrivania/valutazioni/elenco.<str:kind>", assessor_lists.download, name="assessments_download"),
    path("scrivania/valutazioni/<int:pk>/", assessor.assessment, name="assessment"),
    path("scrivania/valutazioni/<int:pk>/consegna/", assessor.submit, name="assessment_submit"),
    path("scrivania/valutazioni/<int:pk>/prove/<int:evidence_pk>/", assessor.evidence, name="assessment_evidence"),
    path("scrivania/valutazioni/<int:pk>/sopralluoghi/nuovo/", assessor.visit, name="visit_new"),
    path("scrivania/valutazioni/<int:pk>/sopralluoghi/<int:visit_pk>/", assessor.visit, name="visit"),
    path(
        "scrivania/valutazioni/<int:pk>/documenti/<int:document_pk>/",
        assessor.visit_document,
        name="own_visit_document",
    ),
    path(FILE, file_assessment.overview, name="file_assessment"),
    path(f"{FILE}avvia/", file_assessment.start, name="start_assessment"),
    path(f"{FILE}assegna/", file_assessment.assign, name="assign"),
    path(f"{FILE}chiudi/", file_assessment.close, name="close_assessment"),
    path(f"{FILE}<int:pk>/ritira/", file_assessment.withdraw, name="withdraw_assignment"),
    path(f"{FILE}<int:pk>/documenti/<int:document_pk>/", file_assessment.visit_document, name="visit_document"),
    path("scrivania/valutatori/", assessors.register, name="assessors"),
    path("scrivania/valutatori/nuovo/", assessors.new, name="assessor_new"),
    path("scrivania/valutatori/invita/", assessors.invite, name="assessor_invite"),
    path("scrivania/valutatori/assegnazioni/", assessors.assignments, name="assignments"),
    path("scrivania/valutatori/assegnazioni/modello.csv", assessors.assignments_csv, name="assignments_csv"),
    path("scrivania/valutatori/accordo/", assessors.agreements, name="agreements"),
    path("scrivania/valutatori/accordo/<int:pk>/", assessors.agreement, name="agreement"),
    path("scrivania/valutatori/<int:pk>/", assessors.change, name="assessor"),
    path("scrivania/valutatori/<int:pk>/fine/", assessors.end, name="assessor_end"),
]
