"""Routes of the namespace "certifications"."""

from certifications.urls import certificates, recognition

app_name = "certifications"
# Addresses with fixed words stand before those with a slug in their place.
urlpatterns = [*recognition.urlpatterns, *certificates.urlpatterns]
from certifications.urls import assessment, certificates

app_name = "certifications"
urlpatterns = [*assessment.urlpatterns, *certificates.urlpatterns]
from certifications.urls import certificates, files

app_name = "certifications"
urlpatterns = [*certificates.urlpatterns, *files.urlpatterns]
from certifications.urls import certificates, life

app_name = "certifications"
# Those of `certificates` end with a pattern that takes any word: the more particular ones come first.
urlpatterns = [*life.urlpatterns, *certificates.urlpatterns]
from certifications.urls import applications, certificates

app_name = "certifications"
urlpatterns = [*applications.urlpatterns, *certificates.urlpatterns]
