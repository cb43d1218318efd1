from django.urls import path

from familynet.notifications import views

app_name = "notifications"
DESK = "scrivania/notifiche/"
urlpatterns = [
    path(DESK, views.notification_list, name="list"),
    path(DESK + "scelte/", views.choices, name="choices"),
    path(DESK + "tutte-lette/", views.read_all, name="read_all"),
    path(DESK + "<int:pk>/letta/", views.read, name="read"),
    path(DESK + "<int:pk>/apri/", views.open_one, name="open"),
    path("notifiche/ferma/<str:token>/", views.stop, name="stop"),
]
