from django.urls import path

from familynet.territories import views

app_name = "territories"
urlpatterns = [
    path("mappa/<slug:code>.svg", views.base_map, name="base_map"),
    path("comuni/suggerimenti/", views.suggest, name="suggest"),
]
