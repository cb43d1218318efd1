"""The step of the demo about standards: its facts are those of the public sources."""

import pytest

from certifications.models import FundedProject, FundingCall, Infrastructure, Scheme
from familynet.portal.demo.steps import standards
from tests.factories.accounts import AdministrationFactory, RoleAssignmentFactory, UserFactory
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.django_db
ROLES = {"istruttoria": "certification_officer", "dirigenza": "certification_manager"}


class SmallCast:
    """Two administrations with an officer and a manager each."""

    def __init__(self):
        self.administrations = {
            "trento": AdministrationFactory(trento=True),
            "piemonte": AdministrationFactory(piemonte=True),
        }
        self.people = {}
        for slug, administration in self.administrations.items():
            for mailbox, role in ROLES.items():
                user = UserFactory(administration=administration)
                RoleAssignmentFactory(user=user, role=role, administration=administration)
                self.people[mailbox, slug] = user

    def person(self, mailbox, slug):
        return self.people[mailbox, slug]


def test_step_makes_the_call_of_piemonte_and_a_standard_in_draft(monkeypatch):
    cast = SmallCast()
    monkeypatch.setattr(standards, "PLACES", ())
    OrganisationFactory(kind="municipality", municipality__name="Bra", municipality__population=29_000)
    standards.make_standards(cast)
    call = FundingCall.objects.with_sums().get()
    assert (call.budget, call.total, call.max_per_project, call.act.number) == (220_000, 299_750, 27_500, "7-5965")
    project = FundedProject.objects.get()
    assert (project.granted, project.note) == (None, standards.NO_AMOUNT)
    scheme = Scheme.objects.get(slug="standard-famiglia")
    assert all(version.is_example and version.state == "draft" for version in scheme.versions.all())
    assert not Infrastructure.objects.exists()
