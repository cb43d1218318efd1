"""An official of Trento and what belongs to Piemonte: never found."""

import pytest
from django.urls import reverse

from familynet.accounts.roles import Role
from practices import desk
from practices.models import Practice
from tests.factories.practices import PracticeDocumentFactory, PracticeFactory, ReviewFactory

pytestmark = pytest.mark.django_db
WORK = ["work_detail", "preview", "review"]


@pytest.fixture(params=[Role.PRACTICE_EDITOR, Role.PRACTICE_VALIDATOR, Role.AUDITOR])
def browser(request, official, trento, client_as):
    return client_as(official(request.param, trento))


@pytest.mark.parametrize("state", ["draft", "submitted", "changes_requested", "rejected"])
def test_practice_before_publication_is_not_found(browser, state):
    practice = PracticeFactory(**({} if state == "draft" else {state: True}))
    urls = [
        practice.get_absolute_url(),
        *(reverse(f"practices:{n}", kwargs={"uuid": practice.uuid}) for n in WORK),
    ]
    assert [browser.get(url).status_code for url in urls] == [404] * 4


@pytest.mark.parametrize("state", ["published", "archived"])
def test_work_pages_of_a_public_practice_are_not_found(browser, state):
    practice = PracticeFactory(**{state: True})
    urls = [reverse(f"practices:{name}", kwargs={"uuid": practice.uuid}) for name in WORK]
    assert [browser.get(url).status_code for url in urls] == [404] * 3
    assert browser.get(practice.get_absolute_url()).status_code == 200


def test_document_of_a_draft_is_not_found(browser):
    item = PracticeDocumentFactory()
    assert browser.get(item.get_absolute_url()).status_code == 404
    for name in ("describe_document", "remove_document"):
        url = reverse(f"practices:{name}", kwargs={"uuid": item.practice.uuid, "pk": item.pk})
        assert browser.post(url, {"title": "Mio", "language": "it"}).status_code == 404
    assert type(item).objects.filter(pk=item.pk).exists()


def test_document_of_another_practice_does_not_come_through_this_one(client_as):
    public, hidden = PracticeFactory(published=True), PracticeDocumentFactory()
    url = reverse("practices:document", kwargs={"slug": public.slug, "uuid": hidden.document.uuid})
    assert client_as().get(url).status_code == 404


def test_review_text_stays_inside_the_administration(browser):
    practice = PracticeFactory(published=True)
    ReviewFactory(practice=practice, comment="Giudizio riservato")
    assert "Giudizio riservato" not in browser.get(practice.get_absolute_url()).content.decode()


def test_steps_of_the_workflow_are_not_found(browser):
    practice = PracticeFactory(submitted=True)
    url = reverse("practices:transition", kwargs={"uuid": practice.uuid, "name": "publish"})
    assert browser.post(url).status_code == 404
    assert Practice.objects.get(pk=practice.pk).state == "submitted"


def test_work_list_and_desk_hold_only_the_own_administration(official, trento, client_as):
    PracticeFactory(submitted=True, title="Piemontese")
    PracticeFactory(submitted=True, trento=True, title="Trentina")
    validator = official(Role.PRACTICE_VALIDATOR, trento)
    page = client_as(validator).get(reverse("practices:work")).content.decode()
    assert ("Trentina" in page, "Piemontese" in page) == (True, False)
    assert [item.title for item in desk.waiting_for(validator)] == ["Trentina"]
