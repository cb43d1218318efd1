"""Routes of the transfers."""

from django.urls import path

from practices.views.transfers import adaptations, meetings, public, steps, work

DESK = "scrivania/adozioni/"
ONE = DESK + "<uuid:uuid>/"
MEETING = ONE + "incontri/<int:pk>/"
urlpatterns = [
    path("adozioni/", public.ledger, name="ledger"),
    path("adozioni.jsonld", public.ledger_jsonld, name="ledger_jsonld"),
    path("adozioni.csv", public.ledger_csv, name="ledger_csv"),
    path("adozioni/pratiche/<uuid:uuid>/", public.practice_id, name="practice_id"),
    path("adozioni/<int:year>/<int:sequence>/", public.adoption_id, name="adoption_id"),
    path("buone-pratiche/<slug:slug>/adozioni/", public.adoptions, name="adoptions"),
    path("buone-pratiche/<slug:slug>/adozioni.jsonld", public.adoptions_jsonld, name="adoptions_jsonld"),
    path("buone-pratiche/<slug:slug>/adozioni.csv", public.adoptions_csv, name="adoptions_csv"),
    path(DESK, work.work_list, name="transfers"),
    path("scrivania/adozioni.csv", work.work_csv, name="transfers_csv"),
    path(DESK + "chiedi/<slug:slug>/", work.ask, name="transfer_ask"),
    path(ONE, work.detail, name="transfer"),
    path(ONE + "voci/nuova/", adaptations.add, name="transfer_item_new"),
    path(ONE + "voci/<int:pk>/", adaptations.change, name="transfer_item"),
    path(ONE + "voci/<int:pk>/togli/", adaptations.remove, name="transfer_item_remove"),
    path(ONE + "pratica/", adaptations.result, name="transfer_result"),
    path(ONE + "incontri/nuovo/", meetings.plan_new, name="transfer_meeting_new"),
    path(MEETING, meetings.change, name="transfer_meeting"),
    path(MEETING + "documenti/", meetings.add_document, name="transfer_document_new"),
    path(MEETING + "documenti/<uuid:document>/", meetings.document, name="transfer_document"),
    path(MEETING + "<slug:name>/", meetings.step, name="transfer_meeting_step"),
    # The names of TRANSFER_WORKFLOW: answer, decline, declare …
    path(ONE + "<slug:name>/", steps.step, name="transfer_step"),
]
