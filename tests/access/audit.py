import datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from certifications import actions
from certifications.models import Application, Appointment, Assessor, Certificate, Process
from tests.access.rows import Row
from tests.factories.applications import ApplicationFactory, AssessorFactory
from tests.factories.certifications import CertificateFactory
from tests.factories.processes import (
    ActivityFactory,
    AppointmentFactory,
    CompanyPlanFactory,
    DataCollectionFactory,
    InternalContactFactory,
    ProcessFactory,
    family_audit,
)

OFFICER = "trento:certification_officer"
EVALUATOR = "trento-guest:external_assessor"
READERS = {
    f"{slug}:{role}": 200
    for slug in ("trento", "piemonte")
    for role in ("certification_officer", "certification_manager", "auditor")
} | {"trento-guest:audit_council": 200}
ORGANISATION = ("organisation:legal_representative", "organisation:contact")
MEMBERS = dict.fromkeys(ORGANISATION, 200)
# What was not sent is there for nobody else.
WRITING = dict.fromkeys(ORGANISATION, 302)
SEE = READERS | MEMBERS
# Who sees it and may not: 403.
REFUSED = dict.fromkeys(SEE, 403)
# It reads processes, not the files or the appointments before them.
UNKNOWN_TO_COUNCIL = {"trento-guest:audit_council": 404}


def only(*people, status=200):
    """These may, whoever else sees it is refused, all others find nothing."""
    return {**REFUSED, **dict.fromkeys(people, status)}


def process(world, code="b", **fields):
    """Of Trento, about an organisation of Piemonte, with an open phase; the one of the row before is over."""
    version = family_audit()
    Process.objects.open().filter(organisation=world.organisation).update(
        state="ended", ended_on=datetime.date(2024, 6, 1)
    )
    return ProcessFactory(
        version=version, organisation=world.organisation, running=True, running__code=code, **fields
    )


def one(code="b", **more):
    def make(world):
        return {"public_id": process(world, code).public_id, **more}

    return make


def phase(code="b", **more):
    return one(code, place=1, **more)


SENT = {"state": "sent", "sent_at": datetime.datetime(2024, 5, 1, tzinfo=datetime.UTC)}


def plan(fields=None, **more):
    """A draft, or what `fields` say."""

    def make(world):
        made = CompanyPlanFactory(process=process(world), **(fields or {}))
        ActivityFactory(plan=made, key=1)
        return {"public_id": made.process.public_id, "pk": made.pk, **more}

    return make


def two_plans(world):
    made = process(world)
    CompanyPlanFactory(process=made, **SENT)
    CompanyPlanFactory(process=made, number=2, **SENT)
    return {"public_id": made.public_id}


def collection(world):
    made = DataCollectionFactory(process=process(world, "a"))
    return {"public_id": made.process.public_id, "year": made.year}


def appointment(state):
    def make(world):
        mine = Assessor.objects.filter(user=world.people[EVALUATOR], administration=world.trento)
        mine.update(task="evaluator")
        assessor = mine.first() or AssessorFactory(
            user=world.people[EVALUATOR], task="evaluator", administration=world.trento
        )
        return AppointmentFactory(process=process(world, "e"), assessor=assessor, state=state)

    return make


def asked(world):
    return {"pk": appointment(Appointment.State.ASKED)(world).pk}


def accepted(world):
    made = appointment(Appointment.State.ACCEPTED)(world)
    return {"public_id": made.process.public_id, "place": 1}


def ending(world):
    made = AppointmentFactory(process=process(world))
    return {"public_id": made.process.public_id, "pk": made.pk}


def application(world):
    version = family_audit()
    Application.objects.open().filter(organisation=world.organisation).update(state="withdrawn")
    Process.objects.open().filter(organisation=world.organisation).update(
        state="ended", ended_on=datetime.date(2024, 6, 1)
    )
    made = ApplicationFactory(
        organisation=world.organisation,
        version=version,
        category=None,
        state="in_review",
        kind="renewal",
        certificate=family_audit_certificate(world),
    )
    contact = world.people["organisation:contact"]
    if not world.organisation.internal_contacts.exists():
        InternalContactFactory(organisation=world.organisation, scheme=version.scheme, user=contact)
    return {"public_id": made.public_id}


def family_audit_certificate(world):
    """Open; that of the row before is over."""
    scheme = family_audit().scheme
    Certificate.objects.open().filter(organisation=world.organisation, scheme=scheme).update(
        state="revoked", ended_on=datetime.date(2024, 6, 1)
    )
    return CertificateFactory(organisation=world.organisation, scheme=scheme)


def certificate(world):
    Process.objects.open().filter(organisation=world.organisation).update(
        state="ended", ended_on=datetime.date(2024, 6, 1)
    )
    return {"public_id": family_audit_certificate(world).public_id}


def take_over(world):
    version = family_audit()
    return {
        "size": "small",
        "phase": version.phasetemplates.get(code="m-anni").pk,
        "level": version.levels.get(code="executive").pk,
        "starts_on": "2024-01-01",
    }


def document(world):
    made = process(world, "a")
    added = actions.add_phase_document(
        phase=made.phases.get(),
        by=world.people["organisation:contact"],
        title="Informazioni",
        file=SimpleUploadedFile("informazioni.txt", b"testo"),
        media_type="text/plain",
    )
    return {"public_id": made.public_id, "place": 1, "pk": added.pk}


def contact(world):
    return {"slug": world.organisation.slug, "scheme": family_audit().scheme.slug}


def contact_data(world):
    return {"user": world.people["organisation:contact"].pk}


FEE = {"amount": "100", "reference": "301000000000000001", "issued_on": "2024-05-01"}
# They see their certificate; to take it over is the office's business.
HOLDERS = {"organisation:legal_representative": 403, "organisation:contact": 403}
CLERKS = {"trento:*": 403, "piemonte:*": 403}
HEAD = "organisation:legal_representative"
ACTIVITY = {
    "title": "Banca delle ore",
    "responsible": "Responsabile del personale",
    "state": "running",
    "times": "Entro l'anno",
    "description": "x",
    "expected": "x",
    "indicators": "x",
}


def activity_data(world):
    return {**ACTIVITY, "field": family_audit().planfields.first().pk}


def csv(world):
    return {"kind": "csv"}


def council_session(world):
    """A phase that is not complete: chosen, refused with its reason, and the list is shown again."""
    return {"fase": [process(world, "c").public_id], "session_on": "2024-06-01", "text": "Sì"}


NAMING = {HEAD: 200, "organisation:contact": 403, "piemonte:*": 403}
ROWS_BY_NAME = {
    "processes": Row(default=200),
    "processes_download": Row(lambda world: {"kind": "csv"}, default=200),
    "internal_contact": [
        Row(kwargs=contact, expect=NAMING),
        Row(kwargs=contact, expect={**NAMING, HEAD: 302}, method="post", data=contact_data),
    ],
    "process_open": [
        Row(kwargs=application, expect=only(OFFICER) | UNKNOWN_TO_COUNCIL),
        Row(
            kwargs=application,
            expect=only(OFFICER, status=302) | UNKNOWN_TO_COUNCIL,
            method="post",
            data={"size": "small"},
        ),
    ],
    "process_take_over": [
        Row(kwargs=certificate, expect={OFFICER: 200, **CLERKS, **HOLDERS}),
        Row(kwargs=certificate, expect={OFFICER: 302, **CLERKS, **HOLDERS}, method="post", data=take_over),
    ],
    "appointment": [
        Row(kwargs=asked, expect={EVALUATOR: 200} | {k: 403 for k in READERS if k.startswith("trento:")}),
        Row(
            kwargs=asked,
            expect={EVALUATOR: 302} | {k: 403 for k in READERS if k.startswith("trento:")},
            method="post",
            data={"has_conflict": "no"},
        ),
    ],
    "council": [
        Row(default=403, expect={"*-guest:audit_council": 200}),
        Row(default=403, expect={"*-guest:audit_council": 302}, method="post", data=council_session),
    ],
    "council_download": Row(
        kwargs=lambda world: {"kind": "csv"}, default=403, expect={"*-guest:audit_council": 200}
    ),
    "process": Row(kwargs=one(), expect=SEE),
    "process_step": [
        Row(kwargs=one(name="fee"), expect=only(OFFICER)),
        Row(kwargs=one(name="fee"), expect=only(OFFICER, status=302), method="post", data=FEE),
        Row(kwargs=one(name="revoke"), expect=only("trento:certification_manager")),
    ],
    "appointment_end": [
        Row(kwargs=ending, expect=only(OFFICER)),
        Row(kwargs=ending, expect=only(OFFICER, status=302), method="post", data={"comment": "Fine"}),
    ],
    "phase": Row(kwargs=phase(), expect=SEE),
    "phase_step": [
        Row(kwargs=phase(name="close"), expect=only(OFFICER)),
        Row(kwargs=phase("d", name="grant"), expect=only("trento:certification_manager")),
        Row(kwargs=phase("f", name="opinion"), expect=only("trento-guest:audit_council")),
        Row(kwargs=phase("a", name="document"), expect=only(*ORGANISATION)),
    ],
    "phase_document": Row(kwargs=document, expect=SEE),
    "report": [
        Row(kwargs=accepted, expect=only(EVALUATOR)),
        Row(kwargs=accepted, expect=only(EVALUATOR, status=302), method="post", data={"text": "Bozza"}),
    ],
    "plans": Row(kwargs=one(), expect=SEE),
    "plan_new": Row(kwargs=one(), expect=only(*ORGANISATION, status=302), method="post"),
    "plan_compare": Row(kwargs=two_plans, expect=SEE),
    "plan": [Row(kwargs=plan(), expect=MEMBERS), Row(kwargs=plan(SENT), expect=SEE)],
    "plan_step": [Row(kwargs=plan(name="send"), expect=MEMBERS)],
    "activity_new": [
        Row(kwargs=plan(), expect=MEMBERS),
        Row(kwargs=plan(), expect=WRITING, method="post", data=activity_data),
    ],
    "activity": [
        Row(kwargs=plan(key=1), expect=MEMBERS),
        Row(kwargs=plan(key=1), expect=WRITING, method="post", data=activity_data),
    ],
    "activity_remove": [
        Row(kwargs=plan(key=1), expect=MEMBERS),
        Row(kwargs=plan(key=1), expect=WRITING, method="post"),
    ],
    "data": Row(kwargs=one(), expect=SEE),
    "data_new": Row(kwargs=one("a"), expect=only(*ORGANISATION, status=302), method="post"),
    "data_csv": Row(kwargs=one(), expect=SEE),
    "data_year": [
        Row(kwargs=collection, expect=MEMBERS),
        Row(kwargs=collection, expect=WRITING, method="post", data={"malattia": "4,3"}),
    ],
    "data_send": Row(kwargs=collection, expect=WRITING, method="post"),
}
ROWS = {f"certifications:{name}": rows for name, rows in ROWS_BY_NAME.items()}
