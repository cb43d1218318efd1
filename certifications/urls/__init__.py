"""Routes of the namespace "certifications"."""

from certifications.urls import certificates, recognition

app_name = "certifications"
# Addresses with fixed words stand before those with a slug in their place.
urlpatterns = [*recognition.urlpatterns, *certificates.urlpatterns]
