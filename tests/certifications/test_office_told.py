"""What officials hear of a file: who certifies, who accompanies, who decides; each once, none about themselves."""

import datetime

import pytest
from django.utils import timezone

from certifications import actions, emails
from certifications.models import Application
from familynet.accounts.models import User
from familynet.accounts.roles import Role
from familynet.kernel.emails import OutgoingEmail
from familynet.notifications.actions import choose_frequencies
from familynet.notifications.models import Frequency, Notification, Topic
from tests.certifications.applying import Field
from tests.certifications.assessing import Office
from tests.certifications.audit_walk import Walk
from tests.factories.accounts import RoleAssignmentFactory, UserFactory
from tests.factories.organisations import OrganisationFactory, OrganisationMemberFactory

pytestmark = pytest.mark.django_db


def person(role, administration, **fields):
    user = UserFactory(administration=administration, **fields)
    RoleAssignmentFactory(user=user, role=role, administration=administration)
    return user


def told(subject):
    found = Notification.objects.filter(subject__startswith=subject)
    return sorted(found.values_list("recipient__full_name", "reason"))


@pytest.fixture
def offices(trento, piemonte):
    """Two officers and a manager of who certifies, an officer and a district officer of who accompanies."""
    for name, role, administration in (
        ("Officer", Role.CERTIFICATION_OFFICER, trento),
        ("Colleague", Role.CERTIFICATION_OFFICER, trento),
        ("Manager", Role.CERTIFICATION_MANAGER, trento),
        ("Accompanying", Role.CERTIFICATION_OFFICER, piemonte),
        ("Districts", Role.DISTRICT_OFFICER, piemonte),
    ):
        person(role, administration, full_name=name)
    person(Role.CERTIFICATION_OFFICER, trento, full_name="Gone", is_active=False)


OFFICE = "Istruisci le domande rivolte alla tua amministrazione."
ACCOMPANIES = "La tua amministrazione accompagna le organizzazioni del suo territorio."


@pytest.mark.usefixtures("offices")
def test_new_application_is_told_to_the_office_and_to_who_accompanies(piemonte):
    field = Field(OrganisationFactory(kind="municipality", administration=piemonte))
    application = field.submitted()
    assert application.seat_administration == piemonte
    assert told("Nuova domanda") == [
        ("Accompanying", ACCOMPANIES),
        ("Colleague", OFFICE),
        ("Officer", OFFICE),
    ]
    for notification in Notification.objects.filter(subject__startswith="Nuova domanda"):
        assert notification.path == f"/scrivania/pratiche/{application.public_id}/"
        assert Notification.objects.visible_to(notification.recipient).filter(pk=notification.pk).exists()


@pytest.mark.usefixtures("offices")
def test_new_application_of_the_own_territory_is_told_to_the_office_alone(trento):
    field = Field(OrganisationFactory(kind="municipality", trento=True))
    assert field.submitted().seat_administration == trento
    assert [name for name, _reason in told("Nuova domanda")] == ["Colleague", "Officer"]


@pytest.mark.usefixtures("offices")
def test_new_application_is_not_told_to_an_officer_who_acts_for_the_applicant():
    field = Field(OrganisationFactory(kind="municipality", trento=True))
    OrganisationMemberFactory(organisation=field.comune, user=User.objects.get(full_name="Colleague"))
    field.submitted()
    assert [name for name, _reason in told("Nuova domanda")] == ["Officer"]


@pytest.mark.parametrize(("frequency", "mails"), [("at_once", 1), ("daily", 0), ("weekly", 0), ("never", 0)])
def test_new_application_is_mailed_as_often_as_each_chooses(trento, frequency, mails):
    officer = person(Role.CERTIFICATION_OFFICER, trento, full_name="Officer")
    choose_frequencies({Topic.WORK: Frequency(frequency)}, by=officer)
    field = Field(OrganisationFactory(kind="municipality", trento=True))
    field.submitted()
    notification = Notification.objects.get(recipient=officer)
    assert notification.mail_due == frequency
    assert OutgoingEmail.objects.filter(to=officer.email).count() == mails


@pytest.mark.usefixtures("offices")
def test_application_taken_back_is_told_to_its_officer_or_to_the_office():
    field = Field(OrganisationFactory(kind="municipality", trento=True))
    actions.withdraw_application(application=field.submitted(), by=field.mayor)
    assert told("Domanda ritirata") == [
        ("Colleague", OFFICE),
        ("Officer", OFFICE),
        (field.clerk.full_name, "Agisci per l'organizzazione che ha fatto la domanda."),
    ]
    Notification.objects.all().delete()
    application = field.submitted()
    actions.take_application(application=application, by=User.objects.get(full_name="Officer"))
    actions.withdraw_application(application=application, by=field.mayor)
    assert [name for name, _reason in told("Domanda ritirata")] == ["Officer", field.clerk.full_name]


@pytest.mark.parametrize("left", [False, True])
def test_answered_integration_is_told_to_the_officer_or_to_the_office_when_that_person_has_left(left):
    office = Office()
    colleague = office.person(Role.CERTIFICATION_OFFICER)
    application = office.file()
    clerk = OrganisationMemberFactory(organisation=application.organisation).user
    requirement = application.version.requirements.first()
    request = actions.ask_integration(
        application=application,
        questions={requirement.pk: "Manca la delibera."},
        due_on=timezone.localdate() + datetime.timedelta(days=10),
        by=office.officer,
    )
    if left:
        User.objects.filter(pk=office.officer.pk).update(is_active=False)
    request.items.update(reply="Eccola.")
    actions.answer_integration(application=Application.objects.get(pk=application.pk), by=clerk)
    found = Notification.objects.filter(subject__startswith="Integrazioni arrivate")
    assert [n.recipient for n in found] == [colleague if left else office.officer]


def test_assessment_handed_in_is_told_to_the_officer_and_its_end_to_the_managers():
    office = Office()
    application = office.assessing()
    office.submitted(application)
    found = Notification.objects.filter(subject__startswith="Valutazione consegnata")
    assert [n.recipient for n in found] == [office.officer]


@pytest.mark.parametrize("left", [False, True])
def test_opinion_of_the_council_is_told_to_the_officer_or_to_the_office_when_that_person_has_left(left):
    walk = Walk()
    walk.activate()
    for _code in "ab":
        walk.close()
    walk.send_report()
    colleague = person(Role.CERTIFICATION_OFFICER, walk.trento)
    if left:
        User.objects.filter(pk=walk.officer.pk).update(is_active=False)
    walk.give_opinion()
    found = Notification.objects.filter(
        subject__startswith="Parere del Consiglio", recipient__in=[walk.officer, colleague]
    )
    assert [n.recipient for n in found] == [colleague if left else walk.officer]


@pytest.mark.parametrize("change", ["role ended", "acts for the applicant"])
def test_officer_who_runs_files_no_more_or_changed_sides_is_told_nothing(change, piemonte):
    office = Office()
    colleague = office.person(Role.CERTIFICATION_OFFICER)
    application = office.file()
    Application.objects.filter(pk=application.pk).update(seat_administration=piemonte)
    application = Application.objects.get(pk=application.pk)
    if change == "role ended":
        office.officer.role_assignments.update(valid_to=timezone.now())
    else:
        OrganisationMemberFactory(organisation=application.organisation, user=office.officer)
    by = person(Role.CERTIFICATION_OFFICER, piemonte)
    actions.give_accompanying_opinion(application=application, outcome="favourable", by=by)
    found = Notification.objects.filter(subject__startswith="Parere di")
    assert [n.recipient for n in found] == [colleague]


@pytest.mark.parametrize("change", ["role ended", "acts for the holder"])
def test_officer_of_a_process_who_left_the_office_or_changed_sides_is_told_nothing_as_officer(change):
    walk = Walk()
    walk.activate()
    colleague = person(Role.CERTIFICATION_OFFICER, walk.trento)
    assert emails.processes._officers(walk.process) == [walk.officer]
    if change == "role ended":
        walk.officer.role_assignments.update(valid_to=timezone.now())
    else:
        OrganisationMemberFactory(organisation=walk.process.organisation, user=walk.officer)
    assert emails.processes._officers(walk.process) == [colleague]
