"""What a funded project belongs to: a file and a certificate of its own organisation."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from certifications.actions import add_project, tie_project
from certifications.models import Application, FundedProject
from familynet.accounts.roles import Role
from familynet.kernel.history import HistoryEntry
from tests.factories.accounts import RoleAssignmentFactory, UserFactory
from tests.factories.applications import ApplicationFactory
from tests.factories.certifications import CertificateFactory
from tests.factories.funding import FundedProjectFactory, FundingCallFactory
from tests.factories.organisations import OrganisationFactory, OrganisationMemberFactory

pytestmark = pytest.mark.django_db


def holder(administration, role=Role.CERTIFICATION_OFFICER):
    user = UserFactory(administration=administration)
    RoleAssignmentFactory(user=user, role=role, administration=administration)
    return user


@pytest.fixture
def file():
    """A file of a comune of Piemonte that Trento certifies."""
    return ApplicationFactory(state="in_review")


@pytest.fixture
def certificate(file):
    return CertificateFactory(organisation=file.organisation, scheme=file.scheme)


@pytest.fixture
def project(file):
    call = FundingCallFactory(administration=file.seat_administration)
    return FundedProjectFactory(call=call, organisation=file.organisation)


@pytest.fixture
def officer(file):
    return holder(file.seat_administration)


def ties_url(project):
    return reverse("certifications:project_ties", args=[project.pk])


# --- Rules ---------------------------------------------------------------------------------------


def test_ties_are_kept_with_what_was_before(project, file, certificate, officer):
    tie_project(project=project, application=file, certificate=certificate, by=officer)
    tie_project(project=project, application=None, certificate=certificate, by=officer)
    project.refresh_from_db()
    assert (project.application, project.certificate) == (None, certificate)
    last = HistoryEntry.objects.of(project).first()
    assert last.data["before"] == {"application": file.pk, "certificate": certificate.pk}


def test_the_same_ties_again_write_nothing(project, file, officer):
    for _time in range(2):
        tie_project(project=project, application=file, certificate=None, by=officer)
    assert HistoryEntry.objects.of(project).count() == 1


@pytest.mark.parametrize("what", ["application", "certificate"])
def test_those_of_another_organisation_are_refused(project, file, officer, what):
    other = OrganisationFactory(administration=file.seat_administration)
    foreign = {
        "application": ApplicationFactory(organisation=other, version=file.version, state="in_review"),
        "certificate": CertificateFactory(organisation=other, scheme=file.scheme),
    }
    ties = {"application": None, "certificate": None, what: foreign[what]}
    with pytest.raises(ValidationError) as error:
        tie_project(project=project, by=officer, **ties)
    assert what in error.value.message_dict


def test_draft_is_not_seen_and_not_tied(project, file, officer):
    draft = ApplicationFactory(
        organisation=file.organisation,
        version__scheme__slug="altro-marchio",
        version__scheme__name="Altro marchio",
        state="draft",
    )
    with pytest.raises(ValidationError):
        tie_project(project=project, application=draft, certificate=None, by=officer)


def test_new_project_is_tied_only_to_its_own(project, file, officer):
    other = OrganisationFactory(administration=file.seat_administration)
    made = FundedProject(call=project.call, organisation=other, title="Piano", application=file)
    with pytest.raises(ValidationError) as error:
        add_project(project=made, by=officer)
    assert "application" in error.value.message_dict


@pytest.mark.parametrize("side", ["administration", "organisation"])
def test_neither_the_certifier_nor_ones_own_organisation(project, file, side):
    user = holder(file.administration if side == "administration" else file.seat_administration)
    if side == "organisation":
        OrganisationMemberFactory(organisation=file.organisation, user=user)
        user = type(user).objects.get(pk=user.pk)
    with pytest.raises(PermissionDenied):
        tie_project(project=project, application=file, certificate=None, by=user)


def test_what_is_tied_may_stay_when_it_is_no_longer_seen(project, file, officer, client_as):
    draft = ApplicationFactory(
        organisation=file.organisation,
        version__scheme__slug="altro-marchio",
        version__scheme__name="Altro marchio",
        state="draft",
    )
    FundedProject.objects.filter(pk=project.pk).update(application=draft)
    project.refresh_from_db()
    tie_project(project=project, application=draft, certificate=None, by=officer)
    assert client_as(officer).get(ties_url(project)).status_code == 200


# --- Pages ---------------------------------------------------------------------------------------


def test_journey_from_the_box_to_file_page_call_page_and_public_page(
    client_as, project, file, certificate, officer
):
    browser = client_as(officer)
    sent = {
        "application": "si vede",
        "application_key": str(file.pk),
        "certificate": certificate.number or certificate.public_id,
    }
    suggested = browser.get(
        reverse("certifications:suggest_application"), {"q": file.public_id, "progetto": project.pk}
    ).json()["results"]
    assert [row["key"] for row in suggested] == [str(file.pk)]
    sent["application"] = suggested[0]["label"]
    response = browser.post(ties_url(project), sent)
    assert response.status_code == 302, response.text
    project.refresh_from_db()
    assert (project.application, project.certificate) == (file, certificate)
    page = browser.get(reverse("certifications:file", args=[file.public_id])).text
    assert project.call.title in page
    work = browser.get(reverse("certifications:call_work", args=[project.call.slug])).text
    assert reverse("certifications:file", args=[file.public_id]) in work
    FundedProject.objects.update(state="granted", granted=10)
    public = client_as().get(reverse("certifications:call", args=[project.call.slug])).text
    assert reverse("certifications:certificate", args=[certificate.public_id]) in public
    assert file.public_id not in public


def test_certifier_sees_no_project_of_the_other_administration(client_as, project, file):
    FundedProject.objects.update(application=file)
    page = client_as(holder(file.administration)).get(reverse("certifications:file", args=[file.public_id])).text
    assert project.call.title not in page


def test_new_project_finds_only_files_of_the_organisation_that_was_chosen(client_as, project, file, officer):
    other = OrganisationFactory(kind="municipality", administration=file.seat_administration)
    url = reverse("certifications:project_new", args=[project.call.slug])
    sent = {"organisation": other.name, "title": "Piano", "application": file.public_id}
    page = client_as(officer).post(url, sent).text
    assert "Non vedi nessuna domanda di questa organizzazione" in page
    assert 'value="Piano"' in page
    assert FundedProject.objects.get() == project
    own = ApplicationFactory(organisation=other, version=file.version, state="in_review")
    client_as(officer).post(url, {**sent, "application": own.public_id})
    assert FundedProject.objects.exclude(pk=project.pk).get().application == own


def test_suggestions_hold_what_the_person_sees(client_as, project, file, officer):
    hidden = ApplicationFactory(state="in_review", organisation=OrganisationFactory(trento=True))
    assert hidden.seat_administration != file.seat_administration
    url = reverse("certifications:suggest_application")
    words = file.scheme.name.split()[0]
    keys = [row["key"] for row in client_as(officer).get(url, {"q": words}).json()["results"]]
    assert keys == [str(file.pk)]
    other = FundedProjectFactory(call=project.call, organisation=OrganisationFactory())
    narrowed = client_as(officer).get(url, {"q": words, "progetto": other.pk}).json()["results"]
    assert narrowed == []


@pytest.mark.parametrize("junk", ["\x00", "9" * 400, "%", "(", "<script>", "²", "a b c d e f g h i j k"])
def test_junk_in_the_boxes(client_as, project, officer, junk):
    for name in ("suggest_application", "suggest_certificate"):
        for query in ({"q": junk}, {"q": "fam", "progetto": junk}):
            answer = client_as(officer).get(reverse(f"certifications:{name}"), query)
            assert answer.status_code in (200, 404)
    page = client_as(officer).post(ties_url(project), {"application": junk, "certificate_key": junk})
    assert page.status_code in (200, 302)


def test_ties_of_another_administration_are_not_found(client_as, project):
    call = FundingCallFactory(administration=project.organisation.administration, slug="altro")
    assert call.administration == project.call.administration
    stranger = holder(Application.objects.get().administration)
    assert client_as(stranger).get(ties_url(project)).status_code == 404
