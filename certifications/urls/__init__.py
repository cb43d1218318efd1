"""Routes of the namespace "certifications"."""

from certifications.urls import applications, certificates

app_name = "certifications"
urlpatterns = [*applications.urlpatterns, *certificates.urlpatterns]
