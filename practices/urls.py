from django.urls import path

from practices.transfer_urls import urlpatterns as transfers
from practices.views import editing, evidence, joint, public, reading, review, revisions, rounds, versions, work

app_name = "practices"
DESK = "scrivania/buone-pratiche/"
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
    path(DESK, work.WorkList.as_view(), name="work"),
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
