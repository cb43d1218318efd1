import datetime
import itertools
import json

from django.core.files.base import ContentFile
from django.utils import timezone

from certifications.models import AnswerEvidence, Application, Assessor, RefusalNotice, SiteVisit
from familynet.kernel.documents import store_document
from tests.access.rows import Row
from tests.factories.applications import (
    AnswerFactory,
    ApplicationFactory,
    AssessmentRoundFactory,
    AssignmentFactory,
    SchemeVersionFactory,
)

OFFICER, MANAGER, ASSESSOR = (
    f"trento:{role}" for role in ("certification_officer", "certification_manager", "assessor")
)
READERS = ("certification_officer", "certification_manager", "auditor")
# Who reads a file of Trento: its own officials, those of the seat, the applicant's people on their own pages.
CERTIFIER = {f"trento:{role}": 200 for role in READERS}
SIDE = {f"piemonte:{role}": 403 for role in READERS}
APPLICANT = {"organisation:legal_representative": 403, "organisation:contact": 403}
OF_A_FILE = {**CERTIFIER, **SIDE, **APPLICANT}
REFUSED = dict.fromkeys(OF_A_FILE, 403)
OWN_PAGE = {**REFUSED, "organisation:legal_representative": 200, "organisation:contact": 200}
REGISTER = {f"*:{role}": 200 for role in READERS}
KEEPERS = {"*:certification_officer": 200}
DECIDERS = {"*:certification_manager": 200}
ACT = {"act-kind": "determination", "act-number": "12", "act-date": timezone.localdate().isoformat()}


NUMBERS = itertools.count()


def made(world, state="in_assessment", **fields):
    """A file of the organisation, certified by Trento, in assessment."""
    # One organisation has one open application for a category, and a row makes several.
    version = SchemeVersionFactory(
        scheme__administration=world.trento,
        category__slug=f"categoria-{next(NUMBERS)}",
        with_requirements=2,
        published=True,
    )
    application = ApplicationFactory(organisation=world.organisation, version=version, state=state, **fields)
    if state != Application.State.IN_REVIEW:
        closed = {} if state == Application.State.IN_ASSESSMENT else {"closed_at": timezone.now()}
        AssessmentRoundFactory(application=application, needed=3, **closed)
    return application


def file(state="in_assessment", noticed=False):
    def make(world):
        application = made(world, state)
        if noticed:
            notice(world, application)
        return {"public_id": application.public_id}

    return make


def document(world):
    return store_document(
        ContentFile(b"%PDF-1.4 x", name="prova.pdf"), title="Prova", by=None, media_type="application/pdf"
    )


def notice(world, application, *, closed=True):
    made_notice = RefusalNotice.objects.create(
        application=application,
        reasons="Manca il piano.",
        sent_by=world.people[OFFICER],
        observations_due_on=timezone.localdate() - datetime.timedelta(days=1),
        observations="Eccolo.",
        observations_at=timezone.now(),
        closed_at=timezone.now() if closed else None,
    )
    made_notice.documents.add(document(world))
    return made_notice


def assessor(world):
    return Assessor.objects.get_or_create(
        administration=world.trento,
        user=world.people[ASSESSOR],
        defaults={"origin": "internal", "valid_from": datetime.date(2020, 1, 1)},
    )[0]


def assignment(world, state="working"):
    fields = {"opinion": "favourable", "submitted_at": timezone.now(), "score": 1} if state == "submitted" else {}
    return AssignmentFactory(application=made(world), assessor=assessor(world), state=state, **fields)


def own(state="working"):
    return lambda world: {"pk": assignment(world, state).pk}


def visited(world):
    found = assignment(world)
    visit = SiteVisit.objects.create(assignment=found, on=timezone.localdate(), place="Municipio")
    visit.documents.add(document(world))
    return found, visit


def own_visit(world):
    found, visit = visited(world)
    return {"pk": found.pk, "visit_pk": visit.pk}


def own_visit_document(world):
    found, visit = visited(world)
    return {"pk": found.pk, "document_pk": visit.documents.get().pk}


def own_evidence(world):
    found = assignment(world)
    answer = AnswerFactory(application=found.application)
    attached = AnswerEvidence.objects.create(answer=answer, document=document(world))
    return {"pk": found.pk, "evidence_pk": attached.pk}


def of_file(state="assigned"):
    def make(world):
        found = assignment(world, state)
        return {"public_id": found.application.public_id, "pk": found.pk}

    return make


def file_visit_document(world):
    found = assignment(world, "submitted")
    visit = SiteVisit.objects.create(assignment=found, on=timezone.localdate(), place="Municipio")
    visit.documents.add(document(world))
    kwargs = {"public_id": found.application.public_id, "pk": found.pk, "document_pk": visit.documents.get().pk}
    return kwargs


def noticed_document(world):
    application = made(world, "assessed")
    return {
        "public_id": application.public_id,
        "document_pk": notice(world, application).documents.get().pk,
    }


def open_notice(world):
    application = made(world, "notice")
    notice(world, application, closed=False)
    return {"public_id": application.public_id}


def entry(world):
    return {"pk": assessor(world).pk}


def version(world):
    return {"pk": SchemeVersionFactory(scheme__administration=world.trento).pk}


def candidate(world):
    return {
        "user": world.people["trento-guest:external_assessor"].pk,
        "task": "assessor",
        "valid_from": "2024-01-01",
    }


OWN_WORK = {ASSESSOR: 200}
# The assessor sees the file itself once declared, on the pages of the office only a refusal.
WITH_ASSESSOR = {ASSESSOR: 403}
OFFICER_ONLY = {**REFUSED, OFFICER: 200}
MANAGER_ONLY = {**REFUSED, MANAGER: 200}
WRITERS = {**REFUSED, OFFICER: 200, MANAGER: 200}
DECIDED = {**CERTIFIER, **SIDE, **APPLICANT}

ROWS_BY_NAME = {
    "assessments_download": Row(
        lambda world: {"kind": "csv"}, default=403, expect={"*:assessor": 200, "*-guest:external_assessor": 200}
    ),
    "assessments": Row(default=403, expect={"*:assessor": 200, "*-guest:external_assessor": 200}),
    "assessment": [
        Row(kwargs=own("assigned"), expect=OWN_WORK),
        Row(kwargs=own(), expect=OWN_WORK),
        Row(kwargs=own(), expect={ASSESSOR: 302}, method="post", data={"base": "1"}),
    ],
    "assessment_submit": [
        Row(kwargs=own(), expect=OWN_WORK),
        Row(kwargs=own("assigned"), expect={ASSESSOR: 403}),
    ],
    "assessment_evidence": [
        Row(kwargs=own_evidence, expect=OWN_WORK),
    ],
    "visit_new": Row(kwargs=own(), expect=OWN_WORK),
    "visit": Row(kwargs=own_visit, expect=OWN_WORK),
    "own_visit_document": Row(kwargs=own_visit_document, expect=OWN_WORK),
    "file_assessment": Row(kwargs=file(), expect=OF_A_FILE),
    "start_assessment": Row(kwargs=file("in_review"), expect={**REFUSED, OFFICER: 302}, method="post"),
    "assign": [
        Row(kwargs=file(), expect=OFFICER_ONLY),
        Row(
            kwargs=file(),
            expect={**REFUSED, OFFICER: 302},
            method="post",
            data=lambda world: {"assessor": assessor(world).pk},
        ),
    ],
    "close_assessment": Row(kwargs=file(), expect=OFFICER_ONLY),
    "withdraw_assignment": [
        Row(kwargs=of_file(), expect=OFFICER_ONLY),
        Row(kwargs=of_file(), expect={**REFUSED, OFFICER: 302}, method="post", data={"comment": "Malattia"}),
    ],
    "visit_document": Row(kwargs=file_visit_document, expect={**OF_A_FILE, **WITH_ASSESSOR}),
    "assessors": Row(default=403, expect=REGISTER),
    "assessor_new": [
        Row(default=403, expect=KEEPERS),
        Row(
            default=403,
            expect={OFFICER: 302, "piemonte:certification_officer": 200},
            method="post",
            data=candidate,
        ),
    ],
    "assessor_invite": [
        Row(default=403, expect=KEEPERS),
        Row(
            default=403,
            expect={"*:certification_officer": 302},
            method="post",
            data={"full_name": "Eva Esterna", "email": "eva@studio.example"},
        ),
    ],
    "assessor": Row(kwargs=entry, expect={**dict.fromkeys(CERTIFIER, 403), OFFICER: 200}),
    "assessor_end": Row(kwargs=entry, expect={**dict.fromkeys(CERTIFIER, 403), OFFICER: 200}),
    "assignments": [
        Row(default=403, expect=KEEPERS),
        Row(default=403, expect=KEEPERS, method="post", data={"rows": json.dumps([])}),
    ],
    "assignments_csv": Row(default=403, expect=KEEPERS),
    "agreements": Row(default=403, expect=REGISTER),
    "agreement": Row(
        kwargs=version,
        default=403,
        expect={**CERTIFIER, **dict.fromkeys(SIDE, 404)},
    ),
    "file_decision": Row(kwargs=file("assessed"), expect=DECIDED),
    "award": [
        Row(kwargs=file("assessed"), expect=MANAGER_ONLY),
        Row(kwargs=file("assessed"), expect={**REFUSED, MANAGER: 302}, method="post", data={**ACT, "reasons": ""}),
    ],
    "refuse": [
        Row(kwargs=file("assessed", noticed=True), expect=MANAGER_ONLY),
        Row(
            kwargs=file("assessed", noticed=True),
            expect={**REFUSED, MANAGER: 302},
            method="post",
            data={**ACT, "reasons": "Manca il piano."},
        ),
    ],
    "notice": [
        Row(kwargs=file("assessed"), expect=WRITERS),
        Row(
            kwargs=file("assessed"),
            expect={**REFUSED, OFFICER: 302, MANAGER: 302},
            method="post",
            data={"reasons": "Manca il piano."},
        ),
    ],
    "close_notice": [
        Row(kwargs=open_notice, expect=WRITERS),
        Row(kwargs=open_notice, expect={**REFUSED, OFFICER: 302, MANAGER: 302}, method="post", data={"go": "1"}),
    ],
    "file_letter": Row(kwargs=file("assessed"), expect={**dict.fromkeys(CERTIFIER, 404), **SIDE, **APPLICANT}),
    "notice_document": Row(kwargs=noticed_document, expect=OF_A_FILE),
    "decisions": [
        Row(default=403, expect=DECIDERS),
        Row(default=403, expect=DECIDERS, method="post", data={"outcome": "awarded", "go": "check"}),
    ],
    "letters": Row(default=403, expect=DECIDERS),
    "letter": [
        Row(kwargs=lambda world: {"outcome": "awarded", "slug": "tutti"}, default=403, expect=DECIDERS),
        Row(
            kwargs=lambda world: {"outcome": "awarded", "slug": "tutti"},
            default=403,
            expect=dict.fromkeys(DECIDERS, 302),
            method="post",
            data={"subject": "Oggetto", "body": "Testo", "appeals": "Ricorsi", "go": "save"},
        ),
    ],
    "observations": [
        Row(kwargs=open_notice, expect=OWN_PAGE),
        Row(
            kwargs=open_notice,
            expect={**REFUSED, "organisation:legal_representative": 302, "organisation:contact": 302},
            method="post",
            data={"text": "Eccolo."},
        ),
    ],
    "observation_document": Row(kwargs=noticed_document, expect=OWN_PAGE),
    "outcome": Row(kwargs=file("assessed"), expect={**REFUSED, **dict.fromkeys(APPLICANT, 404)}),
    "outcome_letter": Row(kwargs=file("assessed"), expect={**REFUSED, **dict.fromkeys(APPLICANT, 404)}),
}
ROWS = {f"certifications:{name}": rows for name, rows in ROWS_BY_NAME.items()}
