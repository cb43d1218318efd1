"""Routes of the namespace "certifications"."""

from certifications.urls import certificates, life

app_name = "certifications"
# Those of `certificates` end with a pattern that takes any word: the more particular ones come first.
urlpatterns = [*life.urlpatterns, *certificates.urlpatterns]
