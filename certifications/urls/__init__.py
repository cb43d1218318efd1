"""Routes of the namespace "certifications"."""

from certifications.urls import certificates, processes

app_name = "certifications"
urlpatterns = [*certificates.urlpatterns, *processes.urlpatterns]
