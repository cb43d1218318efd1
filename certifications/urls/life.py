"""Routes of the life of a certificate: the holder's pages, conditions, notices, planned changes, transfers."""

from django.urls import path

from certifications.views import conditions, holdings, life

HELD = "scrivania/certificati/<slug:public_id>/"
FILE = "scrivania/registro/<slug:public_id>/"

urlpatterns = [
    path("scrivania/certificati/", holdings.mine, name="mine"),
    path("scrivania/certificati/documenti/<uuid:uuid>/", holdings.evidence, name="evidence"),
    path(HELD, holdings.holding, name="holding"),
    path(f"{HELD}condizioni/<int:pk>/", holdings.condition, name="condition"),
    path(
        f"{HELD}condizioni/<int:pk>/documenti/<uuid:uuid>/togli/",
        holdings.evidence_remove,
        name="evidence_remove",
    ),
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
