from django.urls import path

from districts.views import programmes, public, work

app_name = "districts"
WORK = "scrivania/distretti"
ONE = f"{WORK}/<slug:slug>"
PROGRAMME = f"{ONE}/programmi/<int:year>"
urlpatterns = [
    path("distretti/", public.district_list, name="list"),
    path("distretti/<slug:slug>/", public.district_detail, name="detail"),
    path("distretti/<slug:slug>/programmi/<int:year>/", public.programme_detail, name="programme"),
    path(f"{WORK}/", work.work_list, name="work"),
    path(f"{WORK}/nuovo/", work.district_new, name="new"),
    path(f"{ONE}/", work.manage, name="manage"),
    path(f"{ONE}/modifica/", work.district_edit, name="edit"),
    path(f"{ONE}/comuni/aggiungi/", work.municipality_add, name="municipality_add"),
    path(f"{ONE}/comuni/<slug:code>/togli/", work.municipality_remove, name="municipality_remove"),
    path(f"{ONE}/accordi/nuovo/", work.agreement_new, name="agreement_new"),
    path(f"{ONE}/accordi/<int:pk>/modifiche/", work.agreement_amend, name="agreement_amend"),
    path(f"{ONE}/accordi/<int:pk>/<slug:name>/", work.agreement_step, name="agreement_step"),
    path(f"{ONE}/membri/nuovo/", work.member_new, name="member_new"),
    path(f"{ONE}/membri/<int:pk>/<slug:name>/", work.member_step, name="member_step"),
    path(f"{ONE}/programmi/nuovo/", programmes.programme_new, name="programme_new"),
    path(f"{PROGRAMME}/", programmes.programme_manage, name="programme_manage"),
    path(f"{PROGRAMME}/modifica/", programmes.programme_edit, name="programme_edit"),
    path(f"{PROGRAMME}/passi/<slug:name>/", programmes.programme_step, name="programme_step"),
    path(f"{PROGRAMME}/azioni/<int:pk>/avanzamento/", programmes.progress, name="progress"),
]
