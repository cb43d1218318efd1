"""Routes of imports and exports."""

from django.urls import path, re_path

from practices.views import exports, imports

DESK = "scrivania/buone-pratiche/"
IMPORTS = DESK + "importa/"
RUN = IMPORTS + "<uuid:run_id>/"
urlpatterns = [
    re_path(r"^buone-pratiche/esporta\.(?P<format_>csv|xlsx|json)$", exports.export, name="export"),
    path("buone-pratiche/esporta/colonne/", exports.dictionary, name="columns"),
    re_path(rf"^{DESK}esporta\.(?P<format_>csv|xlsx|json)$", exports.export_work, name="export_work"),
    path(IMPORTS, imports.import_list, name="imports"),
    path(IMPORTS + "nuova/", imports.import_new, name="import_new"),
    path(RUN, imports.import_detail, name="import"),
    path(RUN + "stato/", imports.import_status, name="import_status"),
    path(RUN + "resoconto.csv", imports.import_report, name="import_report"),
    path(RUN + "file/", imports.import_file, name="import_file"),
    path(RUN + "controlla/", imports.import_check, name="import_check"),
    path(RUN + "avvia/", imports.import_start, name="import_start"),
    path(RUN + "scarta/", imports.import_discard, name="import_discard"),
]
