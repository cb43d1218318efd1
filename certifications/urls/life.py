"""Routes of the life of a certificate: the holder's pages, conditions, notices, planned changes, transfers."""

from django.urls import path

from certifications.views import condition_files, conditions, holdings, life
from familynet.kernel.upload_views import upload_paths

HELD = "scrivania/certificati/<slug:public_id>/"
CONDITION = f"{HELD}condizioni/<int:pk>/documenti/"
FILE = "scrivania/registro/<slug:public_id>/"

urlpatterns = [
    path("scrivania/certificati/", holdings.mine, name="mine"),
    path("scrivania/certificati/documenti/<uuid:uuid>/", condition_files.evidence, name="evidence"),
    path(HELD, holdings.holding, name="holding"),
    path(f"{HELD}condizioni/<int:pk>/", holdings.condition, name="condition"),
    *upload_paths(
        f"{CONDITION}carica/",
        ("condition_upload", "condition_upload_part", "condition_upload_cancel"),
        condition_files.DESK,
    ),
    path(f"{CONDITION}ordine/", condition_files.order, name="evidence_order"),
    path(f"{CONDITION}<uuid:uuid>/sostituisci/", condition_files.replace, name="evidence_replace"),
    path(f"{CONDITION}<uuid:uuid>/sposta/", condition_files.move, name="evidence_move"),
    path(f"{CONDITION}<uuid:uuid>/prima/", condition_files.version, name="evidence_version"),
    path(f"{CONDITION}<uuid:uuid>/togli/", condition_files.remove, name="evidence_remove"),
    path(f"{HELD}rinuncia/", holdings.renunciation, name="renunciation"),
    path(f"{HELD}rinuncia/ritira/", holdings.renunciation_withdraw, name="renunciation_withdraw"),
    path(f"{HELD}promemoria/", holdings.reminders, name="reminders"),
    path(f"{HELD}allegati/<uuid:uuid>/", life.life_document, name="life_document"),
    path("scrivania/registro/da-controllare/", conditions.to_check, name="to_check"),
    path("scrivania/registro/sospensioni/", conditions.proposals, name="proposals"),
    path(
        "scrivania/registro/sospensioni/<int:pk>/archivia/", conditions.proposal_dismiss, name="proposal_dismiss"
    ),
    path(f"{FILE}condizioni/", conditions.conditions_work, name="conditions_work"),
    path(f"{FILE}condizioni/<int:pk>/", conditions.condition_check, name="condition_check"),
    path(f"{FILE}condizioni/<int:pk>/non-dovuta/", conditions.condition_waive, name="condition_waive"),
    path(f"{FILE}passaggio/", life.transfer, name="transfer"),
    path(f"{FILE}previsti/<int:pk>/annulla/", life.planned_cancel, name="planned_cancel"),
]
