from tests.access.procedure import FILE_READERS, application
from tests.access.rows import PUBLIC, Row
from tests.factories.funding import CallDocumentFactory, FundedProjectFactory, FundingCallFactory

ACT = {"act-kind": "determination", "act-number": "12", "act-date": "2024-05-06"}
KEEPERS = {"piemonte:certification_officer": 200, "piemonte:certification_manager": 200}
MANAGER = {"piemonte:certification_manager": 200}
READERS = KEEPERS | {"piemonte:auditor": 200}
ALL_READERS = {**FILE_READERS}
ALL_KEEPERS = {
    f"{s}:{r}": 200 for s in ("trento", "piemonte") for r in ("certification_officer", "certification_manager")
}
APPLICANT = {"organisation:legal_representative": 403, "organisation:contact": 403}


def call(**fields):
    def make(world):
        return {"slug": FundingCallFactory(administration=world.piemonte, **fields).slug}

    return make


def step(name, **fields):
    return lambda world: {**call(**fields)(world), "name": name}


def project(name, **fields):
    def make(world):
        made = FundedProjectFactory(call__administration=world.piemonte, organisation=world.organisation, **fields)
        return {"pk": made.pk, "name": name}

    return make


def document(draft=False, **fields):
    """A document of a call of Piemonte that somebody else added."""

    def make(world):
        made = CallDocumentFactory(call=FundingCallFactory(administration=world.piemonte, draft=draft), **fields)
        return {"slug": made.call.slug, "uuid": made.document.uuid}

    return make


def tied(world):
    return {"pk": project("")(world)["pk"]}


def without(allowed, *wider):
    """Those of the wider sets who see the record and may not do this."""
    seers = {who: 403 for group in wider for who in group}
    return {**seers, **allowed}


NEW = {"title": "Nuovo bando", "summary": "Contributi.", "budget": "1000"}

ROWS = {
    "certifications:calls": PUBLIC,
    "certifications:call": [
        Row(call(), anonymous=200, default=200),
        Row(call(draft=True), anonymous=404),
    ],
    "certifications:call_csv": [
        Row(call(), anonymous=200, default=200),
        Row(call(draft=True), anonymous=404),
    ],
    "certifications:call_document": [
        Row(document(), anonymous=200, default=200),
        Row(document(is_public=False), anonymous=404),
        Row(document(draft=True), anonymous=404),
    ],
    "certifications:call_work_document": Row(document(draft=True, is_public=False), expect=READERS),
    "certifications:call_document_new": Row(call(), expect=without(KEEPERS, READERS)),
    "certifications:call_document_replace": [
        Row(document(), expect=without(MANAGER, READERS)),
        Row(document(is_public=False), expect=without(KEEPERS, READERS)),
    ],
    "certifications:call_document_remove": [
        Row(document(), expect=without(MANAGER, READERS)),
        Row(
            document(is_public=False),
            method="post",
            data={"reason": "Superato"},
            expect=without(dict.fromkeys(KEEPERS, 302), READERS),
        ),
    ],
    "certifications:project_ties": [
        Row(tied, expect=without(KEEPERS, READERS)),
        Row(tied, method="post", data={}, expect=without(dict.fromkeys(KEEPERS, 302), READERS)),
    ],
    "certifications:suggest_application": Row(default=403, expect=ALL_KEEPERS),
    "certifications:suggest_certificate": Row(default=403, expect=ALL_KEEPERS),
    "certifications:file_opinion": [
        Row(application(), expect={**FILE_READERS, **APPLICANT}),
        Row(
            application(),
            method="post",
            data={"outcome": "favourable"},
            expect={
                **without({}, FILE_READERS),
                **APPLICANT,
                "piemonte:certification_officer": 302,
                "piemonte:certification_manager": 302,
            },
        ),
    ],
    "certifications:calls_work": Row(default=403, expect=ALL_READERS),
    "certifications:call_new": [
        Row(default=403, expect=ALL_KEEPERS),
        Row(
            default=403,
            method="post",
            data=lambda world: {**NEW, "administration": world.piemonte.pk},
            expect={**ALL_KEEPERS, **dict.fromkeys(KEEPERS, 302)},
        ),
    ],
    "certifications:call_work": Row(call(draft=True), expect=READERS),
    "certifications:call_edit": [
        Row(call(draft=True), expect=without(KEEPERS, READERS)),
        Row(call(), expect=without({}, READERS)),
    ],
    "certifications:call_increase": Row(call(), expect=without(MANAGER, READERS)),
    "certifications:project_new": Row(call(), expect=without(KEEPERS, READERS)),
    "certifications:call_step": [
        Row(step("publish", draft=True), expect=without(MANAGER, READERS)),
        Row(
            step("publish", draft=True),
            method="post",
            data=ACT,
            expect=without({"piemonte:certification_manager": 302}, READERS),
        ),
        Row(step("nonsense"), default=404),
    ],
    "certifications:project_step": [
        Row(project("grant"), expect=without(MANAGER, READERS)),
        Row(project("report", state="granted", granted=1), expect=without(KEEPERS, READERS)),
        Row(
            project("grant"),
            method="post",
            data={**ACT, "granted": "100"},
            expect=without({"piemonte:certification_manager": 302}, READERS),
        ),
    ],
}
