import datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from certifications.models import (
    AnswerEvidence,
    Application,
    DeadlineCalendarKey,
    IntegrationItem,
    IntegrationRequest,
)
from familynet.kernel.calendars import renew_key
from familynet.kernel.documents import store_document
from tests.access.rows import PUBLIC, Row
from tests.factories.applications import AnswerFactory, ApplicationFactory, SchemeVersionFactory
from tests.factories.certifications import CategoryFactory, SchemeFactory

# Who reads the applications of the own administration, as officer, manager or auditor.
READERS = ("certification_officer", "certification_manager", "auditor")
OFFICER = "trento:certification_officer"
FILE_READERS = {f"{side}:{role}": 200 for side in ("trento", "piemonte") for role in READERS}


def application(**fields):
    """An application of the organisation to Trento, submitted."""

    def make(world):
        # A category of its own: an organisation has one open application for each.
        scheme = SchemeFactory(administration=world.trento)
        number = scheme.categories.count()
        category = CategoryFactory(scheme=scheme, slug=f"categoria-{number}", name=f"Categoria {number}")
        version = SchemeVersionFactory(scheme=scheme, category=category, with_requirements=2, published=True)
        values = {"state": Application.State.SUBMITTED, **fields}
        made = ApplicationFactory(organisation=world.organisation, version=version, **values)
        return {"public_id": made.public_id}

    return make


OF_A_FILE = {**FILE_READERS, "organisation:legal_representative": 403, "organisation:contact": 403}


def reviewed(**fields):
    return application(state=Application.State.IN_REVIEW, **fields)


def asked(world):
    """A file in which integrations are asked."""
    found = application(state=Application.State.INTEGRATION)(world)
    file = Application.objects.get(public_id=found["public_id"])
    request = IntegrationRequest.objects.create(
        application=file, asked_by=world.people[OFFICER], due_on=timezone.localdate() + datetime.timedelta(days=20)
    )
    IntegrationItem.objects.create(
        request=request, requirement=file.version.requirements.first(), question="Manca la delibera."
    )
    return found


def of_step(name, state):
    def make(world):
        return {**application(state=state)(world), "name": name}

    return make


def officer_of(world):
    return {"officer": world.people[OFFICER].pk}


def questions(world):
    """The matrix asks the newest file: its first requirement."""
    file = Application.objects.order_by("-pk").first()
    due_on = timezone.localdate() + datetime.timedelta(days=10)
    return {f"q{file.version.requirements.first().pk}": "Manca la delibera.", "due_on": due_on.isoformat()}


def document(world):
    found = application()(world)
    file = Application.objects.get(public_id=found["public_id"])
    answer = AnswerFactory(application=file)
    upload = SimpleUploadedFile("delibera.txt", b"Delibera di Giunta")
    stored = store_document(upload, title="Delibera", by=None, media_type="text/plain")
    AnswerEvidence.objects.create(answer=answer, document=stored)
    return {**found, "uuid": stored.uuid}


def protocol(world):
    return {**application()(world), "kind": "domanda", "pk": 0, "way": "entrata"}


def feed(world):
    return {"token": renew_key(DeadlineCalendarKey, by=world.people[OFFICER], label=lambda: "Rinnovato")}


RULES = {
    **{"valid_from": "2026-05-01", "start_from": "submission", "term_days": 60, "counting": "calendar"},
    **{"max_integrations": 1, "integration_days": 30, "integration_effect": "suspend", "observation_days": 10},
    **{"notice_effect": "suspend", "after_observations_days": 10, "warn_days": 10},
}
OF_ORGANISATION = {"organisation:legal_representative": 200, "organisation:contact": 200}


def only(status, *people):
    """Those people get `status`, all other readers of the file 403."""
    return dict.fromkeys(OF_A_FILE, 403) | dict.fromkeys(people, status)


MANAGER = "trento:certification_manager"
ROWS_BY_NAME = {
    "files": Row(default=403, expect=FILE_READERS),
    "files_download": Row(kwargs=lambda world: {"kind": "csv"}, default=403, expect=FILE_READERS),
    "files_bulk": Row(default=403, expect=dict.fromkeys(FILE_READERS, 302), method="post"),
    "file": Row(kwargs=application(), expect=OF_A_FILE),
    "file_answers": Row(kwargs=application(), expect=OF_A_FILE),
    "file_document": Row(kwargs=document, expect={**FILE_READERS, **OF_ORGANISATION}),
    "file_integrations": Row(kwargs=asked, expect=OF_A_FILE),
    "file_ask": [
        Row(kwargs=reviewed(), expect=only(200, OFFICER)),
        Row(kwargs=reviewed(), expect=only(302, OFFICER), method="post", data=questions),
    ],
    "file_correspondence": Row(kwargs=asked, expect=OF_A_FILE),
    "file_protocol": [
        Row(kwargs=protocol, expect=only(200, OFFICER)),
        Row(
            kwargs=protocol,
            expect=only(302, OFFICER),
            method="post",
            data={"number": "A1/7", "date": "2026-01-07"},
        ),
    ],
    "file_history": Row(kwargs=application(), expect=OF_A_FILE),
    "file_step": [
        Row(kwargs=of_step("take", Application.State.SUBMITTED), expect=only(200, OFFICER)),
        Row(
            kwargs=of_step("take", Application.State.SUBMITTED),
            expect=only(302, OFFICER),
            method="post",
            data=officer_of,
        ),
        Row(
            kwargs=of_step("assign_officer", Application.State.IN_REVIEW),
            expect=only(302, OFFICER, MANAGER),
            method="post",
            data=officer_of,
        ),
    ],
    "integration": [
        Row(kwargs=asked, expect={**dict.fromkeys(FILE_READERS, 403), **OF_ORGANISATION}),
        Row(
            kwargs=asked,
            expect={**dict.fromkeys(FILE_READERS, 403), **dict.fromkeys(OF_ORGANISATION, 302)},
            method="post",
        ),
    ],
    "deadlines": Row(default=200),
    "deadlines_key": Row(default=200, method="post"),
    "deadlines_feed": Row(kwargs=feed, anonymous=200, default=200),
    "rules": Row(default=403, expect=FILE_READERS),
    "rules_new": [
        Row(default=403, expect={"*:certification_officer": 200, "*:certification_manager": 200}),
        Row(
            default=403,
            expect={"*:certification_officer": 302, "*:certification_manager": 302},
            method="post",
            data=RULES,
        ),
    ],
    "life_rules_new": [
        Row(default=403, expect={"*:certification_officer": 200, "*:certification_manager": 200}),
        # The mark is of another administration: no form is taken, nobody is told more.
        Row(
            default=403,
            expect={"*:certification_officer": 422, "*:certification_manager": 422},
            method="post",
            data={"scheme": "0", "valid_from": "2030-01-01", "reminder_months": "6", "notice_days": "30"},
        ),
    ],
    "times": PUBLIC,
    "times_csv": PUBLIC,
    "procedure": Row(kwargs=application(), expect={**dict.fromkeys(FILE_READERS, 403), **OF_ORGANISATION}),
}
ROWS = {f"certifications:{name}": rows for name, rows in ROWS_BY_NAME.items()}
