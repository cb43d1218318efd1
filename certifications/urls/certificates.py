"""Routes of the register, public and at work, and of its imports."""

from django.urls import path

from certifications.views import certificates, imports, register

urlpatterns = [
    path("registro/", register.register, name="register"),
    path("registro/mappa/", register.register_map, name="register_map"),
    path("registro/scarica.csv", register.register_csv, name="register_csv"),
    path("registro/<slug:public_id>/", register.certificate, name="certificate"),
    path("certificazioni/", register.scheme_list, name="schemes"),
    path("certificazioni/<slug:slug>/", register.scheme_detail, name="scheme"),
    path("scrivania/registro/", certificates.work_list, name="work_list"),
    path("scrivania/registro/importazioni/", imports.import_list, name="imports"),
    path("scrivania/registro/importazioni/nuova/", imports.import_new, name="import_new"),
    path("scrivania/registro/importazioni/<uuid:run_id>/", imports.import_detail, name="import"),
    path("scrivania/registro/importazioni/<uuid:run_id>/stato/", imports.import_status, name="import_status"),
    path("scrivania/registro/importazioni/<uuid:run_id>/resoconto.csv", imports.import_csv, name="import_csv"),
    path("scrivania/registro/importazioni/<uuid:run_id>/file/", imports.import_file, name="import_file"),
    path("scrivania/registro/importazioni/<uuid:run_id>/avvia/", imports.import_start, name="import_start"),
    path("scrivania/registro/importazioni/<uuid:run_id>/controlla/", imports.import_check, name="import_check"),
    path("scrivania/registro/importazioni/<uuid:run_id>/scarta/", imports.import_refuse, name="import_refuse"),
    path("scrivania/registro/<slug:public_id>/", certificates.work_detail, name="work_detail"),
    path("scrivania/registro/<slug:public_id>/atto/", certificates.act, name="act"),
    path("scrivania/registro/<slug:public_id>/<slug:name>/", certificates.change, name="change"),
]
