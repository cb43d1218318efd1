from django.urls import path

from familynet.networks.views import public, work

app_name = "networks"
urlpatterns = [
    path("reti/", public.network_list, name="list"),
    path("reti/<slug:slug>/", public.network_detail, name="detail"),
    path("scrivania/reti/", work.work_list, name="work"),
    path("scrivania/reti/adesioni/nuova/", work.membership_new, name="membership_new"),
    path("scrivania/reti/adesioni/<int:pk>/", work.membership_detail, name="membership"),
    path("scrivania/reti/adesioni/<int:pk>/<slug:name>/", work.membership_step, name="membership_step"),
    path("scrivania/reti/<slug:slug>/modifica/", work.network_edit, name="edit"),
]
