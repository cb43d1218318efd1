"""Routes of the namespace "certifications"."""

from certifications.urls import certificates, files

app_name = "certifications"
urlpatterns = [*certificates.urlpatterns, *files.urlpatterns]
