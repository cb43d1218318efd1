from certifications.models import Application
from tests.access.rows import Row
from tests.factories.applications import ApplicationFactory, SchemeVersionFactory

# Who reads the applications of the own administration, as officer, manager or auditor.
READERS = ("certification_officer", "certification_manager", "auditor")
OFFICER = "trento:certification_officer"
# The council is a guest: it reads, and is no colleague.
FILE_READERS = {f"{side}:{role}": 200 for side in ("trento", "piemonte") for role in READERS} | {
    "trento-guest:audit_council": 200,
    "piemonte-guest:audit_council": 200,
}


def application(**fields):
    """An application of the organisation to Trento, submitted."""

    def make(world):
        version = SchemeVersionFactory(scheme__administration=world.trento, with_requirements=2, published=True)
        values = {"state": Application.State.SUBMITTED, **fields}
        made = ApplicationFactory(organisation=world.organisation, version=version, **values)
        return {"public_id": made.public_id}

    return make


OF_A_FILE = {**FILE_READERS, "organisation:legal_representative": 403, "organisation:contact": 403}

ROWS_BY_NAME = {
    "file": Row(kwargs=application(), expect=OF_A_FILE),
    "file_history": Row(kwargs=application(), expect=OF_A_FILE),
}
ROWS = {f"certifications:{name}": rows for name, rows in ROWS_BY_NAME.items()}
