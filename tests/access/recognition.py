from certifications.models import RequirementMap
from tests.access.rows import PUBLIC, Row
from tests.factories.applications import ApplicationFactory
from tests.factories.certifications import ActFactory
from tests.factories.recognition import RequirementMapFactory

ACT = {"act-kind": "determination", "act-number": "12", "act-date": "2024-05-06"}
OFFICERS = {"*:certification_officer": 200}
READERS = OFFICERS | {"*:certification_manager": 200, "*:auditor": 200}
EDITORS = {"trento:certification_officer": 302}
MANAGERS = {"trento:certification_manager": 302}


def table(state="draft", **fixed):
    """Trento recognises another of its marks."""

    def make(world):
        act = None if state == "draft" else ActFactory()
        return {"pk": RequirementMapFactory(matches="exact", state=state, act=act).pk, **fixed}

    return make


def requirement(world):
    return {"pk": RequirementMapFactory(state="published", act=ActFactory()).to_version.requirements.first().pk}


def rows_of_the_form(world):
    """Every requirement of the newest table without match."""
    return {f"r{m.pk}-relation": "none" for m in RequirementMap.objects.latest("pk").matches.all()}


def versions(world):
    existing = RequirementMapFactory(state="closed", act=ActFactory())
    return {"from_version": existing.from_version_id, "to_version": existing.to_version_id}


def draft_of(world):
    made = world.organisation.applications.first() or ApplicationFactory(organisation=world.organisation)
    return {"public_id": made.public_id}


PEOPLE = {"organisation:legal_representative": 200, "organisation:contact": 200}

ROWS = {
    "certifications:recognitions": PUBLIC,
    "certifications:recognition": [
        Row(table("published"), anonymous=200, default=200),
        Row(table(), anonymous=404),
    ],
    "certifications:recognition_skos": [
        Row(table("published"), anonymous=200, default=200),
        Row(table(), anonymous=404),
    ],
    "certifications:requirement_id": Row(requirement, anonymous=301, default=301),
    "certifications:recognition_work": Row(default=403, expect=READERS),
    "certifications:recognition_new": [
        Row(default=403, expect=OFFICERS),
        Row(
            default=403,
            method="post",
            data=versions,
            expect=EDITORS | {"piemonte:certification_officer": 200},
        ),
    ],
    "certifications:recognition_edit": [
        Row(table("published"), default=403, expect=READERS),
        Row(
            table(),
            expect={
                "trento:certification_officer": 200,
                "trento:certification_manager": 200,
                "trento:auditor": 200,
            },
        ),
        Row(
            table(),
            method="post",
            data=rows_of_the_form,
            expect=EDITORS | {"trento:certification_manager": 403, "trento:auditor": 403},
        ),
    ],
    "certifications:recognition_step": [
        Row(
            table(name="publish"),
            method="post",
            data=ACT,
            expect=MANAGERS | {"trento:certification_officer": 403, "trento:auditor": 403},
        ),
        Row(table("published", name="publish"), default=403, expect={"trento:certification_manager": 409}),
    ],
    "certifications:application_recognition": [
        Row(draft_of, expect=PEOPLE),
        Row(draft_of, method="post", data={"table": "1"}, expect={}),
    ],
}
