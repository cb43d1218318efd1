"""Routes of the namespace "certifications"."""

from certifications.urls import assessment, certificates

app_name = "certifications"
urlpatterns = [*assessment.urlpatterns, *certificates.urlpatterns]
