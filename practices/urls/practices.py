"""Routes of practices: the library, and the work on them."""

from django.urls import path

from familynet.kernel.upload_views import upload_paths
from practices.views import (
    clarity,
    documents,
    editing,
    evidence,
    joint,
    places,
    public,
    reading,
    review,
    revisions,
    rounds,
    uploads,
    versions,
    work,
)

DESK = "scrivania/buone-pratiche/"
ONE = DESK + "<uuid:uuid>/"
VERSIONS = "buone-pratiche/<slug:slug>/versioni/"
urlpatterns = [
    path("buone-pratiche/", public.PracticeList.as_view(), name="list"),
    path("buone-pratiche/livelli-di-evidenza/", evidence.levels, name="evidence"),
    path("buone-pratiche/luoghi-simili/", places.places, name="places"),
    path("buone-pratiche/luoghi-simili/metodo/", places.method, name="places_method"),
    path("buone-pratiche/luoghi-simili.csv", places.export, {"kind": "csv"}, name="places_csv"),
    path("buone-pratiche/luoghi-simili.json", places.export, {"kind": "json"}, name="places_json"),
    path("buone-pratiche/<slug:slug>/", public.detail, name="detail"),
    path("buone-pratiche/<slug:slug>/documenti/<uuid:uuid>/", public.document, name="document"),
    path(VERSIONS, versions.versions, name="versions"),
    path(VERSIONS + "<int:number>/", versions.version, name="version"),
    path(VERSIONS + "<int:number>/confronta/<int:other>/", versions.compare, name="compare_versions"),
    path(DESK, work.WorkList.as_view(), name="work"),
    path(DESK + "nuova/", work.create, name="create"),
    path(DESK + "da-validare-insieme/", joint.queue, name="joint_queue"),
    path(DESK + "da-validare-insieme/<uuid:uuid>/", joint.joint_review, name="joint_review"),
    path(DESK + "chiarezza/", clarity.trend, name="clarity"),
    path(DESK + "chiarezza/dati.csv", clarity.trend_csv, name="clarity_csv"),
    path(ONE, work.work_detail, name="work_detail"),
    path(ONE + "anteprima/", work.preview, name="preview"),
    path(ONE + "chiarezza/", clarity.measure, name="measure"),
    path(ONE + "valutazione/", review.review, name="review"),
    path(ONE + "modifica/<slug:section_name>/", editing.edit, name="edit"),
    path(ONE + "documenti/<int:pk>/", documents.describe, name="describe_document"),
    path(ONE + "documenti/<int:pk>/sposta/", documents.move, name="move_document"),
    path(ONE + "documenti/<int:pk>/togli/", documents.remove, name="remove_document"),
    path(ONE + "documenti/<int:pk>/leggi/", reading.read_again, name="read_document"),
    path(ONE + "nuova-versione/", revisions.revise, name="revise"),
    path(ONE + "ancora-valida/", revisions.confirm, name="confirm"),
    path(ONE + "tipo/", revisions.kind, name="kind"),
    path(ONE + "giri/", rounds.rounds, name="rounds"),
    path(ONE + "giri/<int:before>/<int:after>/", rounds.compare_rounds, name="compare_rounds"),
    path(ONE + "risposte/", rounds.answers, name="answers"),
    path(ONE + "biblioteca-comune/<slug:name>/", joint.joint_step, name="joint_step"),
    *upload_paths(f"{ONE}documenti/carica/", ("start_upload", "upload_part", "cancel_upload"), uploads.DESK),
    path(ONE + "documenti/ordine/", documents.order, name="order_documents"),
    path(ONE + "documenti/versioni/<uuid:document>/", documents.earlier_version, name="earlier_version"),
    path(ONE + "documenti/<int:pk>/sostituisci/", documents.replace, name="replace_document"),
    # The names of PRACTICE_WORKFLOW: submit, withdraw, publish …
    path(ONE + "<slug:name>/", review.transition, name="transition"),
]
