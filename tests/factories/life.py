"""Conditions, notices, planned changes of certificates."""

import datetime

import factory
from factory.django import DjangoModelFactory

from certifications.models import (
    Condition,
    ConditionEvidence,
    OverdueNotice,
    PlannedChange,
    RenunciationRequest,
)
from tests.factories.accounts import UserFactory
from tests.factories.applications import RequirementFactory, SchemeVersionFactory
from tests.factories.certifications import ActFactory, CertificateFactory, DocumentFactory


class ConditionFactory(DjangoModelFactory):
    """Open, due on the last day of 2026, of a draft version's requirement (a published one is frozen)."""

    class Meta:
        model = Condition

    certificate = factory.SubFactory(CertificateFactory)
    requirement = factory.SubFactory(RequirementFactory, due_months=24)
    due_on = datetime.date(2026, 12, 31)
    state = Condition.State.OPEN
    act = factory.LazyAttribute(lambda c: ActFactory() if c.state == "waived" else None)
    met_on = factory.LazyAttribute(lambda c: c.due_on if c.state == "met" else None)


class ConditionEvidenceFactory(DjangoModelFactory):
    class Meta:
        model = ConditionEvidence

    condition = factory.SubFactory(ConditionFactory)
    document = factory.SubFactory(DocumentFactory)
    added_by = factory.SubFactory(UserFactory)


class OverdueNoticeFactory(DjangoModelFactory):
    """Sent, with one overdue condition of its certificate."""

    class Meta:
        model = OverdueNotice
        skip_postgeneration_save = True

    certificate = factory.SubFactory(CertificateFactory)
    sent_on = datetime.date(2024, 1, 10)
    answer_by = datetime.date(2024, 2, 9)

    @factory.post_generation
    def condition(self, create, given, **fields):
        late = {"certificate": self.certificate, "due_on": datetime.date(2024, 1, 9), **fields}
        self.conditions.add(given or ConditionFactory(**late))


class PlannedChangeFactory(DjangoModelFactory):
    """A suspension that takes effect in 2030."""

    class Meta:
        model = PlannedChange

    certificate = factory.SubFactory(CertificateFactory)
    name = "suspend"
    act = factory.SubFactory(ActFactory)
    reason = "Manca il piano"
    effective_on = datetime.date(2030, 1, 1)
    planned_by = factory.SubFactory(UserFactory)


class RenunciationRequestFactory(DjangoModelFactory):
    class Meta:
        model = RenunciationRequest

    certificate = factory.SubFactory(CertificateFactory)
    reason = "Non offriamo più il servizio"
    asked_by = factory.SubFactory(UserFactory)


def version_with(*due_months, **fields):
    """A published version with one mandatory requirement for each number of months."""
    version = SchemeVersionFactory(**fields)
    for place, months in enumerate(due_months, start=1):
        RequirementFactory(version=version, code=f"R{place}", order=place, due_months=months)
    version.state = version.State.PUBLISHED
    version.save(update_fields=["state"])
    return version
