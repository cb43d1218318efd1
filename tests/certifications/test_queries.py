"""The number of queries of each page does not grow with the rows."""

import pytest
from django.urls import reverse

from certifications import desk
from certifications.models import ImportRow
from familynet.accounts.roles import Role
from tests.factories.certifications import ActFactory, CategoryFactory, CertificateFactory, ImportRunFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_page_cache(settings):
    settings.PUBLIC_PAGE_SECONDS = 0


def fill(number):
    category = CategoryFactory()
    for _n in range(number):
        certificate = CertificateFactory(category=category, act=None)
        certificate.status_changes.create(to_state="valid")
        ImportRunFactory(state="checked")
    return certificate


PUBLIC = [("register", "", 8), ("register", "q=organizzazione&provincia=CN", 11), ("register_map", "", 8)]
PUBLIC += [("register_map", "q=organizzazione", 11), ("schemes", "", 3)]


@pytest.mark.parametrize(("name", "query", "number"), PUBLIC)
@pytest.mark.parametrize("rows", [1, 30])
def test_public_pages(client, django_assert_num_queries, name, query, number, rows):
    fill(rows)
    url = f"{reverse(f'certifications:{name}')}?{query}"
    client.get(url)
    with django_assert_num_queries(number):
        assert client.get(url).status_code == 200


@pytest.mark.parametrize("rows", [1, 30])
def test_certificate_page(client, django_assert_num_queries, rows):
    certificate = fill(rows)
    for _n in range(rows):
        CertificateFactory(organisation=certificate.organisation, ended=True)
        certificate.status_changes.create(to_state="valid", act=ActFactory())
    url = reverse("certifications:certificate", args=[certificate.public_id])
    client.get(url)
    with django_assert_num_queries(10):
        assert client.get(url).status_code == 200


@pytest.mark.parametrize("rows", [1, 30])
def test_scheme_page(client, django_assert_num_queries, rows):
    category = fill(rows).category
    for n in range(rows):
        CategoryFactory(slug=f"altra-{n}")
    with django_assert_num_queries(7):
        client.get(reverse("certifications:scheme", args=[category.scheme.slug]))


@pytest.mark.parametrize("rows", [1, 30])
def test_download(client, django_assert_num_queries, rows):
    fill(rows)
    with django_assert_num_queries(8):
        b"".join(client.get(reverse("certifications:register_csv")))


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize(
    ("name", "number"), [("work_list", 8), ("work_detail", 14), ("imports", 7), ("import", 8)]
)
def test_work_pages(official, trento, client_as, django_assert_num_queries, name, number, rows):
    client = client_as(official(Role.CERTIFICATION_OFFICER, trento))
    certificate = fill(rows)
    run = ImportRunFactory(state="checked", new=rows)
    ImportRow.objects.bulk_create(ImportRow(run=run, line=n + 2, outcome="new", name="x") for n in range(rows))
    args = {"work_detail": [certificate.public_id], "import": [run.uuid]}.get(name, [])
    url = reverse(f"certifications:{name}", args=args)
    client.get(url)
    with django_assert_num_queries(number):
        assert client.get(url).status_code == 200


@pytest.mark.parametrize("rows", [1, 30])
def test_desk(official, trento, django_assert_num_queries, rows):
    fill(rows)
    user = official(Role.CERTIFICATION_OFFICER, trento)
    with django_assert_num_queries(2):
        desk.waiting_for(user)
