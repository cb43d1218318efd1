"""From each page of a file the next one is found: tabs, next steps, the applicant's way to notice and decision."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from certifications import actions
from certifications.desk import waiting_for
from familynet.kernel.dates import add_months
from familynet.kernel.history import HistoryEntry
from familynet.kernel.workflow import TransitionConflict
from tests.certifications.assessing import Office, act, fresh
from tests.factories.applications import ApplicationFactory
from tests.factories.certifications import CertificateFactory
from tests.factories.organisations import OrganisationMemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(db):
    return Office()


def open_page(client_as, user, name, application):
    return client_as(user).get(reverse(f"certifications:{name}", args=[application.public_id]))


def test_tabs_lead_to_the_assessment(client_as, office):
    application = office.assessing()
    response = open_page(client_as, office.officer, "file", application)
    address = reverse("certifications:file_assessment", args=[application.public_id])
    assert address in [tab.url for tab in response.context["tabs"]]
    tabs = open_page(client_as, office.officer, "file_assessment", application).context["tabs"]
    assert [tab.url for tab in tabs if tab.active] == [address]


@pytest.mark.parametrize(
    ("who", "state", "labels"),
    [
        ("officer", "in_assessment", ["Vai alla valutazione", "Riporta in istruttoria", "Cambia responsabile"]),
        ("officer", "assessed", ["Riporta in istruttoria", "Cambia responsabile"]),
        ("manager", "assessed", ["Vai alla decisione", "Cambia responsabile"]),
    ],
)
def test_summary_leads_to_where_the_next_step_is_taken(client_as, office, who, state, labels):
    application = office.assessed() if state == "assessed" else office.assessing()
    steps = open_page(client_as, getattr(office, who), "file", application).context["steps"]
    assert [str(step.label) for step in steps] == labels


def test_file_taken_back_from_the_decision_can_be_assessed_again(client_as, office):
    application = office.assessed()
    client = client_as(office.officer)
    address = reverse("certifications:file_step", args=[application.public_id, "reopen_review"])
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "Manca un parere."}).status_code == 302
    application.refresh_from_db()
    assert application.state == "in_review"
    assert HistoryEntry.objects.of(application).first().comment == "Manca un parere."
    actions.start_assessment(application=application, by=office.officer)
    assert application.assessment_round.closed_at is None


def test_reopening_is_for_the_officers_and_only_once(office):
    application = office.assessed()
    with pytest.raises(PermissionDenied):
        actions.reopen_review(application=application, by=office.manager, reason="x")
    actions.reopen_review(application=application, by=office.officer, reason="x")
    with pytest.raises(TransitionConflict):
        actions.reopen_review(application=application, by=office.officer, reason="x")


def kinds_of(user):
    return [str(item.kind) for item in waiting_for(fresh(user))]


def test_desk_of_the_officer_says_what_the_assessment_waits_for(office):
    application = office.assessing(blind=True)
    assert kinds_of(office.officer) == ["Valutazioni da assegnare"]
    assert kinds_of(office.manager) == []
    office.submitted(application)
    assert kinds_of(office.officer) == ["Valutazioni da assegnare"]
    second = office.working(application)
    assert kinds_of(office.officer) == []
    actions.withdraw_assignment(assignment=second, by=office.officer, comment="È in ferie.")
    assert kinds_of(office.officer) == ["Valutazioni da assegnare"]
    office.submitted(application)
    assert kinds_of(office.officer) == ["Valutazioni da chiudere"]
    actions.close_assessment(application=application, by=office.officer, summary="Bene.")
    assert kinds_of(office.officer) == []


def test_desk_asks_for_the_third_assessment(office):
    application = office.assessing(blind=True)
    office.submitted(application)
    office.submitted(application, outcomes="not_met", opinion="unfavourable")
    assert kinds_of(office.officer) == ["Valutazioni da assegnare"]


def test_applicant_finds_notice_and_decision(client_as, office):
    application = office.assessed()
    clerk = OrganisationMemberFactory(organisation=application.organisation).user
    answer = reverse("certifications:observations", args=[application.public_id])
    outcome = reverse("certifications:outcome", args=[application.public_id])

    page = open_page(client_as, clerk, "application", application).content.decode()
    assert answer not in page
    assert outcome not in page

    actions.send_notice(application=application, reasons="Manca il piano.", by=office.manager)
    assert answer in open_page(client_as, clerk, "application", application).content.decode()
    assert [item.url for item in waiting_for(clerk)] == [answer]

    actions.send_observations(application=application, text="C'è.", by=fresh(clerk))
    actions.award(application=application, by=office.manager, act=act())
    page = open_page(client_as, clerk, "application", application).content.decode()
    assert outcome in page
    assert answer not in page
    page = open_page(client_as, clerk, "outcome", application).content.decode()
    assert reverse("certifications:holding", args=[application.certificate.public_id]) in page


def test_desk_of_the_holder_says_when_to_renew(office):
    day = timezone.localdate()
    version = office.version(validity_months=24, renewal_months=6)
    held = CertificateFactory(version=version, scheme=version.scheme, valid_to=add_months(day, 6))
    later = CertificateFactory(version=version, scheme=version.scheme, valid_to=add_months(day, 7))
    suspended = CertificateFactory(version=version, scheme=version.scheme, valid_to=day, state="suspended")
    clerks = [OrganisationMemberFactory(organisation=c.organisation).user for c in (held, later, suspended)]
    assert [kinds_of(clerk) for clerk in clerks] == [["Certificazioni da rinnovare"], [], []]
    ApplicationFactory(
        kind="renewal", certificate=held, organisation=held.organisation, version=version, state="submitted"
    )
    assert kinds_of(clerks[0]) == []
