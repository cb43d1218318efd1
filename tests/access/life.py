"""The holder's pages, conditions, notices, planned changes, transfers."""

import datetime
from itertools import count

from django.core.files.base import ContentFile
from django.utils import timezone

from certifications.actions import ConditionFiles
from certifications.models import Condition, ConditionEvidence
from familynet.kernel.documents import store_document
from familynet.kernel.uploads import start_upload
from familynet.organisations.models import Organisation
from tests.access.rows import Row
from tests.factories.certifications import CategoryFactory, CertificateFactory
from tests.factories.life import (
    ConditionEvidenceFactory,
    ConditionFactory,
    OverdueNoticeFactory,
    PlannedChangeFactory,
    RenunciationRequestFactory,
)
from tests.factories.organisations import OrganisationFactory

OFFICIALS = {"trento:*": 200, "piemonte:*": 200}
# Who reads applications reads the documents behind certificates too; guests are called in for other things.
READERS = ("certification_officer", "certification_manager", "auditor")
PAPERS = {f"{side}:{role}": 200 for side in ("trento", "piemonte") for role in READERS}
HOLDERS = {"organisation:legal_representative": 200, "organisation:contact": 200}
REPRESENTATIVE = "organisation:legal_representative"
MANAGER, OFFICER = "trento:certification_manager", "trento:certification_officer"
ACT = {"act-kind": "determination", "act-number": "12", "act-date": "2024-05-06"}
REASON = {"reason": "Motivo"}
FILE = {"name": "a.txt", "size": 5}
NUMBERS = count(1)


def seen(expect, status=403):
    """The officials who see the file, but may not do this."""
    return {**expect, "trento:*": status, "piemonte:*": status}


def certificate(world, **fields):
    """Of Trento, held by the organisation of the world, in Piemonte; each in a category of its own."""
    place = next(NUMBERS)
    category = CategoryFactory(slug=f"categoria-{place}", name=f"Categoria {place}")
    return CertificateFactory(organisation=world.organisation, category=category, **fields)


def of_certificate(world):
    return {"public_id": certificate(world).public_id}


def condition(**fields):
    def make(world):
        made = ConditionFactory(certificate=certificate(world), **fields)
        return {"public_id": made.certificate.public_id, "pk": made.pk}

    return make


def stored(world):
    by = world.people[REPRESENTATIVE]
    return store_document(ContentFile(b"%PDF-1.4", "a.pdf"), title="A", by=by, media_type="application/pdf")


def evidence(world, **fields):
    made = ConditionFactory(certificate=certificate(world), **fields)
    return ConditionEvidenceFactory(condition=made, document=stored(world))


def evidence_kwargs(world):
    tomorrow = timezone.now() + datetime.timedelta(days=1)  # sent after it was added
    return {"uuid": evidence(world, submitted_at=tomorrow).document.uuid}


def removable(world):
    made = evidence(world)
    found = made.condition
    return {"public_id": found.certificate.public_id, "pk": found.pk, "uuid": made.document.uuid}


def replaced(world):
    kwargs = removable(world)
    old = ConditionEvidence.objects.get(document__uuid=kwargs["uuid"])
    ConditionEvidence.objects.filter(pk=old.pk).update(removed_at=timezone.now())
    ConditionEvidenceFactory(condition=old.condition, document=stored(world), replaces=old)
    return kwargs


def upload(world):
    """Of the legal representative: not even the contact finds it."""
    found = ConditionFactory(certificate=certificate(world))
    made = start_upload(ConditionFiles(found), by=world.people[REPRESENTATIVE], **FILE)
    return {"public_id": found.certificate.public_id, "pk": found.pk, "upload": made.uuid}


def letter(world):
    asked = RenunciationRequestFactory(certificate=certificate(world), document=stored(world))
    return {"public_id": asked.certificate.public_id, "uuid": asked.document.uuid}


def asked(world):
    return {"public_id": RenunciationRequestFactory(certificate=certificate(world)).certificate.public_id}


def proposed(world):
    made = OverdueNoticeFactory(certificate=certificate(world), state="proposed", proposed_on="2024-02-10")
    return {"pk": made.pk}


def planned(world):
    made = PlannedChangeFactory(certificate=certificate(world))
    return {"public_id": made.certificate.public_id, "pk": made.pk}


def successor(world):
    """A body that may take the place of the holder."""
    found = Organisation.objects.filter(name="Successore").first() or OrganisationFactory(name="Successore")
    return {**ACT, **REASON, "organisation": found.name, "organisation_key": found.pk}


SENT = Condition.State.SUBMITTED
POST = dict.fromkeys(HOLDERS, 302)
HANDLERS = {"*:certification_officer": 200, "*:certification_manager": 200}

ROWS_BY_NAME = {
    "mine": Row(default=403, expect={"organisation:*": 200}),
    "holding": Row(kwargs=of_certificate, expect=HOLDERS),
    "condition": [
        Row(kwargs=condition(), expect=HOLDERS),
        Row(kwargs=condition(), expect=POST, method="post", data={"note": "Fatto", "send": "1"}),
    ],
    "evidence": Row(kwargs=evidence_kwargs, expect={**HOLDERS, **PAPERS}),
    # An upload is found by its sender only.
    "condition_upload": [
        Row(kwargs=condition(), expect=dict.fromkeys(HOLDERS, 201), method="post", data=FILE),
        Row(kwargs=condition(state=SENT), expect=dict.fromkeys(HOLDERS, 422), method="post", data=FILE),
    ],
    "condition_upload_part": [
        Row(kwargs=upload, expect={REPRESENTATIVE: 200}),
        Row(kwargs=upload, expect={REPRESENTATIVE: 409}, method="post", data={"x": "y"}),
    ],
    "condition_upload_cancel": Row(kwargs=upload, expect={REPRESENTATIVE: 200}, method="post"),
    "evidence_order": [
        Row(kwargs=condition(), expect=HOLDERS, method="post"),
        Row(kwargs=condition(state=SENT), expect=dict.fromkeys(HOLDERS, 409), method="post"),
    ],
    "evidence_replace": [
        Row(kwargs=removable, expect=HOLDERS),
        Row(kwargs=removable, expect=HOLDERS, method="post"),
    ],
    "evidence_move": Row(kwargs=removable, expect=POST, method="post"),
    "evidence_version": Row(kwargs=replaced, expect=HOLDERS),
    "evidence_remove": [
        Row(kwargs=removable, expect=HOLDERS),
        Row(kwargs=removable, expect=POST, method="post"),
    ],
    "renunciation": [
        Row(kwargs=of_certificate, expect={REPRESENTATIVE: 200, "organisation:contact": 403}),
        Row(
            kwargs=of_certificate,
            expect={REPRESENTATIVE: 302, "organisation:contact": 403},
            method="post",
            data=REASON,
        ),
    ],
    "renunciation_withdraw": Row(
        kwargs=asked, expect={REPRESENTATIVE: 302, "organisation:contact": 403}, method="post"
    ),
    "reminders": Row(kwargs=of_certificate, expect=POST, method="post"),
    "life_document": Row(kwargs=letter, expect={**HOLDERS, **PAPERS}),
    "to_check": Row(default=403, expect=HANDLERS),
    "proposals": Row(default=403, expect=HANDLERS),
    "proposal_dismiss": [
        Row(kwargs=proposed, expect=seen({MANAGER: 200})),
        Row(kwargs=proposed, expect=seen({MANAGER: 302}), method="post", data=REASON),
    ],
    "conditions_work": Row(kwargs=of_certificate, expect=OFFICIALS),
    "condition_check": [
        Row(kwargs=condition(state=SENT), expect=seen(PAPERS)),
        Row(
            kwargs=condition(state=SENT),
            expect=seen({MANAGER: 302, OFFICER: 302}),
            method="post",
            data={"outcome": "meet"},
        ),
    ],
    "condition_waive": [
        Row(kwargs=condition(), expect=seen({MANAGER: 200})),
        Row(kwargs=condition(), expect=seen({MANAGER: 302}), method="post", data={**ACT, **REASON}),
    ],
    "transfer": [
        Row(kwargs=of_certificate, expect=seen({MANAGER: 200})),
        Row(kwargs=of_certificate, expect=seen({MANAGER: 302}), method="post", data=successor),
    ],
    "planned_cancel": [
        Row(kwargs=planned, expect=seen({MANAGER: 200})),
        Row(kwargs=planned, expect=seen({MANAGER: 302}), method="post", data=REASON),
    ],
}
ROWS = {f"certifications:{name}": rows for name, rows in ROWS_BY_NAME.items()}
