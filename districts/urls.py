from django.http import HttpRequest, HttpResponse
from django.urls import path

app_name = "districts"


def soon(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("…")


urlpatterns = [
    path("distretti/<slug:slug>/", soon, name="detail"),
    path("scrivania/distretti/<slug:slug>/", soon, name="manage"),
    path("scrivania/distretti/<slug:slug>/programmi/<int:year>/", soon, name="programme_manage"),
]
