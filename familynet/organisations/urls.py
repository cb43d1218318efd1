from django.urls import path

from familynet.organisations.views import people, records

app_name = "organisations"
urlpatterns = [
    path("scrivania/organizzazioni/", records.OrganisationList.as_view(), name="list"),
    path("scrivania/organizzazioni/nuova/", records.create, name="create"),
    path("scrivania/organizzazioni/suggerimenti/", records.suggest, name="suggest"),
    path("scrivania/organizzazioni/<slug:slug>/", records.detail, name="detail"),
    path("scrivania/organizzazioni/<slug:slug>/modifica/", records.edit, name="edit"),
    path("scrivania/organizzazioni/<slug:slug>/chiudi/", records.close, name="close"),
    path("scrivania/organizzazioni/<slug:slug>/riapri/", records.reopen, name="reopen"),
    path("scrivania/organizzazioni/<slug:slug>/unisci/", records.merge, name="merge"),
    path("scrivania/organizzazioni/<slug:slug>/persone/invita/", people.invite, name="invite"),
    path("scrivania/organizzazioni/<slug:slug>/persone/<int:pk>/togli/", people.remove, name="remove_member"),
    path(
        "scrivania/organizzazioni/<slug:slug>/inviti/<int:pk>/ritira/", people.withdraw, name="withdraw_invitation"
    ),
    path("organizzazioni/invito/<str:token>/", people.accept, name="accept_invitation"),
]
