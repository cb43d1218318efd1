"""Who sees nothing of an assessment, and until when."""

import pytest
from django.urls import reverse
from django.utils import timezone

from certifications import actions, letters
from certifications.assessing import Found
from certifications.models import Application, AssessmentRound, Assignment, RefusalNotice, SiteVisit
from certifications.urls import urlpatterns
from familynet.accounts.roles import Role
from tests.certifications.assessing import Office, act
from tests.factories.accounts import RoleAssignmentFactory
from tests.factories.organisations import OrganisationMemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return Office()


@pytest.fixture(autouse=True)
def _plain_letters(monkeypatch):
    monkeypatch.setattr(letters, "render_pdf", lambda template, data: b"%PDF-1.7 letter")


def address(name, *args):
    return reverse(f"certifications:{name}", args=args)


def page(client, name, *args, status=200):
    response = client.get(address(name, *args))
    assert response.status_code == status
    return response.content.decode()


def blind_pair(office):
    """A file with one submitted assessment and one still open, independent of each other."""
    application = office.assessing(blind=True)
    first = office.submitted(application, opinion="favourable")
    Assignment.objects.filter(pk=first.pk).update(opinion_text="Parere segretissimo")
    return application, first, office.working(application)


def test_blind_assessors_do_not_see_each_other_until_both_are_done(office, client_as):
    application, first, second = blind_pair(office)
    for assignment in (first, second):
        html = page(client_as(assignment.assessor.user), "assessment", assignment.pk)
        assert ("Parere segretissimo" in html) == (assignment == first)
        assert "Le altre valutazioni" not in html
    requirements = application.version.requirements.all()
    by = second.assessor.user
    actions.save_judgements(assignment=second, found={r.pk: Found("met") for r in requirements}, by=by)
    actions.save_opinion(assignment=second, opinion="favourable", opinion_text="Anch'io.", by=by)
    actions.submit_assessment(assignment=second, by=by)
    assert "Parere segretissimo" in page(client_as(by), "assessment", second.pk)


def test_official_who_assesses_too_waits_as_the_others(office, client_as):
    application, _first, second = blind_pair(office)
    by = second.assessor.user
    RoleAssignmentFactory(user=by, role=Role.AUDITOR, administration=office.trento)
    html = page(client_as(by), "file_assessment", application.public_id)
    assert "Parere segretissimo" not in html
    assert "Parere segretissimo" not in page(client_as(by), "file_decision", application.public_id)
    assert "Parere segretissimo" in page(client_as(office.officer), "file_assessment", application.public_id)


SECRET = "Parere segretissimo"


@pytest.mark.parametrize("state", ["in_assessment", "assessed", "notice"])
def test_nothing_of_an_assessment_reaches_applicant_or_accompanying_side_before_the_decision(
    office, client_as, official, piemonte, state
):
    """Every page and export of certifications that takes the public id of a file, and the lists."""
    application, first, _second = blind_pair(office)
    member = OrganisationMemberFactory(organisation=application.organisation).user
    AssessmentRound.objects.update(summary=SECRET)
    SiteVisit.objects.create(assignment=first, on=timezone.localdate(), place=SECRET)
    Application.objects.update(state=state)
    if state == "notice":
        RefusalNotice.objects.create(
            application=application, reasons="x", sent_by=office.officer, observations_due_on=timezone.localdate()
        )
    seen = 0
    for person in (member, official(Role.CERTIFICATION_OFFICER, piemonte), official(Role.AUDITOR, piemonte)):
        client = client_as(person)
        for path in pages_about(application, first):
            response = client.get(path)
            content = b"".join(response.streaming_content) if response.streaming else response.content
            assert SECRET.encode() not in content, (path, person)
            assert first.assessor.user.full_name.encode() not in content, (path, person)
            seen += response.status_code == 200
    assert seen > 3


def pages_about(application, assignment):
    """All addresses of certifications that can be made with what belongs to one file."""
    known = {"public_id": application.public_id, "pk": assignment.pk}
    for pattern in urlpatterns:
        names = set(pattern.pattern.converters)
        if names <= set(known):
            yield reverse(f"certifications:{pattern.name}", kwargs={n: known[n] for n in names})


def test_applicant_sees_no_outcome_before_the_decision(office, client_as):
    application = office.assessed()
    member = OrganisationMemberFactory(organisation=application.organisation).user
    client = client_as(member)
    for name in ("outcome", "outcome_letter"):
        assert client.get(address(name, application.public_id)).status_code == 404
    actions.award(application=application, by=office.manager, act=act())
    assert client.get(address("outcome", application.public_id)).status_code == 200
