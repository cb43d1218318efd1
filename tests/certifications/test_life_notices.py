"""Overdue conditions: the notice, the proposal, the manager's decision. Never a suspension by itself."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from certifications.actions import (
    change_state,
    dismiss_notice,
    live_one_day,
    open_conditions,
    propose_suspensions,
    send_notices,
)
from certifications.models import LifeRules, OverdueNotice
from certifications.workflow import NOTICE_WORKFLOW
from familynet.accounts.roles import Role
from familynet.kernel.workflow import TransitionConflict, advance
from familynet.notifications.models import Notification
from tests.factories.certifications import ActFactory, CertificateFactory
from tests.factories.life import ConditionFactory, OverdueNoticeFactory, version_with
from tests.factories.organisations import OrganisationMemberFactory

pytestmark = pytest.mark.django_db
DAY = datetime.date
DUE = DAY(2024, 6, 30)


@pytest.fixture
def manager(official, trento):
    return official(Role.CERTIFICATION_MANAGER, trento)


@pytest.fixture
def late(db):
    return ConditionFactory(due_on=DUE)


def test_notice_goes_the_day_after_with_its_own_day(late):
    holder = OrganisationMemberFactory(organisation=late.certificate.organisation).user
    assert send_notices(today=DUE) == 0
    assert (send_notices(today=DAY(2024, 7, 1)), send_notices(today=DAY(2024, 7, 1))) == (1, 0)
    notice = OverdueNotice.objects.get()
    assert (notice.state, notice.answer_by, list(notice.conditions.all())) == ("sent", DAY(2024, 7, 31), [late])
    told = Notification.objects.get(recipient=holder)
    assert "entro il 31/07/2024" in told.text
    assert late.requirement.text in told.text


def test_requirements_of_one_day_are_one_notice(late):
    ConditionFactory(certificate=late.certificate, due_on=DUE)
    later = ConditionFactory(certificate=late.certificate, due_on=DAY(2024, 7, 20))
    assert send_notices(today=DAY(2024, 7, 1)) == 1
    assert send_notices(today=DAY(2024, 7, 21)) == 1
    assert [n.conditions.count() for n in OverdueNotice.objects.order_by("pk")] == [2, 1]
    assert list(OverdueNotice.objects.last().conditions.all()) == [later]


@pytest.mark.parametrize("state", ["submitted", "met", "waived"])
def test_who_has_sent_or_settled_is_not_warned(state):
    ConditionFactory(due_on=DUE, state=state)
    assert send_notices(today=DAY(2024, 7, 1)) == 0


@pytest.mark.parametrize("state", ["suspended", "revoked", "renounced", "expired"])
def test_certificate_out_of_force_gets_no_notice(state):
    ended = None if state == "suspended" else DAY(2024, 5, 1)
    ConditionFactory(due_on=DUE, certificate=CertificateFactory(state=state, ended_on=ended))
    assert send_notices(today=DAY(2024, 7, 1)) == 0


def test_scheme_says_how_long_a_notice_leaves(late):
    LifeRules.objects.create(scheme=late.certificate.scheme, notice_days=20, valid_from=DAY(2024, 1, 1))
    LifeRules.objects.create(scheme=late.certificate.scheme, notice_days=10, valid_from=DAY(2024, 7, 1))
    send_notices(today=DAY(2024, 7, 1))
    assert OverdueNotice.objects.get().answer_by == DAY(2024, 7, 11)


def test_after_its_day_a_manager_is_asked_and_the_certificate_stays_as_it_is(late, manager):
    send_notices(today=DAY(2024, 7, 1))
    assert propose_suspensions(today=DAY(2024, 7, 31)) == 0
    assert [propose_suspensions(today=DAY(2024, 8, 1)) for _n in range(2)] == [1, 0]
    notice = OverdueNotice.objects.get()
    late.certificate.refresh_from_db()
    assert (notice.state, notice.proposed_on) == ("proposed", DAY(2024, 8, 1))
    assert (late.certificate.state, late.certificate.status_changes.count()) == ("valid", 0)
    assert Notification.objects.filter(recipient=manager, subject__startswith="Da decidere").count() == 1


def test_evidence_that_waits_for_a_check_holds_the_proposal_back(late):
    send_notices(today=DAY(2024, 7, 1))
    type(late).objects.filter(pk=late.pk).update(state="submitted")
    assert propose_suspensions(today=DAY(2024, 9, 1)) == 0
    type(late).objects.filter(pk=late.pk).update(state="not_met")
    assert propose_suspensions(today=DAY(2024, 9, 2)) == 1


def test_suspension_by_the_manager_closes_the_proposal(late, manager):
    send_notices(today=DAY(2024, 7, 1))
    propose_suspensions(today=DAY(2024, 8, 1))
    change_state(certificate=late.certificate, name="suspend", by=manager, comment="M", act=ActFactory.build())
    notice = OverdueNotice.objects.get()
    assert (notice.state, notice.closed_on is not None) == ("suspended", True)


def test_lifted_suspension_with_the_requirement_still_missing_starts_anew(late, manager):
    send_notices(today=DAY(2024, 7, 1))
    for name in ("suspend", "lift_suspension"):
        change_state(certificate=late.certificate, name=name, by=manager, comment="M", act=ActFactory.build())
    assert send_notices(today=DAY(2024, 9, 1)) == 1


def test_manager_decides_not_to_suspend_and_says_why(late, manager):
    holder = OrganisationMemberFactory(organisation=late.certificate.organisation).user
    send_notices(today=DAY(2024, 7, 1))
    propose_suspensions(today=DAY(2024, 8, 1))
    notice = OverdueNotice.objects.get()
    with pytest.raises(ValidationError):
        dismiss_notice(notice=notice, by=manager, reason=" ")
    dismiss_notice(notice=notice, by=manager, reason="Il piano arriva a settembre")
    notice.refresh_from_db()
    assert (notice.state, notice.closed_by) == ("dismissed", manager)
    assert Notification.objects.filter(recipient=holder, text="Il piano arriva a settembre").count() == 1
    assert send_notices(today=DAY(2024, 9, 1)) == 0


def test_officer_and_the_other_side_dismiss_nothing(official, trento, piemonte):
    notice = OverdueNoticeFactory(state="proposed")
    for by in (official(Role.CERTIFICATION_OFFICER, trento), official(Role.CERTIFICATION_MANAGER, piemonte)):
        with pytest.raises(PermissionDenied):
            dismiss_notice(notice=notice, by=by, reason="x")
    notice.refresh_from_db()
    assert notice.state == "proposed"


@pytest.mark.parametrize("state", OverdueNotice.State.values)
@pytest.mark.parametrize("name", [t.name for t in NOTICE_WORKFLOW])
def test_notice_moves_only_from_its_sources(name, state, manager):
    closed = None if state in OverdueNotice.OPEN else DAY(2024, 5, 1)
    notice, transition = OverdueNoticeFactory(state=state, closed_on=closed), NOTICE_WORKFLOW.get(name)
    by = None if transition.system else manager
    fields = {"closed_on": None if transition.target in OverdueNotice.OPEN else DAY(2024, 5, 2)}
    if state in transition.sources:
        advance(NOTICE_WORKFLOW, notice, name, by=by, comment="M", fields=fields)
        expected = transition.target
    else:
        with pytest.raises(TransitionConflict):
            advance(NOTICE_WORKFLOW, notice, name, by=by, comment="M", fields=fields)
        expected = state
    notice.refresh_from_db()
    assert notice.state == expected


def test_two_years_of_conditions_walked_week_by_week():
    """Award on 31 January 2022, five requirements within 24 months, nobody answers; the job runs on Mondays."""
    certificate = CertificateFactory(award_date=DAY(2022, 1, 31))
    holder = OrganisationMemberFactory(organisation=certificate.organisation).user
    open_conditions(certificate=certificate, version=version_with(0, 24, 24, 24), award_date=DAY(2022, 1, 31))
    day, happened = DAY(2022, 1, 31), {}
    while day <= DAY(2024, 9, 2):
        for what, number in live_one_day(today=day).items():
            if number:
                happened.setdefault(what, []).append((day, number))
        day += datetime.timedelta(days=7)
    weeks = {what: [d.isoformat() for d, _n in found] for what, found in happened.items()}
    assert weeks == {
        "reminded": ["2023-07-31", "2023-11-06", "2024-01-01", "2024-03-04", "2024-05-06", "2024-08-05"],
        "noticed": ["2024-02-05"],
        "proposed": ["2024-03-11"],
    }
    assert list(certificate.reminders.values_list("months", flat=True)) == [6, 3, 1, -1, -3, -6]
    certificate.refresh_from_db()
    assert certificate.state == "valid"
    assert Notification.objects.filter(recipient=holder, stop=f"certificate:{certificate.pk}").count() == 6
