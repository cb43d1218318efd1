"""Routes of mutual recognition."""

from django.urls import path

from certifications.views import recognition

urlpatterns = [
    path("certificazioni/corrispondenze/", recognition.recognition_list, name="recognitions"),
    path("certificazioni/corrispondenze/<int:pk>/", recognition.recognition, name="recognition"),
    path(
        "certificazioni/corrispondenze/<int:pk>/skos.jsonld", recognition.recognition_skos, name="recognition_skos"
    ),
    path("certificazioni/requisiti/<int:pk>/", recognition.requirement_id, name="requirement_id"),
    path("scrivania/marchi/corrispondenze/", recognition.recognition_work, name="recognition_work"),
    path("scrivania/marchi/corrispondenze/nuova/", recognition.recognition_new, name="recognition_new"),
    path("scrivania/marchi/corrispondenze/<int:pk>/", recognition.recognition_edit, name="recognition_edit"),
    path(
        "scrivania/marchi/corrispondenze/<int:pk>/<slug:name>/",
        recognition.recognition_step,
        name="recognition_step",
    ),
    path(
        "scrivania/domande/<slug:public_id>/riconoscimento/",
        recognition.application_recognition,
        name="application_recognition",
    ),
]
