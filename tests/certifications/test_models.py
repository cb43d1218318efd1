"""Constraints, copies kept by triggers, counts kept by triggers."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Count, Sum
from django.utils import timezone

from certifications.actions import ensure_schemes
from certifications.models import Category, Certificate, RegisterCount, Scheme, SchemeVersion
from certifications.models.register import (
    DIMENSIONS,
    compact_register_counts,
    count_in_force,
    rebuild_register_counts,
)
from familynet.kernel.acts import Act
from tests.factories.certifications import CategoryFactory, CertificateFactory
from tests.factories.organisations import OrganisationFactory
from tests.factories.territories import MunicipalityFactory, ProvinceFactory

pytestmark = pytest.mark.django_db
DAY = datetime.date


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"state": "revoked"}, "certificate_ended_has_date"),
        ({"ended_on": DAY(2024, 1, 1)}, "certificate_ended_has_date"),
        ({"state": "expired", "ended_on": DAY(2020, 1, 1)}, "certificate_ends_after_award"),
        ({"valid_to": DAY(2020, 1, 1)}, "certificate_valid_after_award"),
        ({"score": -1}, "certificate_score_not_negative"),
        ({"register_number": 4}, "certificate_whole_register_number"),
    ],
)
def test_incoherent_certificate_is_refused(fields, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        CertificateFactory(**fields)
    assert Certificate.objects.count() == 0


@pytest.mark.parametrize("category", [None, "comuni"])
def test_one_open_certificate_per_organisation_scheme_and_category(category):
    fields = {"organisation": OrganisationFactory(), "category": category and CategoryFactory(slug=category)}
    CertificateFactory(ended=True, **fields)
    CertificateFactory(**fields)
    with pytest.raises(IntegrityError, match="certificate_one_open"), transaction.atomic():
        CertificateFactory(**fields)
    assert Certificate.objects.open().count() == 1


def test_register_number_is_given_once_a_year():
    CertificateFactory(register_year=2024, register_number=7)
    CertificateFactory(register_year=2025, register_number=7)
    with pytest.raises(IntegrityError, match="certificate_register_number_once"), transaction.atomic():
        CertificateFactory(register_year=2024, register_number=7)
    numbers = [c.number for c in Certificate.objects.order_by("register_year")]
    assert numbers == ["7/2024", "7/2025"]


def copies(certificate):
    certificate.refresh_from_db()
    return (certificate.municipality_id, certificate.province_id, certificate.sort_name, certificate.search_text)


def test_copies_follow_organisation_and_comune():
    place = MunicipalityFactory(name="Mondolì")
    certificate = CertificateFactory(organisation__name="Ente d'Alpe", organisation__municipality=place)
    province = place.province_id
    assert copies(certificate) == (place.pk, province, "ente d alpe", " ente d alpe mondoli")
    assert (certificate.award_year, certificate.seat_administration.slug) == (2021, "piemonte")
    other = MunicipalityFactory(name="Bosco", trento=True)
    organisation = certificate.organisation
    organisation.name, organisation.municipality = "Nuovo nome", other
    organisation.save()
    assert copies(certificate) == (other.pk, other.province_id, "nuovo nome", " nuovo nome bosco")
    other.name = "Bosco Alto"
    other.save()
    assert copies(certificate)[3] == " nuovo nome bosco alto"


def cells():
    """The counts as kept and as they are."""
    kept = RegisterCount.objects.values_list(*DIMENSIONS).annotate(total=Sum("n")).exclude(total=0)
    real = Certificate.objects.order_by().values_list(*DIMENSIONS).annotate(total=Count("*"))
    return sorted(map(str, kept)), sorted(map(str, real))


def test_counts_follow_every_change():
    certificates = [CertificateFactory() for _n in range(3)] + [CertificateFactory(ended=True)]
    CertificateFactory(category=CategoryFactory(), award_date=None, act=None)
    assert cells()[0] == cells()[1] != []
    Certificate.objects.filter(pk__in=[c.pk for c in certificates[:2]]).update(state="suspended")
    assert cells()[0] == cells()[1]
    organisation = certificates[2].organisation
    organisation.municipality = MunicipalityFactory(province=ProvinceFactory(trento=True))
    organisation.save()
    assert cells()[0] == cells()[1]
    certificates[0].delete()
    assert cells()[0] == cells()[1]
    compact_register_counts()
    assert cells()[0] == cells()[1]
    assert RegisterCount.objects.count() == len(cells()[1])
    RegisterCount.objects.all().delete()
    rebuild_register_counts()
    assert cells()[0] == cells()[1]


def test_state_on_a_day_follows_the_changes():
    certificate, undated = CertificateFactory(), CertificateFactory(award_date=None)
    changes = certificate.status_changes
    changes.create(to_state="valid", effective_on=DAY(2021, 7, 5))
    changes.create(from_state="valid", to_state="suspended", effective_on=DAY(2022, 3, 1))
    untold = CertificateFactory(ended=True)
    days = [DAY(2021, 7, 4), DAY(2021, 7, 5), DAY(2022, 2, 28), DAY(2022, 3, 1), DAY(2024, 2, 1)]
    then = [dict(Certificate.objects.as_of(day).values_list("pk", "state_then")) for day in days]
    assert [states.get(certificate.pk) for states in then] == [None, "valid", "valid", "suspended", "suspended"]
    assert [states.get(untold.pk) for states in then] == [None, "valid", "valid", "valid", "revoked"]
    assert all(undated.pk not in states for states in then)


def test_certificates_in_force_are_counted_from_the_cells():
    CertificateFactory(ended=True)
    assert count_in_force() == 0
    for state in ("valid", "to_realign", "under_check", "suspended"):
        CertificateFactory(state=state)
    assert count_in_force() == 3


def test_known_schemes_are_made_once(trento):
    ensure_schemes(administration=trento)
    before = (Scheme.objects.count(), Category.objects.count(), SchemeVersion.objects.count(), Act.objects.count())
    assert before == (3, 14, 8, 6)
    Scheme.objects.filter(slug="family-audit").update(name="Audit")
    ensure_schemes(administration=trento)
    after = (Scheme.objects.count(), Category.objects.count(), SchemeVersion.objects.count(), Act.objects.count())
    assert after == before
    assert Scheme.objects.get(slug="family-audit").name == "Audit"


def test_scheme_is_open_between_its_dates():
    today = timezone.localdate()
    day = datetime.timedelta(days=1)
    assert Scheme(open_from=today, open_to=today).is_open
    assert Scheme().is_open
    assert not Scheme(open_to=today - day).is_open
    assert not Scheme(open_from=today + day).is_open


def test_public_queryset_leaves_internal_texts_out():
    CertificateFactory(note="telefonare al sindaco", source="file.csv")
    found = Certificate.objects.for_register().get()
    assert found.get_deferred_fields() == {"note", "source"}
