from django.http import HttpRequest, HttpResponse
from django.urls import path

app_name = "networks"


def soon(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("…")


urlpatterns = [
    path("reti/<slug:slug>/", soon, name="detail"),
    path("scrivania/reti/adesioni/<int:pk>/", soon, name="membership"),
]
