"""Routes of the namespace "certifications"."""

from certifications.urls import (
    applications,
    assessment,
    certificates,
    decisions,
    files,
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
    *files.urlpatterns,
    *life.urlpatterns,
    *processes.urlpatterns,
    *recognition.urlpatterns,
    *schemes.urlpatterns,
    *certificates.urlpatterns,
]
