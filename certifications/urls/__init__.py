"""Routes of the namespace "certifications"."""

from certifications.urls import certificates, schemes

app_name = "certifications"
urlpatterns = [*certificates.urlpatterns, *schemes.urlpatterns]
