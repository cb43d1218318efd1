"""Routes of the namespace "certifications"."""

from certifications.urls import applications, assessment, certificates, files

app_name = "certifications"
urlpatterns = [
    *applications.urlpatterns,
    *files.urlpatterns,
    *assessment.urlpatterns,
    *certificates.urlpatterns,
]
