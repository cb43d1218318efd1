from django.urls import path

from practices.views import editing, places, public, reading, review, work

app_name = "practices"
DESK = "scrivania/buone-pratiche/"
ONE = DESK + "<uuid:uuid>/"
urlpatterns = [
    path("buone-pratiche/", public.PracticeList.as_view(), name="list"),
    path("buone-pratiche/luoghi-simili/", places.places, name="places"),
    path("buone-pratiche/luoghi-simili/metodo/", places.method, name="places_method"),
    path("buone-pratiche/luoghi-simili.csv", places.export, {"kind": "csv"}, name="places_csv"),
    path("buone-pratiche/luoghi-simili.json", places.export, {"kind": "json"}, name="places_json"),
    path("buone-pratiche/<slug:slug>/", public.detail, name="detail"),
    path("buone-pratiche/<slug:slug>/documenti/<uuid:uuid>/", public.document, name="document"),
    path(DESK, work.WorkList.as_view(), name="work"),
    path(DESK + "nuova/", work.create, name="create"),
    path(ONE, work.work_detail, name="work_detail"),
    path(ONE + "anteprima/", work.preview, name="preview"),
    path(ONE + "valutazione/", review.review, name="review"),
    path(ONE + "modifica/<slug:section_name>/", editing.edit, name="edit"),
    path(ONE + "documenti/<int:pk>/", editing.describe, name="describe_document"),
    path(ONE + "documenti/<int:pk>/sposta/", editing.move, name="move_document"),
    path(ONE + "documenti/<int:pk>/togli/", editing.remove, name="remove_document"),
    path(ONE + "documenti/<int:pk>/leggi/", reading.read_again, name="read_document"),
    # The names of PRACTICE_WORKFLOW: submit, withdraw, publish …
    path(ONE + "<slug:name>/", review.transition, name="transition"),
]
