"""Routes of the namespace "certifications"."""

from certifications.urls import assessment, certificates, decisions, files

app_name = "certifications"
urlpatterns = [
    *assessment.urlpatterns,
    *decisions.urlpatterns,
    *certificates.urlpatterns,
    *files.urlpatterns,
]
