"""Routes of the namespace "certifications"."""

from certifications.urls import assessment, certificates, files

app_name = "certifications"
urlpatterns = [*files.urlpatterns, *assessment.urlpatterns, *certificates.urlpatterns]
