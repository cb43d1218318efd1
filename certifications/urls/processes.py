"""Routes of processes with phases: plan, data, evaluation, council."""

from django.urls import path

from certifications.views import company_plans, council, evaluations, process_lists, processes, yearly_data

P = "scrivania/percorsi/"
ONE = f"{P}<slug:public_id>/"

urlpatterns = [
    path(P, process_lists.process_list, name="processes"),
    path(f"{P}scarica.<str:kind>", process_lists.download, name="processes_download"),
    path(f"{P}referente/<slug:slug>/<slug:scheme>/", processes.contact, name="internal_contact"),
    path(f"{P}apri/<slug:public_id>/", processes.open_from_application, name="process_open"),
    path(f"{P}registra/<slug:public_id>/", processes.take_over, name="process_take_over"),
    path("scrivania/incarichi/<int:pk>/", evaluations.appointment, name="appointment"),
    path("scrivania/consiglio/", council.council, name="council"),
    path("scrivania/consiglio/scarica.<str:kind>", council.council_download, name="council_download"),
    path(ONE, processes.process_detail, name="process"),
    path(f"{ONE}passi/<slug:name>/", processes.process_step, name="process_step"),
    path(f"{ONE}incarichi/<int:pk>/concludi/", processes.appointment_end, name="appointment_end"),
    path(f"{ONE}fasi/<int:place>/", processes.phase_detail, name="phase"),
    path(f"{ONE}fasi/<int:place>/passi/<slug:name>/", processes.phase_step, name="phase_step"),
    path(f"{ONE}fasi/<int:place>/documenti/<int:pk>/", processes.phase_document, name="phase_document"),
    path(f"{ONE}fasi/<int:place>/relazione/", evaluations.report, name="report"),
    path(f"{ONE}piano/", company_plans.plans, name="plans"),
    path(f"{ONE}piano/nuovo/", company_plans.plan_new, name="plan_new"),
    path(f"{ONE}piano/confronto/", company_plans.compare, name="plan_compare"),
    path(f"{ONE}piano/<int:pk>/", company_plans.plan, name="plan"),
    path(f"{ONE}piano/<int:pk>/passi/<slug:name>/", company_plans.plan_step, name="plan_step"),
    path(f"{ONE}piano/<int:pk>/attivita/nuova/", company_plans.activity_new, name="activity_new"),
    path(f"{ONE}piano/<int:pk>/attivita/<int:key>/", company_plans.activity, name="activity"),
    path(f"{ONE}piano/<int:pk>/attivita/<int:key>/togli/", company_plans.activity_remove, name="activity_remove"),
    path(f"{ONE}dati/", yearly_data.series, name="data"),
    path(f"{ONE}dati/nuovi/", yearly_data.data_new, name="data_new"),
    path(f"{ONE}dati/scarica.csv", yearly_data.data_csv, name="data_csv"),
    path(f"{ONE}dati/<int:year>/", yearly_data.data_year, name="data_year"),
    path(f"{ONE}dati/<int:year>/invia/", yearly_data.data_send, name="data_send"),
]
