"""Who may ask for which mark on which day, and the sentence that says why not."""

import datetime

import pytest

from certifications.actions import check_eligibility
from certifications.models import Application, IntakeWindow, PassBand, Requirement
from familynet.organisations.models import Organisation
from tests.factories.accounts import AdministrationFactory
from tests.factories.applications import ApplicationFactory, SchemeVersionFactory
from tests.factories.certifications import ActFactory, CategoryFactory, CertificateFactory, SchemeFactory
from tests.factories.organisations import OrganisationFactory
from tests.factories.protocols import ProtocolAreaFactory, ProtocolFactory

pytestmark = pytest.mark.django_db
D = datetime.date
DAY = D(2024, 6, 1)


@pytest.fixture
def comune(db):
    return OrganisationFactory(kind="municipality")


@pytest.fixture
def version(db):
    return SchemeVersionFactory(with_requirements=1, published=True)


@pytest.fixture
def agreement(db):
    return ProtocolAreaFactory().protocol


def judge(organisation, version, on=DAY, **fields):
    scheme = type(version.scheme).objects.get(pk=version.scheme_id)
    return check_eligibility(organisation=organisation, scheme=scheme, category=version.category, on=on, **fields)


def test_comune_of_a_region_with_an_agreement_may_ask(comune, version, agreement):
    verdict = judge(comune, version)
    assert (verdict.allowed, verdict.reasons, verdict.version) == (True, (), version)


def test_without_an_agreement_on_the_day_the_last_one_is_named(comune, version, agreement):
    verdict = judge(comune, version, D(2026, 1, 15))
    assert verdict.codes == {"no_agreement"}
    assert "Il 15/01/2026 non è in vigore un accordo" in verdict.reasons[0].text
    assert "13/07/2025" in verdict.reasons[0].text


def test_agreement_counts_only_with_the_area_of_marks_and_with_the_owner(comune, version, piemonte):
    ProtocolAreaFactory(code="good_practices")
    ProtocolAreaFactory(protocol=ProtocolFactory(parties=[piemonte, AdministrationFactory()]))
    assert judge(comune, version).codes == {"no_agreement"}


@pytest.mark.parametrize(
    ("territory", "inside", "outside"),
    [
        ("own", set(), {"own_only"}),
        ("agreement", set(), {"no_agreement"}),
        ("outside", {"outside_only"}, {"no_agreement"}),
        ("anywhere", set(), set()),
    ],
)
def test_territory_of_the_scheme(version, comune, territory, inside, outside):
    type(version.scheme).objects.update(territory=territory)
    of_trento = OrganisationFactory(trento=True, kind="municipality")
    assert (judge(of_trento, version).codes, judge(comune, version).codes) == (inside, outside)


def test_kind_of_the_scheme_and_of_the_category(version, agreement):
    company = OrganisationFactory(kind="company")
    verdict = judge(company, version)
    assert verdict.codes == {"kind"}
    assert verdict.reasons[0].text == "Comuni è per: Comune. La vostra organizzazione è: Impresa."


def test_closed_record_and_foreign_category(version, agreement):
    closed = OrganisationFactory(kind="municipality", state=Organisation.State.CLOSED)
    assert judge(closed, version).codes == {"inactive"}
    foreign = CategoryFactory(scheme=SchemeFactory(slug="altro", name="Altro"), kinds=[])
    verdict = check_eligibility(organisation=closed, scheme=version.scheme, category=foreign, on=DAY, kind="first")
    assert "foreign_category" in verdict.codes


@pytest.mark.parametrize(
    ("dates", "code"),
    [
        ({"open_from": D(2024, 6, 2)}, "not_yet_open"),
        ({"open_to": D(2024, 5, 31)}, "closed"),
        ({"open_from": DAY, "open_to": DAY}, None),
    ],
)
@pytest.mark.parametrize("where", ["scheme", "category"])
def test_dates_of_scheme_and_category(comune, version, agreement, dates, code, where):
    thing = getattr(version, where)
    type(thing).objects.filter(pk=thing.pk).update(**dates)
    version.refresh_from_db()
    assert judge(comune, version).codes == ({code} if code else set())


def test_window_closes_first_applications_of_private_bodies_with_its_act(agreement):
    """Family Audit: no new application by a private body after 17 March 2025 (DGP 304 of 28/02/2025)."""
    version = SchemeVersionFactory(with_requirements=1, published=True, category=None)
    act = ActFactory(number="304", date=D(2025, 2, 28))
    IntakeWindow.objects.create(
        scheme=version.scheme,
        kinds=["company"],
        open_to=D(2025, 3, 17),
        act=act,
        reason="La Giunta ha chiuso le nuove domande.",
    )
    company = OrganisationFactory(kind="company")
    assert judge(company, version, D(2025, 3, 17)).allowed
    verdict = judge(company, version, D(2025, 3, 18))
    assert verdict.codes == {"window"}
    assert verdict.reasons[0].act == act
    assert "fino al 17/03/2025. La Giunta ha chiuso le nuove domande." in verdict.reasons[0].text
    # The others are not touched by it.
    assert judge(OrganisationFactory(kind="municipality"), version, D(2025, 3, 18)).allowed
    # Who holds one goes on.
    CertificateFactory(organisation=company, scheme=version.scheme, valid_to=D(2025, 5, 1), version=version)
    assert judge(company, version, D(2025, 3, 18), kind="renewal").allowed


def test_window_to_come_says_from_when(version, comune, agreement):
    IntakeWindow.objects.create(scheme=version.scheme, kinds=["municipality"], open_from=D(2024, 9, 1))
    assert "dal 01/09/2024" in judge(comune, version).reasons[0].text


def test_no_version_no_requirements_no_category(comune, agreement):
    draft = SchemeVersionFactory()
    assert judge(comune, draft).codes == {"no_version"}
    assert check_eligibility(
        organisation=comune, scheme=draft.scheme, category=None, on=DAY, kind="first"
    ).codes == {"no_category"}
    empty = SchemeVersionFactory(published=True)
    assert judge(comune, empty).codes == {"no_requirements"}


def test_open_application_and_draft_stand_in_the_way_but_not_of_themselves(comune, version, agreement):
    draft = ApplicationFactory(organisation=comune, version=version)
    assert judge(comune, version).codes == {"draft"}
    assert judge(comune, version, application=draft).allowed
    Application.objects.update(state="in_review", submitted_at=draft.created_at, submitted_by=draft.started_by)
    verdict = judge(comune, version)
    assert verdict.codes == {"application"}
    assert "in istruttoria" in verdict.reasons[0].text
    Application.objects.update(state="refused")
    assert judge(comune, version).allowed


def test_held_certificate_points_to_the_renewal(comune, version, agreement):
    CertificateFactory(
        organisation=comune,
        scheme=version.scheme,
        category=version.category,
        version=version,
        valid_to=D(2025, 1, 31),
    )
    first = judge(comune, version)
    assert first.codes == {"certificate"}
    assert "dal 31/07/2024" in first.reasons[0].text
    early = judge(comune, version, D(2024, 7, 30), kind="renewal")
    assert early.codes == {"too_early"}
    assert judge(comune, version, D(2024, 7, 31), kind="renewal").allowed


@pytest.mark.parametrize(
    ("kind", "fields", "codes"),
    [
        ("renewal", None, {"no_certificate"}),
        ("renewal", {"valid_to": None}, {"no_term"}),
        ("renewal", {"valid_to": D(2024, 6, 30), "state": "suspended"}, set()),
        ("realignment", {"state": "valid"}, {"nothing_to_realign"}),
        ("realignment", {"state": "to_realign"}, set()),
    ],
)
def test_kinds_that_need_a_certificate(comune, version, agreement, kind, fields, codes):
    if fields is not None:
        CertificateFactory(organisation=comune, scheme=version.scheme, version=version, **fields)
    assert judge(comune, version, kind=kind).codes == codes


def test_several_reasons_are_told_at_once(version):
    company = OrganisationFactory(kind="company", state=Organisation.State.CLOSED)
    assert judge(company, version).codes == {"inactive", "kind", "no_agreement"}


def test_draft_versions_and_future_ones_do_not_count(comune, version, agreement):
    later = SchemeVersionFactory(with_requirements=1, published=True, valid_from=D(2024, 7, 1))
    assert judge(comune, version).version == version
    assert judge(comune, version, D(2024, 7, 1)).version == later


def test_factory_versions_have_no_bands_by_themselves(version):
    """Guards the tests above: nothing but the rule in question decides."""
    assert (Requirement.objects.count(), PassBand.objects.count()) == (1, 0)
