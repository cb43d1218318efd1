"""Documents of a draft: their order, the newer file in the place of an older one."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from familynet.kernel.history import HistoryEntry
from familynet.kernel.workflow import TransitionConflict
from practices.actions import add_document, order_documents, remove_document, replace_document
from practices.models import DocumentRevision, earlier_versions
from tests.factories.practices import PracticeDocumentFactory, PracticeFactory

pytestmark = pytest.mark.django_db
TEXTS = [f"Relazione numero {number}, abbastanza lunga da essere un testo." for number in range(4)]


@pytest.fixture
def draft(editor):
    return PracticeFactory(author=editor)


def file(number=0, name="relazione.txt"):
    return ContentFile(TEXTS[number].encode(), name=name)


def keys(practice):
    return list(practice.practice_documents.order_by("position").values_list("pk", flat=True))


# --- Order -----------------------------------------------------------------------------------


def test_order_by_hand_is_one_request(draft, client_as, editor):
    first, second, third = (PracticeDocumentFactory(practice=draft, position=n).pk for n in (1, 2, 3))
    url = reverse("practices:order_documents", args=[draft.uuid])
    answer = client_as(editor).post(url, {"item": [third, first, second]})
    assert answer.json() == {"order": [third, first, second], "message": "Ordine salvato."}
    assert keys(draft) == [third, first, second]


def test_order_keeps_what_was_added_meanwhile_and_forgets_what_went(draft, editor):
    first, second, new = (PracticeDocumentFactory(practice=draft, position=n).pk for n in (1, 2, 7))
    foreign = PracticeDocumentFactory()
    assert order_documents(draft, order=[second, 999_999, foreign.pk, first, second], by=editor) == [
        second,
        first,
        new,
    ]
    foreign.refresh_from_db()
    assert (keys(draft), foreign.practice != draft) == ([second, first, new], True)


@pytest.mark.parametrize("item", ["x", "-1", "1;2", "9" * 30])
def test_nonsense_is_no_order(draft, client_as, editor, item):
    url = reverse("practices:order_documents", args=[draft.uuid])
    assert client_as(editor).post(url, {"item": item}).status_code == 400


def test_order_of_a_submitted_practice_stays(editor):
    practice = PracticeFactory(author=editor, submitted=True)
    with pytest.raises(TransitionConflict):
        order_documents(practice, order=[], by=editor)


# --- Replace ---------------------------------------------------------------------------------


def test_newer_file_takes_the_place_title_and_language(draft, editor, colleague):
    item = add_document(draft, upload=file(), title="Bilancio", by=editor, language="de")
    other = add_document(draft, upload=file(1), title="Altro", by=editor)
    old = item.document
    replace_document(item, upload=file(2, "nuova.txt"), by=colleague)
    item.refresh_from_db()
    assert (item.document.title, item.document.language, item.document.name) == ("Bilancio", "de", "nuova.txt")
    assert keys(draft) == [item.pk, other.pk]
    revision = DocumentRevision.objects.get()
    assert (revision.document, revision.successor, revision.replaced_by) == (old, item.document, colleague)
    entry = HistoryEntry.objects.of(draft).first()
    assert (entry.verb, entry.data["sha256"]) == ("replace_document", item.document.sha256)
    assert colleague.pk in type(draft).objects.get().writer_ids


def test_document_that_a_colleague_took_off_meanwhile_is_not_replaced(draft, editor, colleague):
    item = add_document(draft, upload=file(), title="Bilancio", by=editor)
    remove_document(type(item).objects.get(), by=colleague)
    with pytest.raises(TransitionConflict):
        replace_document(item, upload=file(1), by=editor)


def test_all_earlier_versions_are_listed_newest_first(draft, editor, django_assert_num_queries):
    item = add_document(draft, upload=file(), title="Bilancio", by=editor)
    for number in (1, 2, 3):
        item = replace_document(item, upload=file(number, f"v{number}.txt"), by=editor)
    with django_assert_num_queries(1):
        found = earlier_versions(draft)[item.document.sha256]
        assert [revision.document.name for revision in found] == ["v2.txt", "v1.txt", "relazione.txt"]


def test_file_that_came_back_ends_no_list_in_a_circle(draft, editor):
    item = add_document(draft, upload=file(), title="Bilancio", by=editor)
    for number in (1, 0):
        item = replace_document(item, upload=file(number), by=editor)
    assert len(earlier_versions(draft)[item.document.sha256]) == 2


def test_refused_or_same_file_changes_nothing(draft, editor, client_as):
    item = add_document(draft, upload=file(), title="Bilancio", by=editor)
    with pytest.raises(ValidationError, match="lo stesso file"):
        replace_document(item, upload=file(name="altro_nome.txt"), by=editor)
    with pytest.raises(ValidationError):
        replace_document(item, upload=ContentFile(b"", name="vuoto.txt"), by=editor)
    url = reverse("practices:replace_document", args=[draft.uuid, item.pk])
    answer = client_as(editor).post(url, {"file": SimpleUploadedFile("a.txt", TEXTS[0].encode())})
    assert "file" in answer.context["form"].errors
    assert DocumentRevision.objects.count() == 0


def test_earlier_version_is_for_writers_only(draft, editor, validator, foreigner, client_as):
    item = add_document(draft, upload=file(), title="Bilancio", by=editor)
    old = item.document
    public = reverse("practices:document", args=[draft.slug, old.uuid])
    url = reverse("practices:replace_document", args=[draft.uuid, item.pk])
    client_as(editor).post(url, {"file": SimpleUploadedFile("nuova.txt", TEXTS[1].encode())})
    version = reverse("practices:earlier_version", args=[draft.uuid, old.uuid])
    page = client_as(editor).get(reverse("practices:edit", args=[draft.uuid, "documenti"])).content.decode()
    assert (version in page, old.sha256 in page, "1 versione precedente" in page) == (True, True, True)
    assert b"".join(client_as(editor).get(version).streaming_content) == TEXTS[0].encode()
    moment = timezone.now()
    type(draft).objects.update(state="published", submitted_at=moment, published_at=moment)
    answers = [client_as(who).get(version) for who in (None, editor, validator, foreigner)]
    assert b"".join(answers[1].streaming_content) == TEXTS[0].encode()
    assert [answer.status_code for answer in answers] == [302, 200, 403, 404]
    assert client_as(editor).get(public).status_code == 404
    other = PracticeFactory(author=editor)
    wrong = reverse("practices:earlier_version", args=[other.uuid, old.uuid])
    assert client_as(editor).get(wrong).status_code == 404


def test_several_files_of_the_plain_form(draft, editor, client_as):
    files = [SimpleUploadedFile(f"file_{number}.txt", text.encode()) for number, text in enumerate(TEXTS)]
    url = reverse("practices:edit", args=[draft.uuid, "documenti"])
    answer = client_as(editor).post(url, {"sources": "", "documents": files}, follow=True)
    titles = [item.document.title for item in draft.practice_documents.all()]
    assert titles == ["File 0", "File 1", "File 2", "File 3"]
    assert "4 documenti aggiunti. Controlla i titoli" in answer.content.decode()
