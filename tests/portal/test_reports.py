"""Reports of readers: seen and answered by the administration they are addressed to, once."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from familynet.accounts.roles import Role
from familynet.kernel.emails import OutgoingEmail
from familynet.kernel.history import HistoryEntry
from familynet.kernel.workflow import TransitionConflict
from familynet.portal.actions import answer_report
from familynet.portal.models import FaultReport
from tests.factories.portal import FaultReportFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(official, piemonte):
    return official(Role.ADMINISTRATOR, piemonte)


def test_answer_closes_the_report_writes_history_and_mails_the_reader(administrator):
    report = FaultReportFactory(email="lettrice@example.org")

    answer_report(report, by=administrator, answer="Ora funziona.")

    report.refresh_from_db()
    assert (report.answer, report.answered_at is not None) == ("Ora funziona.", True)
    assert [entry.verb for entry in HistoryEntry.objects.of(report)] == ["answer"]
    message = OutgoingEmail.objects.get()
    assert message.to == "lettrice@example.org"
    assert "Ora funziona." in message.text


def test_answer_to_who_left_no_address_sends_nothing(administrator):
    answer_report(FaultReportFactory(), by=administrator, answer="Ora funziona.")

    assert OutgoingEmail.objects.count() == 0


def test_report_is_answered_once(administrator):
    report = FaultReportFactory()
    answer_report(report, by=administrator, answer="Prima")

    with pytest.raises(TransitionConflict):
        answer_report(report, by=administrator, answer="Seconda")

    assert FaultReport.objects.get().answer == "Prima"


def test_empty_answer_is_refused(administrator):
    with pytest.raises(ValidationError):
        answer_report(FaultReportFactory(), by=administrator, answer="  ")


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.ADMINISTRATOR])
def test_only_who_manages_people_answers(official, piemonte, role):
    with pytest.raises(PermissionDenied):
        answer_report(FaultReportFactory(), by=official(role, piemonte), answer="No")


def test_administrator_of_trento_does_not_see_a_report_to_piemonte(client_as, official, trento):
    report = FaultReportFactory()
    client = client_as(official(Role.ADMINISTRATOR, trento))

    assert client.get(reverse("portal:report_answer", args=[report.uuid])).status_code == 404
    assert report.reference not in client.get(reverse("portal:reports")).text


def test_report_waits_on_the_desk_until_it_is_answered(client_as, administrator):
    report = FaultReportFactory()
    client = client_as(administrator)
    address = reverse("portal:report_answer", args=[report.uuid])

    assert address in client.get(reverse("portal:desk")).text
    client.post(address, {"answer": "Ora funziona."})

    assert address not in client.get(reverse("portal:desk")).text


def test_late_report_says_so(client_as, administrator):
    FaultReportFactory(due_on=timezone.localdate() - datetime.timedelta(days=1))

    assert "Termine scaduto" in client_as(administrator).get(reverse("portal:reports")).text


@pytest.mark.parametrize("number", [1, 30])
def test_list_asks_the_same_number_of_queries(client_as, administrator, django_assert_num_queries, number):
    FaultReportFactory.create_batch(number)
    client = client_as(administrator)

    with django_assert_num_queries(7):
        client.get(reverse("portal:reports"))
