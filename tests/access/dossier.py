import datetime

from certifications.actions import release_file
from certifications.models import Application
from tests.access.procedure import application
from tests.access.rows import Row

OFFICE = {"trento:certification_officer": 200, "trento:certification_manager": 200}
READERS = OFFICE | {"trento:auditor": 200}
# They see the file and do not take it away: the accompanying side, who applied.
SEERS = {
    "piemonte:certification_officer": 403,
    "piemonte:certification_manager": 403,
    "piemonte:auditor": 403,
    "organisation:legal_representative": 403,
    "organisation:contact": 403,
}
REQUEST = {"request_reference": "PAT/2026/1", "requested_on": "2026-05-04", "reason": "Interesse."}


def release(world):
    found = application()(world)
    made = release_file(
        application=Application.objects.get(public_id=found["public_id"]),
        by=world.people["trento:certification_officer"],
        request_reference="PAT/2026/1",
        requested_on=datetime.date(2026, 5, 4),
        reason="Interesse.",
    )
    return {**found, "uuid": made.uuid}


ROWS = {
    "certifications:file_dossier": Row(application(), expect=READERS | SEERS),
    "certifications:file_package": Row(application(), expect=READERS | SEERS),
    "certifications:file_release_new": [
        Row(application(), expect=OFFICE | SEERS | {"trento:auditor": 403}),
        Row(
            application(),
            method="post",
            data=REQUEST,
            expect=dict.fromkeys(OFFICE, 302) | SEERS | {"trento:auditor": 403},
        ),
    ],
    "certifications:file_release_package": Row(release, expect=READERS | SEERS),
}
