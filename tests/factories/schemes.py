"""Dry runs and realignments, with a category of holders that have answers on file."""

import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from certifications.models import (
    Application,
    Certificate,
    DryRun,
    DryRunResult,
    Realignment,
    RealignmentPlan,
)
from tests.factories.accounts import UserFactory
from tests.factories.applications import AnswerFactory, ApplicationFactory, SchemeVersionFactory
from tests.factories.certifications import CertificateFactory
from tests.factories.organisations import OrganisationFactory


class DryRunFactory(DjangoModelFactory):
    class Meta:
        model = DryRun

    version = factory.SubFactory(SchemeVersionFactory, with_requirements=2)
    state = DryRun.State.WAITING
    requested_by = factory.SubFactory(UserFactory)
    day = factory.LazyFunction(timezone.localdate)
    stamp = factory.SelfAttribute("version.content_changed_at")
    done_at = factory.LazyAttribute(lambda run: timezone.now() if run.state == "done" else None)


class RealignmentPlanFactory(DjangoModelFactory):
    class Meta:
        model = RealignmentPlan

    run = factory.SubFactory(
        DryRunFactory,
        state="done",
        version=factory.SubFactory(SchemeVersionFactory, with_requirements=2, published=True),
    )
    version = factory.SelfAttribute("run.version")
    due_on = factory.LazyFunction(lambda: timezone.localdate() + datetime.timedelta(days=90))
    reason = "Confermate il nuovo disciplinare."
    planned_by = factory.SubFactory(UserFactory)


class RealignmentFactory(DjangoModelFactory):
    """A holder of Piemonte, asked to meet R1."""

    class Meta:
        model = Realignment

    plan = factory.SubFactory(RealignmentPlanFactory)
    to_version = factory.SelfAttribute("plan.version")
    certificate = factory.LazyAttribute(
        lambda r: CertificateFactory(
            scheme=r.to_version.scheme,
            category=r.to_version.category,
            organisation=r.organisation or OrganisationFactory(),
            state=Certificate.State.TO_REALIGN,
        )
    )
    codes = ["R1"]
    due_on = factory.SelfAttribute("plan.due_on")

    class Params:
        organisation = None


def holder(version, *, met, score=0, **fields):
    """A certificate under `version` whose application answered `met` (code → True, False or None)."""
    certificate = CertificateFactory(
        scheme=version.scheme, category=version.category, version=version, score=score, **fields
    )
    application = ApplicationFactory(
        version=version,
        organisation=certificate.organisation,
        certificate=certificate,
        state=Application.State.AWARDED,
    )
    for requirement in version.requirements.all():
        if requirement.code in met:
            AnswerFactory(application=application, requirement=requirement, met=met[requirement.code])
    return certificate


def failing_result(run, certificate, *codes, **facts):
    facts = {"outcome": "fails", **facts}
    return DryRunResult.objects.create(run=run, certificate=certificate, failing=list(codes), **facts)
