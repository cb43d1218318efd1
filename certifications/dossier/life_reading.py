"""The life of the certificate that a file is about: what happened after the award, row by row.

What a holder has not sent stays with it: only the evidence, notes and answers that the office has are read.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Prefetch, Q

from certifications.models import (
    Application,
    Certificate,
    CertificateTransfer,
    Condition,
    ConditionEvidence,
    OverdueNotice,
    PlannedChange,
    Realignment,
    RealignmentAnswer,
    Renewal,
    RenunciationRequest,
    StatusChange,
)
from familynet.kernel.history import HistoryEntry


@dataclass(frozen=True)
class Life:
    """The rows of one certificate."""

    certificate: Certificate
    conditions: list[Condition]
    changes: list[StatusChange]
    planned: list[PlannedChange]
    realignments: list[Realignment]
    renewals: list[Renewal]
    notices: list[OverdueNotice]
    transfers: list[CertificateTransfer]
    renunciations: list[RenunciationRequest]
    history: list[HistoryEntry]


def read_life(application: Application) -> Life | None:
    """None where the file is about no certificate. A fixed number of queries, whatever its size."""
    if application.certificate_id is None:
        return None
    certificate = Certificate.objects.select_related(
        *("organisation", "scheme", "category", "version", "administration", "seat_administration"),
        *("act__document", "municipality", "province"),
    ).get(pk=application.certificate_id)
    conditions = list(_conditions(certificate))
    realignments = list(_realignments(certificate))
    notices = list(
        certificate.overdue_notices.select_related("certificate__scheme", "closed_by").prefetch_related(
            Prefetch("conditions", Condition.objects.select_related("requirement"))
        )
    )
    return Life(
        certificate=certificate,
        conditions=conditions,
        changes=list(certificate.status_changes.select_related("act__document", "document")),
        planned=list(
            certificate.planned_changes.select_related(
                *("act__document", "document", "planned_by", "closed_by", "status_change")
            )
        ),
        realignments=realignments,
        renewals=list(
            certificate.renewals.select_related(
                *("application__organisation", "application__scheme", "application__category"),
                *("act__document", "renewed_by"),
            )
        ),
        notices=notices,
        transfers=list(
            certificate.transfers.select_related(
                "act__document", "from_organisation", "to_organisation", "recorded_by"
            )
        ),
        renunciations=list(certificate.renunciations.select_related("document", "asked_by")),
        history=list(_history(certificate, conditions, realignments, notices)),
    )


def _conditions(certificate: Certificate) -> Any:
    """With the evidence that was sent: what was taken away or replaced before that was never handed in."""
    sent = ConditionEvidence.objects.current().filter(added_at__lte=F("condition__submitted_at"))
    return certificate.conditions.select_related(
        "requirement", "submitted_by", "checked_by", "act__document"
    ).prefetch_related(Prefetch("evidence", sent.select_related("document", "added_by"), to_attr="sent_evidence"))


def _realignments(certificate: Certificate) -> Any:
    answers = RealignmentAnswer.objects.select_related("document")
    return certificate.realignments.select_related(
        "plan", "from_version", "to_version", "answered_by", "act__document"
    ).prefetch_related(Prefetch("answers", answers))


def _history(certificate: Certificate, *groups: Any) -> Any:
    """The chains of the certificate, its conditions, realignments and notices, as they were written."""
    wanted = Q(content_type=ContentType.objects.get_for_model(Certificate), object_id=certificate.pk)
    for rows in groups:
        if rows:
            kind = ContentType.objects.get_for_model(rows[0])
            wanted |= Q(content_type=kind, object_id__in=[row.pk for row in rows])
    entries = HistoryEntry.objects.filter(wanted).select_related("actor", "act__document", "content_type")
    return entries.order_by("pk")
