"""What the people of an applicant hear of their file, from the start to the decision."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from certifications import actions, letters
from certifications.models import Application
from familynet.notifications.models import Notification
from tests.certifications.assessing import Office, act
from tests.factories.organisations import OrganisationMemberFactory


@pytest.mark.django_db
def test_applicant_is_told_at_every_step_to_the_refusal(monkeypatch):
    """The start with its officer, integration and notice with their ends, the decision."""
    monkeypatch.setattr(letters, "render_pdf", lambda template, data: b"%PDF-1.7 letter")
    office = Office()
    version = office.version(minimum=20)
    application = office.file(state="submitted", version=version, officer=None)
    person = OrganisationMemberFactory(organisation=application.organisation).user
    actions.take_application(application=application, by=office.officer)
    application.refresh_from_db()
    requirement = version.requirements.first()
    today = timezone.localdate()
    due = today + datetime.timedelta(days=10)
    actions.ask_integration(
        application=application, questions={requirement.pk: "Manca la delibera."}, due_on=due, by=office.officer
    )
    with time_machine.travel(timezone.now() + datetime.timedelta(days=11), tick=False):
        actions.close_overdue_integrations()
        application.refresh_from_db()
        actions.send_notice(application=application, reasons="Manca la delibera.", by=office.officer)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=60), tick=False):
        actions.close_overdue_notices()
        actions.close_overdue_notices()
        Application.objects.update(state="assessed")
        application.refresh_from_db()
        actions.refuse(application=application, by=office.manager, act=act(), reasons="Manca la delibera.")
    title = application.title
    told = Notification.objects.filter(recipient=person).order_by("pk")
    assert [each.subject for each in told] == [
        f"Avviato il procedimento: {title}",
        f"Integrazioni richieste: {title}",
        f"Termine per le integrazioni passato: {title}",
        f"Preavviso di rigetto: {title}",
        f"Termine per le osservazioni passato: {title}",
        f"Respinta: {title}",
    ]
    assert office.officer.full_name in told[0].text
    to_manager = Notification.objects.filter(recipient=office.manager, subject__startswith="Osservazioni non")
    assert to_manager.count() == 1
