from django.urls import path

from familynet.accounts import views

app_name = "accounts"
urlpatterns = [
    path("scrivania/persone/", views.PeopleList.as_view(), name="people"),
    path("scrivania/persone/invita/", views.invite, name="invite"),
    path("scrivania/persone/inviti/<uuid:uuid>/reinvia/", views.resend, name="invitation_resend"),
    path("scrivania/persone/inviti/<uuid:uuid>/ritira/", views.withdraw, name="invitation_withdraw"),
    path("scrivania/persone/<int:pk>/", views.person, name="person"),
    path("scrivania/persone/<int:pk>/ruoli/", views.grant, name="grant_role"),
    path("scrivania/persone/<int:pk>/ruoli/<int:assignment>/togli/", views.end, name="end_role"),
    path("scrivania/persone/<int:pk>/disattiva/", views.deactivate, name="deactivate"),
    path("scrivania/persone/<int:pk>/riattiva/", views.reactivate, name="reactivate"),
    path("scrivania/profilo/", views.profile, name="profile"),
    path("invito/<str:token>/", views.accept, name="accept_invitation"),
]
