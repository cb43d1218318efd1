from django.urls import path, re_path

from practices.transfer_urls import urlpatterns as transfers
from practices.views import (
    collection_files,
    collections,
    editing,
    evidence,
    exports,
    imports,
    joint,
    public,
    reading,
    review,
    revisions,
    rounds,
    versions,
    work,
)

app_name = "practices"
DESK = "scrivania/buone-pratiche/"
SHELF = "scrivania/raccolte/"
LIST = SHELF + "<uuid:uuid>/"
ITEM = LIST + "pratiche/<int:pk>/"
IMPORTS = DESK + "importa/"
RUN = IMPORTS + "<uuid:run_id>/"
ONE = DESK + "<uuid:uuid>/"
VERSIONS = "buone-pratiche/<slug:slug>/versioni/"
urlpatterns = [
    *transfers,
    path("buone-pratiche/", public.PracticeList.as_view(), name="list"),
    path("buone-pratiche/livelli-di-evidenza/", evidence.levels, name="evidence"),
    path("buone-pratiche/<slug:slug>/", public.detail, name="detail"),
    path("buone-pratiche/<slug:slug>/documenti/<uuid:uuid>/", public.document, name="document"),
    path(VERSIONS, versions.versions, name="versions"),
    path(VERSIONS + "<int:number>/", versions.version, name="version"),
    path(VERSIONS + "<int:number>/confronta/<int:other>/", versions.compare, name="compare_versions"),
    re_path(r"^buone-pratiche/esporta\.(?P<format_>csv|xlsx|json)$", exports.export, name="export"),
    path("buone-pratiche/esporta/colonne/", exports.dictionary, name="columns"),
    path("raccolte/", collection_files.collections, name="collections"),
    path("raccolte/<slug:slug>/", collection_files.collection, name="collection"),
    path("raccolte/<slug:slug>/raccolta.pdf", collection_files.public_pdf, name="collection_pdf"),
    path("raccolte/<slug:slug>/pacchetto.zip", collection_files.public_package, name="collection_package"),
    path(SHELF, collections.collections_work, name="collections_work"),
    path(SHELF + "nuova/", collections.collection_new, name="collection_new"),
    path(SHELF + "aggiungi/<uuid:uuid>/", collections.collection_add, name="collection_add"),
    path(LIST, collections.collection_work, name="collection_work"),
    path(LIST + "modifica/", collections.collection_edit, name="collection_edit"),
    path(LIST + "condividi/", collections.collection_share, name="collection_share"),
    path(LIST + "chiudi/", collections.collection_close, name="collection_close"),
    path(LIST + "riapri/", collections.collection_reopen, name="collection_reopen"),
    path(LIST + "raccolta.pdf", collection_files.work_pdf, name="collection_work_pdf"),
    path(LIST + "pacchetto.zip", collection_files.work_package, name="collection_work_package"),
    path(ITEM, collections.collection_note, name="collection_note"),
    path(ITEM + "sposta/", collections.collection_move, name="collection_move"),
    path(ITEM + "togli/", collections.collection_remove, name="collection_remove"),
    path(DESK, work.WorkList.as_view(), name="work"),
    re_path(rf"^{DESK}esporta\.(?P<format_>csv|xlsx|json)$", exports.export_work, name="export_work"),
    path(IMPORTS, imports.import_list, name="imports"),
    path(IMPORTS + "nuova/", imports.import_new, name="import_new"),
    path(RUN, imports.import_detail, name="import"),
    path(RUN + "stato/", imports.import_status, name="import_status"),
    path(RUN + "resoconto.csv", imports.import_report, name="import_report"),
    path(RUN + "file/", imports.import_file, name="import_file"),
    path(RUN + "controlla/", imports.import_check, name="import_check"),
    path(RUN + "avvia/", imports.import_start, name="import_start"),
    path(RUN + "scarta/", imports.import_discard, name="import_discard"),
    path(DESK + "nuova/", work.create, name="create"),
    path(DESK + "da-validare-insieme/", joint.queue, name="joint_queue"),
    path(DESK + "da-validare-insieme/<uuid:uuid>/", joint.joint_review, name="joint_review"),
    path(ONE, work.work_detail, name="work_detail"),
    path(ONE + "anteprima/", work.preview, name="preview"),
    path(ONE + "valutazione/", review.review, name="review"),
    path(ONE + "modifica/<slug:section_name>/", editing.edit, name="edit"),
    path(ONE + "documenti/<int:pk>/", editing.describe, name="describe_document"),
    path(ONE + "documenti/<int:pk>/sposta/", editing.move, name="move_document"),
    path(ONE + "documenti/<int:pk>/togli/", editing.remove, name="remove_document"),
    path(ONE + "documenti/<int:pk>/leggi/", reading.read_again, name="read_document"),
    path(ONE + "nuova-versione/", revisions.revise, name="revise"),
    path(ONE + "ancora-valida/", revisions.confirm, name="confirm"),
    path(ONE + "tipo/", revisions.kind, name="kind"),
    path(ONE + "giri/", rounds.rounds, name="rounds"),
    path(ONE + "giri/<int:before>/<int:after>/", rounds.compare_rounds, name="compare_rounds"),
    path(ONE + "risposte/", rounds.answers, name="answers"),
    path(ONE + "biblioteca-comune/<slug:name>/", joint.joint_step, name="joint_step"),
    # The names of PRACTICE_WORKFLOW: submit, withdraw, publish …
    path(ONE + "<slug:name>/", review.transition, name="transition"),
]
