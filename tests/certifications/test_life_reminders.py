"""Reminders: to whom, about what, each once; the way to stop them."""

import datetime

import pytest

from certifications.actions import live_one_day, renew_certificate, send_reminders
from certifications.models import LifeRules, Reminder
from certifications.stopping import REMINDERS_KIND, resume_reminders
from familynet.accounts.roles import Role
from familynet.kernel.emails import OutgoingEmail
from familynet.notifications import stops
from familynet.notifications.models import Notification
from tests.factories.applications import ApplicationFactory
from tests.factories.certifications import ActFactory, CertificateFactory
from tests.factories.life import ConditionFactory, PlannedChangeFactory
from tests.factories.organisations import OrganisationFactory, OrganisationMemberFactory

pytestmark = pytest.mark.django_db
DAY = datetime.date
EXPIRY = DAY(2027, 6, 30)
THREE_BEFORE = DAY(2027, 3, 30)


@pytest.fixture
def certificate(db):
    return CertificateFactory(valid_to=EXPIRY)


@pytest.fixture
def holder(certificate):
    return OrganisationMemberFactory(organisation=certificate.organisation).user


def test_holder_hears_at_once_and_the_office_in_its_digest(certificate, holder, official, trento, piemonte):
    officer = official(Role.CERTIFICATION_OFFICER, trento)
    official(Role.CERTIFICATION_OFFICER, piemonte)
    OrganisationMemberFactory(organisation=OrganisationFactory())
    assert send_reminders(today=THREE_BEFORE) == 1
    told = {n.recipient: n for n in Notification.objects.all()}
    assert set(told) == {holder, officer}
    assert told[holder].subject == f"Family in Italia di {certificate.organisation} scade il 30/06/2027"
    assert told[holder].reason == "Agisci per l'organizzazione che ha questa certificazione."
    assert told[holder].path == f"/scrivania/certificati/{certificate.public_id}/"
    assert told[officer].path == f"/scrivania/registro/{certificate.public_id}/"
    mail = OutgoingEmail.objects.get()
    assert (mail.to, "List-Unsubscribe" in mail.headers) == (holder.email, True)
    reminder = Reminder.objects.get()
    assert (reminder.kind, reminder.months, reminder.people, reminder.sent_on) == ("expiry", 3, 2, THREE_BEFORE)


def test_second_run_and_the_next_days_remind_nobody_again(certificate, holder):
    for days in (0, 0, 1, 20):
        send_reminders(today=THREE_BEFORE + datetime.timedelta(days=days))
    assert Notification.objects.count() == Reminder.objects.count() == 1


def test_new_term_after_a_renewal_is_reminded_of_anew(certificate, holder):
    send_reminders(today=THREE_BEFORE)
    type(certificate).objects.filter(pk=certificate.pk).update(valid_to=DAY(2029, 6, 30))
    assert send_reminders(today=DAY(2027, 5, 30)) == 0
    assert send_reminders(today=DAY(2029, 3, 30)) == 1


def test_requirements_of_one_day_are_one_reminder(certificate, holder):
    texts = [
        ConditionFactory(certificate=certificate, due_on=DAY(2026, 5, 31)).requirement.text for _n in range(3)
    ]
    assert send_reminders(today=DAY(2026, 4, 30)) == 1
    told = Notification.objects.get(recipient=holder)
    assert told.text.count(texts[0]) == 3
    assert told.subject.startswith("Requisiti da soddisfare entro il 31/05/2026")


@pytest.mark.parametrize("state", ["submitted", "met", "waived"])
def test_what_is_not_with_the_holder_is_not_reminded_of(state, certificate):
    ConditionFactory(certificate=certificate, due_on=DAY(2026, 5, 31), state=state)
    assert send_reminders(today=DAY(2026, 4, 30)) == 0


def test_planned_change_is_reminded_of_while_it_waits(certificate, holder):
    planned = PlannedChangeFactory(certificate=certificate, effective_on=DAY(2027, 1, 31))
    PlannedChangeFactory(certificate=certificate, effective_on=DAY(2027, 1, 30), state="cancelled")
    assert send_reminders(today=DAY(2026, 10, 31)) == 1
    told = Notification.objects.get(recipient=holder)
    assert told.subject == f"Dal 31/01/2027 «Sospendi»: Family in Italia di {certificate.organisation}"
    assert told.text == planned.reason


@pytest.mark.parametrize("state", ["revoked", "renounced"])
def test_ended_certificate_has_no_deadlines(state):
    certificate = CertificateFactory(valid_to=EXPIRY, state=state, ended_on=DAY(2026, 1, 1))
    ConditionFactory(certificate=certificate, due_on=EXPIRY)
    assert send_reminders(today=THREE_BEFORE) == 0


def test_lapsed_certificate_is_reminded_of_unless_it_has_a_successor(holder, certificate):
    certificate.state, certificate.ended_on = "expired", EXPIRY
    certificate.save()
    assert send_reminders(today=DAY(2027, 7, 30)) == 1
    CertificateFactory(organisation=certificate.organisation)
    assert send_reminders(today=DAY(2027, 9, 30)) == 0
    told = Notification.objects.get()
    assert told.subject == f"Family in Italia di {certificate.organisation} è scaduta il 30/06/2027"


def test_scheme_may_have_its_own_months(certificate, holder):
    LifeRules.objects.create(scheme=certificate.scheme, reminder_months=[2], valid_from=DAY(2027, 1, 1))
    LifeRules.objects.create(scheme=certificate.scheme, reminder_months=[5], valid_from=DAY(2028, 1, 1))
    assert [send_reminders(today=day) for day in (THREE_BEFORE, DAY(2027, 4, 30), DAY(2027, 5, 30))] == [0, 1, 0]


def test_one_person_stops_the_reminders_of_one_certificate(certificate, holder):
    colleague = OrganisationMemberFactory(organisation=certificate.organisation).user
    send_reminders(today=THREE_BEFORE)
    what = Notification.objects.get(recipient=holder).stop
    stop = stops.read_token(stops.token_for(holder, what))
    assert stop.name == f"i promemoria sulla certificazione Family in Italia di {certificate.organisation}"
    stop.end()
    stop.end()
    assert REMINDERS_KIND.describe(holder, str(certificate.pk)) == ""
    send_reminders(today=DAY(2027, 5, 30))
    assert Notification.objects.filter(recipient=holder).count() == 1
    assert Notification.objects.filter(recipient=colleague).count() == 2
    resume_reminders(holder, certificate)
    send_reminders(today=DAY(2027, 7, 30))
    assert Notification.objects.filter(recipient=holder).count() == 2


@pytest.mark.parametrize("key", ["", "x", "0", "9" * 30])
def test_stop_of_nothing_stops_nothing(certificate, holder, key):
    assert REMINDERS_KIND.describe(holder, key) == ""
    REMINDERS_KIND.end(holder, key)
    assert certificate.reminder_stops.count() == 0


def test_stranger_learns_nothing_from_a_stop_link(certificate):
    stranger = OrganisationMemberFactory().user
    assert REMINDERS_KIND.describe(stranger, str(certificate.pk)) == ""


def test_three_and_a_half_years_walked_with_a_renewal_and_an_end(official, trento):
    """24 months, renewed for 12 more, then left to end; the job runs every tenth day and stands still at times."""
    manager = official(Role.CERTIFICATION_MANAGER, trento)
    start = DAY(2022, 2, 28)
    certificate = CertificateFactory(award_date=start, valid_to=DAY(2024, 2, 28))
    application = ApplicationFactory(
        kind="renewal",
        certificate=certificate,
        organisation=certificate.organisation,
        state="awarded",
        submitted_at=datetime.datetime(2023, 12, 1, 10, tzinfo=datetime.UTC),
        version__validity_months=12,
    )
    day, renewed = start, False
    while day <= DAY(2025, 9, 30):
        if not renewed and day >= DAY(2024, 1, 20):
            act = ActFactory.build(date=DAY(2024, 1, 19))
            renewed = bool(
                renew_certificate(certificate=certificate, application=application, by=manager, act=act)
            )
        live_one_day(today=day)
        day += datetime.timedelta(days=10 if day.month % 5 else 24)
    found = Reminder.objects.order_by("pk").values_list("due_on", "months")
    assert list(found) == [(DAY(2024, 2, 28), m) for m in (6, 3)] + [
        (DAY(2025, 2, 28), m) for m in (6, 3, 1, -1, -3, -6)
    ]
    certificate.refresh_from_db()
    assert (certificate.state, certificate.ended_on) == ("expired", DAY(2025, 2, 28))
