"""Search reads the documents: who is found by them, who never, what is shown of them, in which order."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.urls import reverse

from familynet.kernel.document_texts import read_text
from familynet.kernel.tasks import refresh_words
from practices.actions import add_document, describe_document, remove_document
from practices.filters import PracticeFilterSet
from practices.models import Practice, PracticeDocument
from practices.search import did_you_mean, find, mark, published_documents
from tests.factories.practices import PracticeFactory
from tests.factories.texts import attach

pytestmark = pytest.mark.django_db


def listed(text):
    query = QueryDict(mutable=True)
    query["q"] = text
    filters = PracticeFilterSet(query, queryset=Practice.objects.published().for_cards())
    found = [practice.slug for practice in filters.qs[0:100]]
    assert filters.total == len(found)
    return found


def hit(practice, text):
    found = Practice.objects.get(pk=practice.pk)
    mark([found], find(text))
    return getattr(found, "document_hit", None)


@pytest.fixture
def practice():
    """A practice about summer, with a report of three pages on buses and one on canteens."""
    practice = PracticeFactory(published=True, slug="estate", title="Estate in famiglia")
    pages = ("La premessa parla d'altro.", "Gli autobus dei ragazzi partono alle sette.", "Il bilancio è sociale.")
    attach(practice, *pages)
    attach(practice, "Le mense aperte in agosto servono pasti caldi.", title="Nota sulle mense")
    return practice


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("autobus", True),
        ("AUTOBUS ragazzo", True),  # stems
        ("estate autobus", True),  # a word in the practice, one in a document
        ("autobus mense", True),  # words in two documents
        ("bilancio autobus", True),  # on two pages
        ("nota", True),  # a title of a document
        ("autobus motocicletta", False),
        ('"autobus dei ragazzi"', True),
        ('"ragazzi autobus"', False),
        ('"pasti caldi" estate', True),
        ('"estate in famiglia" mense', True),
        ('"alle sette" "pasti caldi"', True),
        ("estate -autobus", False),
        ("estate -motocicletta", True),
        ('estate -"pasti caldi"', False),
        ('estate -"caldi pasti"', True),
        ("motocicletta OR mense", True),
        ("motocicletta OR treno", False),
        ("motocicletta OR autobus -mense", False),
        ("dell'autobus", True),
        ('"', False),
        ("-", False),
        ("di la", False),
    ],
)
def test_practice_is_found_by_its_documents(practice, text, is_found):
    PracticeFactory(published=True, slug="other", title="Tutt'altra cosa")
    assert ("estate" in listed(text)) == is_found


@pytest.mark.parametrize("state", ["submitted", "changes_requested", "rejected", "archived", "draft"])
def test_documents_of_what_is_not_published_are_never_found(state):
    practice = PracticeFactory(**({} if state == "draft" else {state: True}))
    attach(practice, "Un passaggio segreto")
    assert (listed("segreto"), listed('"passaggio segreto"')) == ([], [])
    assert (list(published_documents("segreto")), list(published_documents('"passaggio segreto"'))) == ([], [])


def test_document_shared_with_a_draft_is_found_by_the_published_one_only(practice):
    draft = PracticeFactory(slug="draft", trento=True)
    PracticeDocument.objects.filter(position=practice.practice_documents.first().position).update(practice=draft)
    assert (listed("autobus"), listed("mense")) == ([], ["estate"])


def test_removed_document_is_no_longer_found(editor):
    practice = PracticeFactory(author=editor)
    item = attach(practice, "Gli autobus dei ragazzi")
    remove_document(item, by=editor)
    Practice.objects.filter(pk=practice.pk).update(**PUBLISHED)
    assert (listed("autobus"), listed('"autobus dei ragazzi"')) == ([], [])


PUBLISHED = {
    "state": "published",
    "submitted_at": "2024-01-01T00:00Z",
    "published_at": "2024-01-01T00:00Z",
}


def test_upload_is_read_and_found_by_its_new_title(editor):
    practice = PracticeFactory(author=editor, slug="p")
    upload = SimpleUploadedFile("r.txt", b"Autobus per i ragazzi della valle")
    item = add_document(practice, upload=upload, title="Relazione", by=editor)
    assert item.document.extracted.state == "waiting"
    read_text(item.document_id)
    describe_document(item, title="Viaggi sicuri", language="it", by=editor)
    refresh_words(document_id=item.document_id)
    Practice.objects.filter(pk=practice.pk).update(**PUBLISHED)
    assert (listed("autobus"), listed("viaggi sicuri"), listed("relazione")) == (["p"], ["p"], [])


def test_passage_names_document_and_page_and_marks_the_words(practice):
    found = hit(practice, "autobus")
    assert (found.title, found.page) == ("Relazione finale", 2)
    assert [part.text for part in found.parts if part.is_hit] == ["autobus"]
    assert found.url.startswith(f"/buone-pratiche/{practice.slug}/documenti/")


def test_practice_with_the_words_itself_shows_a_document_only_when_that_has_all_of_them(practice):
    assert hit(practice, "estate famiglia") is None
    Practice.objects.filter(pk=practice.pk).update(summary="Con gli autobus.")
    assert hit(practice, "autobus").page == 2


def test_page_shows_the_passage_and_leads_to_the_file(client_as, practice):
    page = client_as().get(reverse("practices:list"), {"q": "autobus"}).content.decode()
    assert "Nel documento" in page
    assert "(pagina 2)" in page
    assert "<mark>autobus</mark>" in page


def test_markup_in_a_document_is_escaped(client_as):
    attach(PracticeFactory(published=True), "<script>alert(1)</script> autobus", title="<b>Titolo</b>")
    page = client_as().get(reverse("practices:list"), {"q": "autobus"}).content.decode()
    assert ("<script>alert" in page, "<b>Titolo" in page) == (False, False)


def test_title_comes_before_documents_and_facets_count_both():
    attach(PracticeFactory(published=True, slug="document"), "Un marsupio")
    PracticeFactory(published=True, slug="title", title="Il marsupio", trento=True)
    query = QueryDict("q=marsupio")
    filters = PracticeFilterSet(query, queryset=Practice.objects.published().for_cards())
    assert [p.slug for p in filters.qs[0:9]] == ["title", "document"]
    counts = {v.value: v.count for f in filters.facets() if f.name == "administration" for v in f.values}
    assert counts == {"trento": 1, "piemonte": 1}


def test_search_shows_twenty_five_and_the_list_twelve(client_as):
    PracticeFactory.create_batch(30, published=True, title="Nido")
    url = reverse("practices:list")
    counts = [len(client_as().get(url, data).context["practices"]) for data in ({"q": "nido"}, {})]
    assert counts == [25, 12]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("asilo notturrno", "asilo notturno"), ("asili nottturno", "asili notturno"), ("xyzxyz", ""), ("asilo", "")],
)
def test_did_you_mean_offers_words_of_the_library(client_as, typed, expected):
    PracticeFactory(published=True, title="Asilo notturno", summary="Per chi lavora")
    PracticeFactory(title="Asilo notturrno")  # a draft teaches nothing
    assert did_you_mean(find(typed)) == expected
    page = client_as().get(reverse("practices:list"), {"q": typed}).content.decode()
    assert ("Forse cercavi" in page) == bool(expected)


@pytest.mark.parametrize("rows", [1, 30])
def test_queries_do_not_grow_with_documents(client_as, rows, django_assert_num_queries):
    for _number in range(rows + 3):
        practice = PracticeFactory(published=True)
        for page in range(2):
            attach(practice, "Gli autobus dei ragazzi", title=f"Documento {page}")
    client_as().get(reverse("practices:list"))
    for text, number in (("autobus", 15), ('"autobus dei ragazzi"', 15)):
        with django_assert_num_queries(number):
            assert client_as().get(reverse("practices:list"), {"q": text}).status_code == 200
