"""The same number of queries with 1 row and with 30."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from familynet.kernel.history import record
from practices import desk
from tests.factories.practices import PracticeDocumentFactory, PracticeFactory, ReviewFactory, TargetGroupFactory

pytestmark = pytest.mark.django_db
MANY = 30
CHOSEN = "area=welfare-territoriale&year=2022"


@pytest.fixture(autouse=True)
def _cold():
    ContentType.objects.clear_cache()


@pytest.fixture(params=[1, MANY])
def rows(request):
    return request.param


@pytest.mark.parametrize(("query", "number"), [("", 9), ("q=pratica", 13), ("q=praticcca", 18), (CHOSEN, 11)])
def test_public_list(client_as, rows, django_assert_num_queries, query, number):
    # Three more, so that the full text alone finds enough in both cases.
    PracticeFactory.create_batch(rows + 3, published=True, title="Pratica", solution="pratica")
    with django_assert_num_queries(number):
        response = client_as().get(f"{reverse('practices:list')}?{query}")
    assert response.status_code == 200


def full(rows, **fields):
    """A practice with many of everything, and as many related ones."""
    practice = PracticeFactory(**fields)
    practice.target_groups.set([TargetGroupFactory(code=f"g{n}", name=f"Gruppo {n}") for n in range(rows)])
    PracticeFactory.create_batch(rows, published=True)
    for number in range(rows):
        PracticeDocumentFactory(practice=practice, position=number + 1)
        record(practice, "publish", label="Pubblicata", by=None, public=True)
        if practice.state == "submitted":
            ReviewFactory(practice=practice, round=number + 1)
    return practice


def test_public_page(client_as, rows, django_assert_num_queries):
    practice = full(rows, published=True)
    with django_assert_num_queries(13):
        response = client_as().get(practice.get_absolute_url())
    assert response.status_code == 200


def test_work_list(client_as, editor, rows, django_assert_num_queries):
    PracticeFactory.create_batch(rows)
    browser = client_as(editor)
    with django_assert_num_queries(8):
        response = browser.get(reverse("practices:work"))
    assert response.status_code == 200


def test_work_page(client_as, editor, rows, django_assert_num_queries):
    practice = full(rows, author=editor)
    browser = client_as(editor)
    with django_assert_num_queries(14):
        response = browser.get(practice.work_url)
    assert response.status_code == 200


def test_preview_page(client_as, editor, rows, django_assert_num_queries):
    practice = full(rows, author=editor)
    browser = client_as(editor)
    with django_assert_num_queries(10):
        response = browser.get(reverse("practices:preview", kwargs={"uuid": practice.uuid}))
    assert response.status_code == 200


def test_review_page(client_as, validator, rows, django_assert_num_queries):
    practice = full(rows, submitted=True)
    browser = client_as(validator)
    with django_assert_num_queries(18):
        response = browser.get(practice.review_url)
    assert response.status_code == 200


@pytest.mark.parametrize(("section", "number"), [("in-breve", 15), ("documenti", 13), ("dove-e-quando", 15)])
def test_section_page(client_as, editor, rows, django_assert_num_queries, section, number):
    practice = full(rows, author=editor)
    url = reverse("practices:edit", kwargs={"uuid": practice.uuid, "section_name": section})
    browser = client_as(editor)
    with django_assert_num_queries(number):
        response = browser.get(url)
    assert response.status_code == 200


def test_desk(editor, validator, rows, django_assert_num_queries):
    PracticeFactory.create_batch(rows, author=editor)
    PracticeFactory.create_batch(rows, submitted=True)
    with django_assert_num_queries(5):
        assert len(desk.waiting_for(editor)) == rows
    with django_assert_num_queries(7):
        assert len(desk.waiting_for(validator)) == rows
