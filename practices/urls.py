from django.urls import path

from practices.views import clarity, documents, editing, public, review, uploads, work

app_name = "practices"
DESK = "scrivania/buone-pratiche/"
ONE = DESK + "<uuid:uuid>/"
urlpatterns = [
    path("buone-pratiche/", public.PracticeList.as_view(), name="list"),
    path("buone-pratiche/<slug:slug>/", public.detail, name="detail"),
    path("buone-pratiche/<slug:slug>/documenti/<uuid:uuid>/", public.document, name="document"),
    path(DESK, work.WorkList.as_view(), name="work"),
    path(DESK + "nuova/", work.create, name="create"),
    path(DESK + "chiarezza/", clarity.trend, name="clarity"),
    path(DESK + "chiarezza/dati.csv", clarity.trend_csv, name="clarity_csv"),
    path(ONE, work.work_detail, name="work_detail"),
    path(ONE + "anteprima/", work.preview, name="preview"),
    path(ONE + "chiarezza/", clarity.measure, name="measure"),
    path(ONE + "valutazione/", review.review, name="review"),
    path(ONE + "modifica/<slug:section_name>/", editing.edit, name="edit"),
    path(ONE + "documenti/carica/", uploads.start, name="start_upload"),
    path(ONE + "documenti/carica/<uuid:upload>/", uploads.part, name="upload_part"),
    path(ONE + "documenti/carica/<uuid:upload>/annulla/", uploads.cancel, name="cancel_upload"),
    path(ONE + "documenti/ordine/", documents.order, name="order_documents"),
    path(ONE + "documenti/versioni/<uuid:document>/", documents.earlier_version, name="earlier_version"),
    path(ONE + "documenti/<int:pk>/", documents.describe, name="describe_document"),
    path(ONE + "documenti/<int:pk>/sposta/", documents.move, name="move_document"),
    path(ONE + "documenti/<int:pk>/sostituisci/", documents.replace, name="replace_document"),
    path(ONE + "documenti/<int:pk>/togli/", documents.remove, name="remove_document"),
    # The names of PRACTICE_WORKFLOW: submit, withdraw, publish …
    path(ONE + "<slug:name>/", review.transition, name="transition"),
]
