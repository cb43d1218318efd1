"""Routes of collections."""

from django.urls import path

from practices.views import collection_files, collections

SHELF = "scrivania/raccolte/"
LIST = SHELF + "<uuid:uuid>/"
ITEM = LIST + "pratiche/<int:pk>/"
urlpatterns = [
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
]
