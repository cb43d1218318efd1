"""Routes of the decision: the office's, the applicant's, the wording of letters."""

from django.urls import path

from certifications.views import decisions, letters, outcome

FILE = "scrivania/pratiche/<slug:public_id>/decisione/"
OWN = "scrivania/domande/<slug:public_id>/"

urlpatterns = [
    path(FILE, decisions.overview, name="file_decision"),
    path(f"{FILE}assegna/", decisions.award, name="award"),
    path(f"{FILE}respingi/", decisions.refuse, name="refuse"),
    path(f"{FILE}preavviso/", decisions.notice, name="notice"),
    path(f"{FILE}preavviso/chiudi/", decisions.close_notice, name="close_notice"),
    path(f"{FILE}lettera/", decisions.letter, name="file_letter"),
    path(f"{FILE}documenti/<int:document_pk>/", decisions.notice_document, name="notice_document"),
    path("scrivania/decisioni/", decisions.batch, name="decisions"),
    path("scrivania/lettere/", letters.letters, name="letters"),
    path("scrivania/lettere/<slug:outcome>/<slug:slug>/", letters.letter, name="letter"),
    path(f"{OWN}osservazioni/", outcome.observations, name="observations"),
    path(
        f"{OWN}osservazioni/documenti/<int:document_pk>/",
        outcome.observation_document,
        name="observation_document",
    ),
    path(f"{OWN}decisione/", outcome.outcome, name="outcome"),
    path(f"{OWN}lettera/", outcome.letter, name="outcome_letter"),
]
