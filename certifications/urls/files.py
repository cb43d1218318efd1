"""Routes of the files (pratiche) at the office, and of the applicant's side of integrations and clock."""

from django.urls import path

from certifications.views import (
    deadlines,
    file_lists,
    file_steps,
    files,
    integrations,
    procedure_rules,
    times,
)

FILE = "scrivania/pratiche/<slug:public_id>/"
MINE = "scrivania/domande/<slug:public_id>/"

urlpatterns = [
    path("certificazioni/tempi/", times.times, name="times"),
    path("certificazioni/tempi.csv", times.times_csv, name="times_csv"),
    path("scadenze/<str:token>.ics", deadlines.deadlines_feed, name="deadlines_feed"),
    path("scrivania/scadenze/", deadlines.deadlines, name="deadlines"),
    path("scrivania/scadenze/calendario/", deadlines.deadlines_key, name="deadlines_key"),
    path("scrivania/marchi/regole/", procedure_rules.rules, name="rules"),
    path("scrivania/marchi/regole/nuove/", procedure_rules.rules_new, name="rules_new"),
    path("scrivania/marchi/regole/promemoria/", procedure_rules.life_rules_new, name="life_rules_new"),
    path("scrivania/pratiche/", file_lists.files, name="files"),
    path("scrivania/pratiche/scarica.<str:kind>", file_lists.download, name="files_download"),
    path("scrivania/pratiche/insieme/", file_lists.bulk, name="files_bulk"),
    path(FILE, files.summary, name="file"),
    path(f"{FILE}risposte/", files.answers, name="file_answers"),
    path(f"{FILE}documenti/<uuid:uuid>/", files.document, name="file_document"),
    path(f"{FILE}integrazioni/", integrations.rounds, name="file_integrations"),
    path(f"{FILE}integrazioni/chiedi/", integrations.ask, name="file_ask"),
    path(f"{FILE}corrispondenza/", files.correspondence, name="file_correspondence"),
    path(f"{FILE}corrispondenza/<slug:kind>/<int:pk>/<slug:way>/", file_steps.protocol, name="file_protocol"),
    path(f"{FILE}storia/", files.history, name="file_history"),
    path(f"{FILE}passi/<slug:name>/", file_steps.step, name="file_step"),
    path(f"{MINE}integrazione/", integrations.answer, name="integration"),
    path(f"{MINE}procedimento/", integrations.procedure, name="procedure"),
]
