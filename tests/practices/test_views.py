import pytest
from django.urls import reverse

from familynet.accounts.roles import Role
from tests.factories.practices import PracticeDocumentFactory, PracticeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(official, piemonte):
    return official(Role.PRACTICE_EDITOR, piemonte)


def edit_url(practice, section):
    return reverse("practices:edit", kwargs={"uuid": practice.uuid, "section_name": section})


def test_smoke_every_page(client_as, editor, official, piemonte):
    practice = PracticeFactory(published=True, author=editor)
    PracticeDocumentFactory(practice=practice)
    anonymous = client_as()
    assert practice.title in anonymous.get(reverse("practices:list")).content.decode()
    assert practice.solution in anonymous.get(practice.get_absolute_url()).content.decode()
    browser = client_as(editor)
    draft = PracticeFactory(author=editor)
    for name in ("work_detail", "preview"):
        assert browser.get(reverse(f"practices:{name}", kwargs={"uuid": draft.uuid})).status_code == 200
    from practices.sections import SECTIONS

    for section in SECTIONS:
        assert browser.get(edit_url(draft, section.name)).status_code == 200, section
    assert browser.get(reverse("practices:work")).status_code == 200
    assert browser.get(reverse("practices:create")).status_code == 200
    validator = client_as(official(Role.PRACTICE_VALIDATOR, piemonte))
    assert validator.get(PracticeFactory(submitted=True).review_url).status_code == 200
