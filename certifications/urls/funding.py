"""Routes of the accompanying opinion and of the calls for funding."""

from django.urls import path

from certifications.views import call_documents, funding, funding_work, opinions

WORK = "scrivania/bandi/"
DOCUMENT = f"{WORK}<slug:slug>/documenti/<uuid:uuid>/"

urlpatterns = [
    path("bandi/", funding.calls, name="calls"),
    path("bandi/<slug:slug>/", funding.call, name="call"),
    path("bandi/<slug:slug>/progetti.csv", funding.projects_csv, name="call_csv"),
    path("bandi/<slug:slug>/documenti/<uuid:uuid>/", call_documents.public_document, name="call_document"),
    path("scrivania/pratiche/<slug:public_id>/parere/", opinions.opinion, name="file_opinion"),
    path(WORK, funding_work.calls_work, name="calls_work"),
    path(f"{WORK}nuovo/", funding_work.call_new, name="call_new"),
    path(f"{WORK}suggerimenti/domande/", funding_work.suggest_application, name="suggest_application"),
    path(f"{WORK}suggerimenti/certificati/", funding_work.suggest_certificate, name="suggest_certificate"),
    path(f"{WORK}progetti/<int:pk>/collegamenti/", funding_work.project_ties, name="project_ties"),
    path(f"{WORK}progetti/<int:pk>/<slug:name>/", funding_work.project_step, name="project_step"),
    path(f"{WORK}<slug:slug>/", funding_work.call_work, name="call_work"),
    path(f"{WORK}<slug:slug>/modifica/", funding_work.call_edit, name="call_edit"),
    path(f"{WORK}<slug:slug>/aumento/", funding_work.call_increase, name="call_increase"),
    path(f"{WORK}<slug:slug>/progetti/nuovo/", funding_work.project_new, name="project_new"),
    path(f"{WORK}<slug:slug>/documenti/nuovo/", call_documents.document_new, name="call_document_new"),
    path(DOCUMENT, call_documents.work_document, name="call_work_document"),
    path(f"{DOCUMENT}sostituisci/", call_documents.document_replace, name="call_document_replace"),
    path(f"{DOCUMENT}togli/", call_documents.document_remove, name="call_document_remove"),
    path(f"{WORK}<slug:slug>/<slug:name>/", funding_work.call_step, name="call_step"),
]
