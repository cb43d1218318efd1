"""Routes of assessment and decision."""

from django.urls import path

from certifications.views import stubs as v

urlpatterns = [
    path("scrivania/valutazioni/", v.stub, name="assessments"),
    path("scrivania/valutazioni/<int:pk>/", v.stub, name="assessment"),
    path("scrivania/pratiche/<slug:public_id>/valutazioni/", v.stub, name="file_assessments"),
    path("scrivania/pratiche/<slug:public_id>/decisione/", v.stub, name="file_decision"),
    path("scrivania/domande/<slug:public_id>/osservazioni/", v.stub, name="observations"),
    path("scrivania/domande/<slug:public_id>/decisione/", v.stub, name="outcome"),
]
