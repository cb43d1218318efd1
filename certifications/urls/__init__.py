"""Routes of the namespace "certifications"."""

from certifications.urls import (
    applications,
    assessment,
    certificates,
    decisions,
    files,
    life,
    recognition,
)

app_name = "certifications"
# Addresses with fixed words stand before those that take any word in their place, so `certificates` is the last.
urlpatterns = [
    *recognition.urlpatterns,
    *applications.urlpatterns,
    *assessment.urlpatterns,
    *decisions.urlpatterns,
    *files.urlpatterns,
    *life.urlpatterns,
    *certificates.urlpatterns,
]
from certifications.urls import assessment, certificates, files

app_name = "certifications"
urlpatterns = [*files.urlpatterns, *assessment.urlpatterns, *certificates.urlpatterns]
from certifications.urls import certificates, schemes

app_name = "certifications"
urlpatterns = [*certificates.urlpatterns, *schemes.urlpatterns]
from certifications.urls import certificates, processes

app_name = "certifications"
urlpatterns = [*certificates.urlpatterns, *processes.urlpatterns]
