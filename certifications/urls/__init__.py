"""Routes of the namespace "certifications"."""

from certifications.urls import assessment, certificates, decisions, files

app_name = "certifications"
urlpatterns = [
    *assessment.urlpatterns,
    *decisions.urlpatterns,
    *certificates.urlpatterns,
    *files.urlpatterns,
from certifications.urls import applications, assessment, certificates, files, life, recognition

app_name = "certifications"
# Addresses with fixed words stand before those that take any word in their place, so `certificates` is the last.
urlpatterns = [
    *recognition.urlpatterns,
    *applications.urlpatterns,
    *assessment.urlpatterns,
    *files.urlpatterns,
    *life.urlpatterns,
    *certificates.urlpatterns,
]
