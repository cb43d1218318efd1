"""Routes of schemes: at work, for the holders who realign, and for everyone."""

from django.urls import path

from certifications.views import (
    dry_runs,
    realignments,
    scheme_files,
    schemes_public,
    schemes_work,
    version_parts,
    version_way,
    versions_work,
)

WORK = "scrivania/marchi/"
VERSION = f"{WORK}disciplinari/<int:version_id>/"
PART = f"{VERSION}<slug:kind>/<int:part_id>/"
RUN = f"{WORK}prove/<uuid:run_id>/"
REALIGNMENT = "scrivania/adeguamenti/<uuid:uuid>/"
PUBLIC = "certificazioni/<slug:slug>/"
PUBLIC_VERSION = f"{PUBLIC}disciplinari/<int:version_id>"

urlpatterns = [
    path(WORK, schemes_work.schemes_work, name="schemes_work"),
    path(f"{WORK}nuovo/", schemes_work.scheme_new, name="scheme_new"),
    path(f"{WORK}importa/", scheme_files.scheme_import, name="scheme_import"),
    path(RUN, dry_runs.dry_run, name="dry_run"),
    path(f"{RUN}stato/", dry_runs.dry_run_status, name="dry_run_status"),
    path(f"{RUN}risultati.csv", dry_runs.dry_run_csv, name="dry_run_csv"),
    path(f"{RUN}adeguamento/", dry_runs.dry_run_plan, name="dry_run_plan"),
    path(VERSION, versions_work.version_work, name="version_work"),
    path(f"{VERSION}dati/", versions_work.version_edit, name="version_edit"),
    path(f"{VERSION}nuova-versione/", versions_work.version_copy, name="version_copy"),
    path(f"{VERSION}elimina/", versions_work.version_delete, name="version_delete"),
    path(f"{VERSION}passi/<slug:name>/", versions_work.version_step, name="version_step"),
    path(f"{VERSION}confronto/<int:other_id>/", versions_work.version_compare, name="version_compare"),
    path(f"{VERSION}prova/", dry_runs.dry_run_start, name="dry_run_start"),
    path(f"{VERSION}adeguamenti/", realignments.realignments, name="realignments"),
    path(f"{VERSION}percorso/", version_way.version_way, name="version_way"),
    path(f"{VERSION}piano/", version_way.version_plan, name="version_plan"),
    path(f"{VERSION}indicatori/", version_way.version_indicators, name="version_indicators"),
    path(f"{VERSION}<slug:kind>/nuovo/", version_parts.part_new, name="part_new"),
    path(PART, version_parts.part_edit, name="part_edit"),
    path(f"{PART}sposta/", version_parts.part_move, name="part_move"),
    path(f"{PART}elimina/", version_parts.part_delete, name="part_delete"),
    path(f"{WORK}<slug:slug>/", schemes_work.scheme_work, name="scheme_work"),
    path(f"{WORK}<slug:slug>/dati/", schemes_work.scheme_edit, name="scheme_edit"),
    path(f"{WORK}<slug:slug>/logo/", schemes_work.scheme_logo_edit, name="scheme_logo_edit"),
    path(f"{WORK}<slug:slug>/esporta.json", scheme_files.scheme_export, name="scheme_export"),
    path(f"{WORK}<slug:slug>/categorie/nuova/", schemes_work.category_edit, name="category_new"),
    path(f"{WORK}<slug:slug>/categorie/<int:category_id>/", schemes_work.category_edit, name="category_edit"),
    path(f"{WORK}<slug:slug>/periodi/nuovo/", schemes_work.window_edit, name="window_new"),
    path(f"{WORK}<slug:slug>/periodi/<int:window_id>/", schemes_work.window_edit, name="window_edit"),
    path(f"{WORK}<slug:slug>/disciplinari/nuovo/", versions_work.version_new, name="version_new"),
    path(REALIGNMENT, realignments.realignment, name="realignment"),
    path(f"{REALIGNMENT}dichiara/", realignments.realignment_answer, name="realignment_answer"),
    path(f"{REALIGNMENT}documenti/<int:answer_id>/", realignments.realignment_file, name="realignment_file"),
    path(f"{REALIGNMENT}<slug:name>/", realignments.realignment_step, name="realignment_step"),
    path(f"{PUBLIC}marchio.json", schemes_public.scheme_json, name="scheme_json"),
    path(f"{PUBLIC}logo/", schemes_public.scheme_logo, name="scheme_logo"),
    path(f"{PUBLIC_VERSION}/", schemes_public.version, name="version"),
    path(f"{PUBLIC_VERSION}.pdf", schemes_public.version_pdf, name="version_pdf"),
    path(f"{PUBLIC_VERSION}.json", schemes_public.version_json, name="version_json"),
    path(f"{PUBLIC_VERSION}/confronto/<int:other_id>/", schemes_public.versions_compare, name="versions_compare"),
]
