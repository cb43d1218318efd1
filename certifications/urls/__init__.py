"""Routes of the namespace "certifications"."""

from certifications.urls import certificates

app_name = "certifications"
urlpatterns = [*certificates.urlpatterns]
