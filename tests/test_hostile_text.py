"""A name made to be computed by a spreadsheet or run by a browser stays a text everywhere."""

import pytest
from django.urls import reverse

from tests.factories.certifications import CertificateFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate():
    made = CertificateFactory()
    made.organisation.name = '=HYPERLINK("x")<script>alert(1)</script>"'
    made.organisation.save(update_fields=["name"])
    return made


def test_formula_in_a_name_is_no_formula_in_the_csv(client_as, certificate):
    response = client_as().get(reverse("certifications:register_csv"))
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert "'=HYPERLINK" in text


@pytest.mark.parametrize(
    "path", ["/registro/", "/registro/mappa/", "certificate", "organisation", "/cerca/?q=hyperlink"]
)
def test_markup_in_a_name_is_no_markup_in_a_page(client_as, certificate, path):
    addresses = {
        "certificate": reverse("certifications:certificate", args=[certificate.public_id]),
        "organisation": reverse("portal:organisation", args=[certificate.organisation.slug]),
    }
    text = client_as().get(addresses.get(path, path)).text
    assert "<script>alert" not in text
    assert "alert(1)" in text
