from django.core.files.uploadedfile import SimpleUploadedFile

from certifications.actions import upload_import
from familynet.territories.models import Municipality
from tests.access.rows import PUBLIC, Row
from tests.certifications import registers
from tests.factories.certifications import CategoryFactory, CertificateFactory

OFFICIALS = {"trento:*": 200, "piemonte:*": 200}
MANAGER = "trento:certification_manager"
OFFICER = "trento:certification_officer"
ACT = {"kind": "determination", "number": "12", "date": "2024-05-06"}


def certificate(**fields):
    """Of Trento, held in Piemonte."""

    def make(world):
        return {"public_id": CertificateFactory(**fields).public_id}

    return make


def run(world):
    """An import of Trento, checked."""
    if not Municipality.objects.filter(cadastral_code="Z001").exists():
        registers.make_field()
    file = SimpleUploadedFile("registro.csv", "\n".join([registers.HEADER, *registers.ROWS]).encode())
    by = world.people[OFFICER]
    made = upload_import(by=by, administration=world.trento, file=file, media_type="text/csv")
    return {"run_id": made.uuid}


def change(**fields):
    def make(world):
        return {**certificate(**fields)(world), "name": "suspend"}

    return make


def scheme(world):
    return {"slug": CategoryFactory().scheme.slug}


ONLY_OFFICERS = {"*:certification_officer": 200}
ROWS_OF_RUN = {OFFICER: 200}

ROWS_BY_NAME = {
    "register": PUBLIC,
    "register_map": PUBLIC,
    "register_csv": PUBLIC,
    "certificate": Row(kwargs=certificate(), anonymous=200, default=200),
    "schemes": PUBLIC,
    "scheme": Row(kwargs=scheme, anonymous=200, default=200),
    "work_list": Row(default=403, expect=OFFICIALS),
    "work_detail": Row(kwargs=certificate(), expect=OFFICIALS),
    "act": [
        Row(kwargs=certificate(act=None), expect={OFFICER: 200, "trento:*": 403, "piemonte:*": 403}),
        Row(
            kwargs=certificate(act=None),
            expect={OFFICER: 302, "trento:*": 403, "piemonte:*": 403},
            method="post",
            data=ACT,
        ),
    ],
    "change": [
        Row(kwargs=change(), expect={MANAGER: 200, "trento:*": 403, "piemonte:*": 403}),
        Row(
            kwargs=change(),
            expect={MANAGER: 302, "trento:*": 403, "piemonte:*": 403},
            method="post",
            data={**ACT, "comment": "Motivo"},
        ),
    ],
    "imports": Row(default=403, expect=ONLY_OFFICERS),
    "import_new": [
        Row(default=403, expect=ONLY_OFFICERS),
        Row(default=403, expect=ONLY_OFFICERS, method="post"),
    ],
    "import": Row(kwargs=run, expect=ROWS_OF_RUN),
    "import_status": Row(kwargs=run, expect=ROWS_OF_RUN),
    "import_csv": Row(kwargs=run, expect=ROWS_OF_RUN),
    "import_file": Row(kwargs=run, expect=ROWS_OF_RUN),
    "import_start": Row(kwargs=run, expect={OFFICER: 302}, method="post"),
    "import_check": Row(kwargs=run, expect={OFFICER: 302}, method="post"),
    "import_refuse": [
        Row(kwargs=run, expect=ROWS_OF_RUN),
        Row(kwargs=run, expect={OFFICER: 302}, method="post"),
    ],
}
ROWS = {f"certifications:{name}": rows for name, rows in ROWS_BY_NAME.items()}
