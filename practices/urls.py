from django.urls import path

from practices.views import collection_files, collections, editing, public, review, work

app_name = "practices"
DESK = "scrivania/buone-pratiche/"
SHELF = "scrivania/raccolte/"
LIST = SHELF + "<uuid:uuid>/"
ITEM = LIST + "pratiche/<int:pk>/"
ONE = DESK + "<uuid:uuid>/"
urlpatterns = [
    path("buone-pratiche/", public.PracticeList.as_view(), name="list"),
    path("buone-pratiche/<slug:slug>/", public.detail, name="detail"),
    path("buone-pratiche/<slug:slug>/documenti/<uuid:uuid>/", public.document, name="document"),
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
    path(DESK + "nuova/", work.create, name="create"),
    path(ONE, work.work_detail, name="work_detail"),
    path(ONE + "anteprima/", work.preview, name="preview"),
    path(ONE + "valutazione/", review.review, name="review"),
    path(ONE + "modifica/<slug:section_name>/", editing.edit, name="edit"),
    path(ONE + "documenti/<int:pk>/", editing.describe, name="describe_document"),
    path(ONE + "documenti/<int:pk>/sposta/", editing.move, name="move_document"),
    path(ONE + "documenti/<int:pk>/togli/", editing.remove, name="remove_document"),
    # The names of PRACTICE_WORKFLOW: submit, withdraw, publish …
    path(ONE + "<slug:name>/", review.transition, name="transition"),
]
