"""The applicant's pages: for the people of the organisation; documents for all who see the application."""

import itertools

from django.core.files.uploadedfile import SimpleUploadedFile

from certifications.models import AnswerEvidence, Application, Declaration, Receipt
from tests.access.rows import Row
from tests.factories.applications import AnswerFactory, ApplicationFactory, SchemeVersionFactory
from tests.factories.certifications import DocumentFactory

# An organisation has one open application for each category.
PLACES = itertools.count(1)
LEGAL, CONTACT = "organisation:legal_representative", "organisation:contact"
OWN = {LEGAL: 200, CONTACT: 200}
DONE = {LEGAL: 302, CONTACT: 302}
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


def requirement(world):
    kwargs = draft()(world)
    application = Application.objects.get(**kwargs)
    return {**kwargs, "requirement": application.version.requirements.get().pk}


def evidence(make):
    def with_document(world):
        kwargs = make(world)
        answer = AnswerFactory(application=Application.objects.get(**kwargs))
        row = AnswerEvidence.objects.create(answer=answer, document=stored())
        return {**kwargs, "evidence": row.pk}

    return with_document


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
    # Without a file it is told so; what a file does stands in test_applications_views.
    "application_evidence_add": Row(kwargs=requirement, expect={LEGAL: 422, CONTACT: 422}, method="post"),
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
