"""The applicant's pages: for the people of the organisation; documents for all who see the application."""

import itertools

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from certifications.actions import EvidenceFiles
from certifications.models import AnswerEvidence, Application, Declaration, Receipt
from familynet.kernel.uploads import start_upload
from tests.access.rows import Row
from tests.factories.applications import AnswerFactory, ApplicationFactory, SchemeVersionFactory
from tests.factories.certifications import DocumentFactory

# An organisation has one open application for each category.
PLACES = itertools.count(1)
LEGAL, CONTACT = "organisation:legal_representative", "organisation:contact"
OWN = {LEGAL: 200, CONTACT: 200}
DONE = {LEGAL: 302, CONTACT: 302}
FILE = {"name": "a.txt", "size": 5}
# Who reads submitted files of Trento and of organisations in Piemonte, as an official.
READERS = [
    f"{slug}:{role}"
    for slug in ("trento", "piemonte")
    for role in ("certification_officer", "certification_manager", "auditor")
]
NOT_THEIRS = dict.fromkeys(READERS, 403)


def draft(**fields):
    """A draft of the organisation of Piemonte that the personas act for."""

    def make(world):
        place = f"categoria-{next(PLACES)}"
        version = SchemeVersionFactory(
            with_requirements=1, published=True, category__slug=place, category__name=place
        )
        return {
            "public_id": ApplicationFactory(organisation=world.organisation, version=version, **fields).public_id
        }

    return make


submitted = draft(state="submitted")


def section(world):
    kwargs = draft()(world)
    application = Application.objects.get(**kwargs)
    return {**kwargs, "section": application.version.sections.get().pk}


def requirement_of(make):
    def with_requirement(world):
        kwargs = make(world)
        application = Application.objects.get(**kwargs)
        return {**kwargs, "requirement": application.version.requirements.get().pk}

    return with_requirement


requirement = requirement_of(draft())


def upload(world):
    """Of the contact: not even the legal representative finds it."""
    kwargs = requirement(world)
    application = Application.objects.get(public_id=kwargs["public_id"])
    place = EvidenceFiles(application, application.version.requirements.get())
    return {**kwargs, "upload": start_upload(place, by=world.people[CONTACT], **FILE).uuid}


def evidence(make):
    def with_document(world):
        kwargs = make(world)
        answer = AnswerFactory(application=Application.objects.get(**kwargs))
        row = AnswerEvidence.objects.create(answer=answer, document=stored())
        return {**kwargs, "evidence": row.pk}

    return with_document


def replaced(make):
    def with_newer(world):
        kwargs = evidence(make)(world)
        old = AnswerEvidence.objects.get(pk=kwargs["evidence"])
        AnswerEvidence.objects.filter(pk=old.pk).update(removed_at=timezone.now())
        AnswerEvidence.objects.create(answer=old.answer, document=stored(), replaces=old)
        return kwargs

    return with_newer


def stored():
    document = DocumentFactory()
    document.file.save("prova.csv", SimpleUploadedFile("prova.csv", b"a;b"))
    return document


def receipt(world):
    kwargs = submitted(world)
    application = Application.objects.get(**kwargs)
    Receipt.objects.create(
        application=application,
        document=stored(),
        application_document=stored(),
        issued_at=application.submitted_at,
    )
    Declaration.objects.create(
        application=application,
        capacity="delegate",
        delegation=stored(),
        declared_by=world.people[CONTACT],
    )
    return kwargs


FOR_READERS = {**OWN, **dict.fromkeys(READERS, 200)}
ROWS_BY_NAME = {
    "applications": Row(default=200),
    "application_new": [Row(default=200), Row(default=200, method="post")],
    "application": [
        Row(kwargs=draft(), expect=OWN),
        Row(kwargs=submitted, expect={**OWN, **NOT_THEIRS}),
    ],
    "application_facts": [
        Row(kwargs=draft(), expect=OWN),
        Row(kwargs=draft(), expect=DONE, method="post", data={"employees": "3"}),
        Row(kwargs=submitted, expect={LEGAL: 409, CONTACT: 409, **NOT_THEIRS}),
    ],
    "application_update": [
        Row(kwargs=draft(), expect=DONE, method="post"),
        Row(kwargs=submitted, expect={LEGAL: 409, CONTACT: 409, **NOT_THEIRS}, method="post"),
    ],
    "application_section": [
        Row(kwargs=section, expect=OWN),
        Row(kwargs=section, expect=DONE, method="post", data={"go": "stay"}),
    ],
    # What a file does stands in test_evidence_files; an upload is found by its sender only.
    "application_upload": [
        Row(kwargs=requirement, expect={LEGAL: 201, CONTACT: 201}, method="post", data=FILE),
        Row(kwargs=requirement, expect={LEGAL: 422, CONTACT: 422}, method="post"),
        Row(
            kwargs=requirement_of(submitted),
            expect={LEGAL: 422, CONTACT: 422, **NOT_THEIRS},
            method="post",
            data=FILE,
        ),
    ],
    "application_upload_part": [
        Row(kwargs=upload, expect={CONTACT: 200}),
        Row(kwargs=upload, expect={CONTACT: 409}, method="post", data={"x": "y"}),
    ],
    "application_upload_cancel": Row(kwargs=upload, expect={CONTACT: 200}, method="post"),
    "application_evidence_order": [
        Row(kwargs=requirement, expect=OWN, method="post"),
        Row(kwargs=requirement_of(submitted), expect={LEGAL: 409, CONTACT: 409, **NOT_THEIRS}, method="post"),
    ],
    "application_evidence_replace": [
        Row(kwargs=evidence(draft()), expect=OWN),
        Row(kwargs=evidence(draft()), expect=OWN, method="post"),
        Row(kwargs=evidence(submitted), expect={**OWN, **NOT_THEIRS}),
    ],
    "application_evidence_move": [
        Row(kwargs=evidence(draft()), expect=DONE, method="post"),
        Row(kwargs=evidence(submitted), expect={LEGAL: 409, CONTACT: 409, **NOT_THEIRS}, method="post"),
    ],
    "application_evidence_version": [
        Row(kwargs=replaced(draft()), expect=OWN),
        Row(kwargs=replaced(submitted), expect={**OWN, **NOT_THEIRS}),
    ],
    "application_evidence": [
        Row(kwargs=evidence(draft()), expect=OWN),
        Row(kwargs=evidence(submitted), expect=FOR_READERS),
    ],
    "application_evidence_remove": [
        Row(kwargs=evidence(draft()), expect=OWN),
        Row(kwargs=evidence(draft()), expect=DONE, method="post"),
        Row(kwargs=evidence(submitted), expect={LEGAL: 409, CONTACT: 409, **NOT_THEIRS}, method="post"),
    ],
    "application_submit": [
        Row(kwargs=draft(), expect=OWN),
        Row(kwargs=draft(), expect=OWN, method="post"),
        Row(kwargs=submitted, expect={LEGAL: 409, CONTACT: 409, **NOT_THEIRS}, method="post"),
    ],
    "application_receipt": Row(kwargs=receipt, expect={**OWN, **NOT_THEIRS}),
    "application_receipt_pdf": Row(kwargs=receipt, expect=FOR_READERS),
    "application_pdf": Row(kwargs=receipt, expect=FOR_READERS),
    "application_delegation": Row(kwargs=receipt, expect=FOR_READERS),
    "application_withdraw": [
        Row(kwargs=draft(), expect=OWN),
        Row(kwargs=submitted, expect={LEGAL: 200, CONTACT: 403, **NOT_THEIRS}),
        Row(kwargs=draft(), expect=DONE, method="post"),
        Row(kwargs=submitted, expect={LEGAL: 302, CONTACT: 403, **NOT_THEIRS}, method="post"),
    ],
}
ROWS = {f"certifications:{name}": rows for name, rows in ROWS_BY_NAME.items()}
