"""What one administration sees and does with the records of the other."""

import pytest
from django.urls import reverse

from certifications.models import Certificate, ImportRun
from familynet.accounts.roles import GUEST_ROLES, Role
from tests.factories.certifications import CertificateFactory, ImportRunFactory, SchemeFactory
from tests.factories.organisations import OrganisationFactory, OrganisationMemberFactory

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"certifications:{name}", args=args)


@pytest.fixture
def mark_of_piemonte(piemonte):
    return SchemeFactory(slug="mark-of-piemonte", name="Marchio del Piemonte", administration=piemonte)


def test_certifier_sees_all_its_certificates_and_no_others(official, trento, client_as, mark_of_piemonte):
    ours = CertificateFactory()
    foreign = CertificateFactory(scheme=mark_of_piemonte)
    abroad = CertificateFactory(scheme=mark_of_piemonte, organisation=OrganisationFactory(trento=True))
    user = official(Role.CERTIFICATION_OFFICER, trento)
    assert set(Certificate.objects.visible_to(user)) == {ours, abroad}
    client = client_as(user)
    assert client.get(url("work_detail", foreign.public_id)).status_code == 404
    assert client.get(url("work_detail", abroad.public_id)).status_code == 200
    for name in ("act", "change"):
        args = [foreign.public_id, "suspend"][: 2 if name == "change" else 1]
        assert client.post(url(name, *args)).status_code == 404
    assert client.post(url("change", abroad.public_id, "open_check"), {"comment": "x"}).status_code == 403
    abroad.refresh_from_db()
    assert abroad.state == "valid"


@pytest.mark.parametrize("role", sorted(set(Role.values) - GUEST_ROLES))
def test_territory_reads_its_organisations_certificates_and_changes_none(official, piemonte, client_as, role):
    ours = CertificateFactory(act=None)
    theirs = CertificateFactory(organisation=OrganisationFactory(trento=True))
    user = official(role, piemonte)
    assert list(Certificate.objects.visible_to(user)) == [ours]
    client = client_as(user)
    page = client.get(url("work_detail", ours.public_id))
    assert (page.context["transitions"], page.context["may_complete_act"]) == ([], False)
    assert client.get(url("work_detail", theirs.public_id)).status_code == 404
    assert client.post(url("act", ours.public_id)).status_code == 403
    assert client.post(url("change", ours.public_id, "suspend")).status_code == 403


def test_people_of_an_organisation_have_no_work_pages(client_as):
    certificate = CertificateFactory()
    client = client_as(OrganisationMemberFactory(organisation=certificate.organisation).user)
    assert client.get(url("work_list")).status_code == 403
    assert client.get(url("work_detail", certificate.public_id)).status_code == 404


@pytest.mark.parametrize("name", ["import", "import_status", "import_csv", "import_file", "import_refuse"])
def test_import_of_the_other_administration_is_not_found(official, piemonte, client_as, name):
    run = ImportRunFactory(state="checked")
    user = official(Role.CERTIFICATION_OFFICER, piemonte)
    assert list(ImportRun.objects.visible_to(user)) == []
    assert client_as(user).get(url(name, run.uuid)).status_code == 404


@pytest.mark.parametrize("name", ["import_start", "import_check", "import_refuse"])
def test_import_of_the_other_administration_is_not_changed(official, piemonte, client_as, name):
    run = ImportRunFactory(state="checked")
    user = official(Role.CERTIFICATION_OFFICER, piemonte)
    assert client_as(user).post(url(name, run.uuid)).status_code == 404
    run.refresh_from_db()
    assert run.state == "checked"
