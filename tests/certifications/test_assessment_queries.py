"""Lists of assessment ask the database as often for three rows as for one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from certifications.agreement import agreement_of
from tests.certifications.assessing import Office

pytestmark = pytest.mark.django_db


def asked(client, name, *args):
    address = reverse(f"certifications:{name}", args=args)
    client.get(address)  # content types and the like are known from here on
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def other_version(office, number):
    return office.version(scheme__slug=f"marchio-{number}", scheme__name=f"Marchio {number}")


def test_list_of_an_assessor(client_as):
    office = Office()
    assessor, counts = office.assessor(), []
    client = client_as(assessor.user)
    for number in range(3):
        office.working(office.assessing(version=other_version(office, number)), assessor)
        counts.append(asked(client, "assessments"))
    assert counts[0] == counts[-1]


def test_register_of_assessors(client_as):
    office = Office()
    client, counts = client_as(office.officer), []
    for _number in range(3):
        office.assessor()
        counts.append(asked(client, "assessors"))
    assert counts[0] == counts[-1]


def test_files_that_wait_for_a_decision(client_as):
    office = Office()
    client, counts = client_as(office.manager), []
    for number in range(3):
        office.assessed(version=other_version(office, number))
        counts.append(asked(client, "decisions"))
    assert counts[0] == counts[-1]


def test_assessments_of_a_file(client_as):
    office = Office()
    application, counts = office.assessing(needed=3), []
    client = client_as(office.officer)
    for _number in range(3):
        office.submitted(application)
        counts.append(asked(client, "file_assessment", application.public_id))
    assert counts[0] == counts[-1]


def test_judgements_of_few_and_many_requirements(client_as):
    office, counts = Office(), []
    for number in (2, 12):
        version = office.version(
            scheme__slug=f"marchio-{number}", scheme__name=f"Marchio {number}", with_requirements=number
        )
        assignment = office.working(office.assessing(version=version))
        counts.append(asked(client_as(assignment.assessor.user), "assessment", assignment.pk))
    assert counts[0] == counts[-1]


def test_agreement_asks_twice_whatever_the_number_of_files(django_assert_num_queries):
    office = Office()
    version = office.version()
    for _number in range(2):
        application = office.assessing(blind=True, version=version)
        office.submitted(application)
        office.submitted(application)
    with django_assert_num_queries(2):
        assert len(agreement_of(version)) == 3
