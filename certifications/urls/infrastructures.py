"""Routes of the register of family infrastructures."""

from django.urls import path

from certifications.views import infrastructures, infrastructures_work

WORK = "scrivania/infrastrutture/"

urlpatterns = [
    path("infrastrutture/", infrastructures.infrastructures, name="infrastructures"),
    path("infrastrutture.csv", infrastructures.infrastructures_csv, name="infrastructures_csv"),
    path("infrastrutture.geojson", infrastructures.infrastructures_geojson, name="infrastructures_geojson"),
    path("infrastrutture/<slug:public_id>/", infrastructures.infrastructure, name="infrastructure"),
    path(WORK, infrastructures_work.work_list, name="infrastructures_work"),
    path(f"{WORK}nuova/", infrastructures_work.new, name="infrastructure_new"),
    path(f"{WORK}<slug:public_id>/", infrastructures_work.work, name="infrastructure_work"),
    path(f"{WORK}<slug:public_id>/modifica/", infrastructures_work.edit, name="infrastructure_edit"),
    path(f"{WORK}<slug:public_id>/<slug:name>/", infrastructures_work.step, name="infrastructure_step"),
]
