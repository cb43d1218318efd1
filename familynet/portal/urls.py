from django.urls import path

from familynet.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("scrivania/", views.desk, name="desk"),
]
