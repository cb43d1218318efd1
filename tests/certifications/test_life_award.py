"""Where the life of a certificate meets its applications: award, renewal with few steps, realignment."""

import datetime
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from certifications.actions import send_reminders, skip_assessment
from certifications.actions.awarding import grant, prolong
from certifications.models import Realignment
from certifications.renewing import must_confirm
from familynet.accounts.roles import Role
from familynet.kernel.dates import add_months
from tests.factories.applications import ApplicationFactory
from tests.factories.certifications import ActFactory, CertificateFactory
from tests.factories.life import version_with
from tests.factories.schemes import RealignmentFactory

DAY = datetime.date
ASKS = {
    "pk": 1,
    "text": "T",
    "mandatory": True,
    "points_min": 0,
    "points_max": 0,
    "evidence": "none",
    "applies_if": None,
    "due_months": 0,
}


@pytest.fixture
def manager(official, trento):
    return official(Role.CERTIFICATION_MANAGER, trento)


def asks(**fields):
    return SimpleNamespace(**{**ASKS, **fields})


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ({}, {}, False),
        ({}, {"pk": 2}, False),
        ({}, {"pk": 2, "text": "Altro"}, True),
        ({}, {"pk": 2, "points_max": 5}, True),
        ({}, {"pk": 2, "applies_if": {"fact": "population"}}, True),
        ({"evidence": "required"}, {"evidence": "required"}, True),
        ({"due_months": 24}, {"due_months": 24}, True),
    ],
)
def test_renewal_asks_again_what_changed_or_ages(before, now, expected):
    assert must_confirm(asks(**before), asks(**now)) is expected


@pytest.mark.django_db
def test_award_opens_what_is_due_later(manager):
    application = ApplicationFactory(version=version_with(0, 24, 24), state="assessed", facts={"population": 900})
    act = ActFactory(date=DAY(2024, 2, 29))
    certificate = grant(application=application, act=act, score=None, by=manager)
    assert [c.due_on for c in certificate.conditions.all()] == [DAY(2026, 2, 28)] * 2
    assert certificate.met_at_award == 1


@pytest.mark.django_db
def test_renewal_opens_only_what_is_still_to_come(manager):
    today = timezone.localdate()
    awarded, end = add_months(today, -24), today + datetime.timedelta(days=30)
    certificate = CertificateFactory(award_date=awarded, valid_to=end)
    application = ApplicationFactory(
        kind="renewal",
        certificate=certificate,
        organisation=certificate.organisation,
        version=version_with(0, 12, 24, 36),
        state="assessed",
    )
    act = ActFactory(date=today)
    prolong(application=application, act=act, score=None, by=manager)
    certificate.refresh_from_db()
    assert (certificate.valid_to, certificate.renewals.count()) == (add_months(end, 24), 1)
    assert [c.due_on for c in certificate.conditions.all()] == [add_months(awarded, 36)]


@pytest.mark.django_db
def test_renewal_goes_to_the_decision_without_a_new_assessment(official, trento):
    officer = official(Role.CERTIFICATION_OFFICER, trento)
    certificate = CertificateFactory(valid_to=DAY(2040, 1, 1))
    renewal = ApplicationFactory(
        kind="renewal", certificate=certificate, organisation=certificate.organisation, state="in_review"
    )
    with pytest.raises(ValidationError):
        skip_assessment(application=renewal, by=officer, reason=" ")
    skip_assessment(application=renewal, by=officer, reason="Requisiti confermati")
    renewal.refresh_from_db()
    assert renewal.state == "assessed"


@pytest.mark.django_db
def test_first_application_is_always_assessed(official, trento):
    first = ApplicationFactory(state="in_review")
    with pytest.raises(PermissionDenied):
        skip_assessment(application=first, by=official(Role.CERTIFICATION_OFFICER, trento), reason="x")
    first.refresh_from_db()
    assert first.state == "in_review"


@pytest.mark.django_db
def test_realignment_is_reminded_of_as_every_deadline():
    """A month before, the office of schemes writes by itself."""
    realignment = RealignmentFactory(due_on=DAY(2027, 6, 30))
    days = (DAY(2027, 3, 30), DAY(2027, 5, 30), DAY(2027, 7, 30))
    assert [send_reminders(today=day) for day in days] == [1, 0, 1]
    assert set(realignment.certificate.reminders.values_list("kind", "months")) == {
        ("realignment", 3),
        ("realignment", -1),
    }
    Realignment.objects.update(state="answered")
    assert send_reminders(today=DAY(2027, 9, 30)) == 0
