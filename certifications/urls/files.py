"""Routes of the files (pratiche) at the office."""

from django.urls import path

from certifications.views import files

urlpatterns = [
    path("scrivania/pratiche/<slug:public_id>/", files.summary, name="file"),
    path("scrivania/pratiche/<slug:public_id>/storia/", files.history, name="file_history"),
]
