"""Routes of events; a namespace of their own, so that their names stay short."""

from django.urls import path

from practices.views import event_feeds, event_people, event_registrations, event_work, events

app_name = "events"
DESK = "scrivania/eventi/"
ONE = DESK + "<uuid:uuid>/"
PERSON = ONE + "iscritti/<uuid:registration>/<slug:name>/"
urlpatterns = [
    path("eventi/", events.event_list, name="list"),
    path("eventi/calendario.ics", event_feeds.public_feed, name="feed"),
    path("eventi/calendario/<str:token>.ics", event_feeds.private_feed, name="private_feed"),
    # "iscrizione" and "calendario" are never slugs (models.events.RESERVED_SLUGS).
    path("eventi/iscrizione/<str:token>/", event_registrations.registration, name="registration"),
    path("eventi/<slug:slug>/", events.detail, name="detail"),
    path("eventi/<slug:slug>/evento.ics", event_feeds.one, name="ics"),
    path("eventi/<slug:slug>/iscrizione/", event_registrations.ask, name="ask"),
    path("eventi/<slug:slug>/partecipo/", event_registrations.join, name="join"),
    path("eventi/<slug:slug>/materiali/<uuid:uuid>/", events.material, name="material"),
    path("eventi/<slug:slug>/verbale/", events.minutes, name="minutes"),
    path(DESK, event_work.work, name="work"),
    path(DESK + "nuovo/", event_work.create, name="create"),
    path("scrivania/le-mie-iscrizioni/", event_registrations.mine, name="mine"),
    path("scrivania/le-mie-iscrizioni/calendario/", event_registrations.calendar_key, name="calendar_key"),
    path(DESK + "suggerisci-pratica/", event_work.suggest_practice, name="suggest_practice"),
    path(ONE, event_work.work_detail, name="work_detail"),
    path(ONE + "modifica/", event_work.edit, name="edit"),
    path(ONE + "pratiche/", event_work.link_practice, name="link_practice"),
    path(ONE + "pratiche/<int:pk>/togli/", event_work.unlink_practice, name="unlink_practice"),
    path(ONE + "materiali/", event_work.add_material, name="add_material"),
    path(ONE + "materiali/<int:pk>/sposta/", event_work.move_material, name="move_material"),
    path(ONE + "materiali/<int:pk>/togli/", event_work.remove_material, name="remove_material"),
    path(ONE + "iscritti/", event_people.participants, name="participants"),
    path(ONE + "iscritti.csv", event_people.participants_csv, name="participants_csv"),
    path(PERSON, event_people.participant_step, name="participant_step"),
    path(ONE + "verbale/", event_work.close, name="close"),
    # The other names of EVENT_WORKFLOW: publish, hold, reopen, cancel, discard.
    path(ONE + "passo/<slug:name>/", event_work.step, name="step"),
]
