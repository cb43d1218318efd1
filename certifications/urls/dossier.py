"""Routes of the file (pratica) as a package."""

from django.urls import path

from certifications.views import dossier

FILE = "scrivania/pratiche/<slug:public_id>/"

urlpatterns = [
    path(f"{FILE}fascicolo/", dossier.dossier, name="file_dossier"),
    path(f"{FILE}fascicolo.zip", dossier.package, name="file_package"),
    path(f"{FILE}fascicolo/copia/", dossier.release_new, name="file_release_new"),
    path(f"{FILE}fascicolo/copia/<uuid:uuid>.zip", dossier.release_package, name="file_release_package"),
]
