"""Routes of the namespace "certifications"."""

from certifications.urls import (
    applications,
    assessment,
    certificates,
    decisions,
    dossier,
    files,
    funding,
    infrastructures,
    life,
    processes,
    recognition,
    schemes,
)

app_name = "certifications"
# Addresses with fixed words stand before those that take any word in their place, so `certificates` is the last.
urlpatterns = [
    *applications.urlpatterns,
    *assessment.urlpatterns,
    *decisions.urlpatterns,
    *dossier.urlpatterns,
    *files.urlpatterns,
    *funding.urlpatterns,
    *infrastructures.urlpatterns,
    *life.urlpatterns,
    *processes.urlpatterns,
    *recognition.urlpatterns,
    *schemes.urlpatterns,
    *certificates.urlpatterns,
]
