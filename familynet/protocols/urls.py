from django.urls import path

from familynet.protocols import views

app_name = "protocols"
urlpatterns = [
    path("protocollo/", views.detail, name="detail"),
    path("protocollo/<slug:slug>/", views.page, name="page"),
    path("scrivania/protocolli/", views.work, name="work"),
    path("scrivania/protocolli/nuovo/", views.create, name="create"),
    path("scrivania/protocolli/<slug:slug>/", views.work_detail, name="work_detail"),
    path("scrivania/protocolli/<slug:slug>/modifica/", views.edit, name="edit"),
    path("scrivania/protocolli/<slug:slug>/temi/", views.areas, name="areas"),
    path("scrivania/protocolli/<slug:slug>/atti/nuovo/", views.add_act, name="add_act"),
    path("scrivania/protocolli/<slug:slug>/convenzioni/nuova/", views.add_convention, name="add_convention"),
    path("scrivania/protocolli/<slug:slug>/azioni/nuova/", views.add_action, name="add_action"),
    path("scrivania/protocolli/<slug:slug>/passaggi/<slug:name>/", views.move, name="move"),
]
