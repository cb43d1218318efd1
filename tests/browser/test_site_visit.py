"""A visit on the spot, written on a telephone, with and without JavaScript."""

import io

import pytest
from django.urls import reverse
from PIL import Image
from playwright.sync_api import expect

from certifications.models import SiteVisit
from tests.certifications.assessing import Office


def picture():
    content = io.BytesIO()
    Image.new("RGB", (60, 40), "green").save(content, "JPEG")
    return {"name": "ingresso.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}


@pytest.mark.parametrize("shape", ["narrow", "narrow-nojs"])
def test_visit_is_written_on_a_telephone(new_visit, shape):
    office = Office()
    assignment = office.working(office.assessing())
    visit = new_visit(shape)
    visit.sign_in(assignment.assessor.user)
    page = visit.page
    visit.go(reverse("certifications:visit_new", args=[assignment.pk]))
    # Nothing is wider than the screen, and each control is as tall as a finger asks (WCAG 2.2, 2.5.8).
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for control in page.locator("main form :is(input:not([type=hidden]), textarea, button)").all():
        if control.is_visible():
            assert control.bounding_box()["height"] >= 24
    visit.check_accessible()
    page.get_by_label("Luogo").fill("Biblioteca comunale")
    page.get_by_label("Che cosa si è visto").fill("Il fasciatoio c'è, al piano terra.")
    page.locator("main input[type=file]").set_input_files(picture())
    page.locator("main").get_by_role("button", name="Salva").first.click()
    expect(page.locator("body")).to_contain_text("Sopralluogo salvato.")
    written = SiteVisit.objects.get()
    assert (written.place, written.documents.count()) == ("Biblioteca comunale", 1)
    visit.check_accessible()
