"""The pages of a certificate's life: the number of queries does not grow with the rows."""

import datetime

import pytest
from django.urls import reverse

from certifications.actions import live_one_day
from certifications.desk.life import held_certificates_waiting_for, life_waiting_for
from familynet.accounts.roles import Role
from familynet.kernel.desk import items_of
from tests.factories.certifications import ActFactory, CertificateFactory, DocumentFactory
from tests.factories.life import (
    ConditionEvidenceFactory,
    ConditionFactory,
    OverdueNoticeFactory,
    PlannedChangeFactory,
    RenunciationRequestFactory,
)
from tests.factories.organisations import OrganisationFactory, OrganisationMemberFactory

pytestmark = pytest.mark.django_db
DAY = datetime.date


def fill(number):
    """One certificate with so many of everything, and so many other certificates of its holder."""
    certificate = CertificateFactory(valid_to=DAY(2040, 1, 1))
    for n in range(number):
        condition = ConditionFactory(certificate=certificate, state="submitted")
        ConditionEvidenceFactory(condition=condition, document=DocumentFactory())
        OverdueNoticeFactory(certificate=certificate, state="proposed", condition=condition)
        PlannedChangeFactory(certificate=certificate, effective_on=DAY(2030, 1, 1) + datetime.timedelta(days=n))
        certificate.status_changes.create(to_state="valid", act=ActFactory())
        certificate.transfers.create(
            from_organisation=OrganisationFactory(),
            to_organisation=certificate.organisation,
            from_name=f"Prima {n}",
            act=ActFactory(),
            effective_on=DAY(2024, 1, 1),
            recorded_by=condition.evidence.first().added_by,
        )
        other = CertificateFactory(organisation=certificate.organisation, ended=True)
        ConditionFactory(certificate=other)
        RenunciationRequestFactory()
    return certificate


def address(name, certificate):
    args = {
        **{page: [] for page in ("mine", "to_check", "proposals")},
        "condition_check": [certificate.public_id, certificate.conditions.first().pk],
    }
    return reverse(f"certifications:{name}", args=args.get(name, [certificate.public_id]))


PAGES = [("mine", "holder", 7), ("holding", "holder", 18), ("conditions_work", "manager", 10)]
PAGES += [("condition_check", "manager", 9), ("to_check", "manager", 7), ("proposals", "manager", 9)]
PAGES += [("work_detail", "manager", 14), ("certificate", None, 10)]


@pytest.mark.parametrize("rows", [1, 12])
@pytest.mark.parametrize(("name", "who", "number"), PAGES)
def test_page(official, trento, client_as, django_assert_num_queries, settings, name, who, number, rows):
    settings.PUBLIC_PAGE_SECONDS = 0
    certificate = fill(rows)
    people = {
        "holder": OrganisationMemberFactory(organisation=certificate.organisation).user,
        "manager": official(Role.CERTIFICATION_MANAGER, trento),
        None: None,
    }
    client, url = client_as(people[who]), address(name, certificate)
    client.get(url)
    with django_assert_num_queries(number):
        assert client.get(url).status_code == 200


@pytest.mark.parametrize("rows", [1, 12])
@pytest.mark.parametrize(("who", "number"), [("holder", 3), ("manager", 2), ("other", 1)])
def test_desk(official, trento, django_assert_num_queries, who, number, rows):
    certificate = fill(rows)
    people = {
        "holder": OrganisationMemberFactory(organisation=certificate.organisation).user,
        "manager": official(Role.CERTIFICATION_MANAGER, trento),
        "other": official(Role.DISTRICT_OFFICER, trento),
    }
    with django_assert_num_queries(number):
        items = items_of(life_waiting_for(people[who]))
        held_certificates_waiting_for(people[who])
    assert bool(items) == (who == "manager")


@pytest.mark.parametrize("rows", [1, 12])
def test_day_on_which_nothing_happens(django_assert_num_queries, rows):
    for _n in range(rows):
        ConditionFactory(due_on=DAY(2026, 5, 31), certificate=CertificateFactory(valid_to=DAY(2027, 6, 30)))
    live_one_day(today=DAY(2026, 4, 30))
    with django_assert_num_queries(11):
        assert not +live_one_day(today=DAY(2026, 4, 30))
