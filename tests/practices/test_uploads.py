"""Files sent in parts: going on, races, quotas, and what is refused."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from familynet.kernel import uploads
from familynet.kernel.documents import Document
from familynet.kernel.tasks import forget_uploads
from familynet.kernel.uploads import (
    PART_BYTES,
    UploadInProgress,
    UploadPart,
    WrongOffset,
    add_part,
    finish_upload,
    forget_unfinished_uploads,
    start_upload,
)
from familynet.kernel.workflow import TransitionConflict
from practices.actions import PracticeFiles
from practices.models import PracticeDocument
from tests.factories.accounts import AdministrationFactory, RoleAssignmentFactory, UserFactory
from tests.factories.practices import PracticeFactory
from tests.kernel.threads import together

pytestmark = pytest.mark.django_db
TEXT = b"Una relazione di prova, abbastanza lunga da essere un testo."
SIZE = len(TEXT)


@pytest.fixture
def draft(editor):
    return PracticeFactory(author=editor)


@pytest.fixture
def browser(client_as, editor):
    return client_as(editor)


def start_url(practice):
    return reverse("practices:start_upload", args=[practice.uuid])


def start(browser, practice, name="relazione_2024.txt", size=SIZE, **more):
    return browser.post(start_url(practice), {"name": name, "size": size, **more})


def part_url(practice, upload):
    return reverse("practices:upload_part", args=[practice.uuid, upload])


def send(browser, practice, upload, content, offset=0):
    return browser.post(
        part_url(practice, upload),
        content,
        content_type="application/octet-stream",
        headers={"Upload-Offset": str(offset)},
    )


# --- The way ---------------------------------------------------------------------------------


def test_file_comes_in_parts_and_becomes_a_document(browser, draft, editor):
    begun = start(browser, draft)
    key = begun.json()["upload"]
    assert (begun.status_code, begun.json()["received"]) == (201, 0)
    assert send(browser, draft, key, TEXT[:20]).json() == {"received": 20, "size": len(TEXT)}
    assert browser.get(part_url(draft, key)).json()["received"] == 20
    done = send(browser, draft, key, TEXT[20:], 20).json()
    item = draft.practice_documents.get()
    assert (done["done"], "Relazione 2024" in done["documents"]) == (True, True)
    with item.document.file.open() as stored:
        assert (item.document.title, stored.read()) == ("Relazione 2024", TEXT)
    assert (item.document.uploaded_by, item.document.media_type) == (editor, "text/plain")
    assert UploadPart.objects.count() == 0
    # Who missed the answer asks again and hears the same.
    assert browser.get(part_url(draft, key)).json()["done"]
    assert draft.practice_documents.count() == 1


def test_file_that_is_all_here_but_was_not_finished_is_finished_by_an_empty_part(browser, draft, editor):
    upload = start_upload(PracticeFiles(draft), name="a.txt", size=SIZE, by=editor)
    add_part(upload, PracticeFiles(draft), offset=0, content=TEXT, by=editor)
    assert browser.get(part_url(draft, upload.uuid)).json() == {"received": SIZE, "size": SIZE}
    assert send(browser, draft, upload.uuid, b"", SIZE).json()["done"]
    assert draft.practice_documents.count() == 1


def test_same_file_goes_on_where_it_stopped_in_a_new_page(browser, draft):
    key = start(browser, draft, mark="a:1").json()["upload"]
    send(browser, draft, key, TEXT[:30])
    again = start(browser, draft, mark="a:1").json()
    other = start(browser, draft, mark="b:2").json()
    assert (again["upload"], again["received"]) == (key, 30)
    assert (other["upload"] != key, other["received"]) == (True, 0)


def test_part_that_does_not_follow_is_told_from_where_to_go_on(browser, draft):
    key = start(browser, draft).json()["upload"]
    send(browser, draft, key, TEXT[:20])
    for offset in (0, 21, "", "-1", "x", "9" * 30):
        answer = send(browser, draft, key, TEXT[20:], offset)
        assert (answer.status_code, answer.json()) == (409, {"received": 20})


def test_cancelled_upload_is_gone_with_its_parts(browser, draft):
    key = start(browser, draft).json()["upload"]
    send(browser, draft, key, TEXT[:20])
    url = reverse("practices:cancel_upload", args=[draft.uuid, key])
    assert browser.post(url).json() == {"cancelled": True}
    assert (UploadInProgress.objects.count(), UploadPart.objects.count()) == (0, 0)
    assert send(browser, draft, key, TEXT[20:], 20).status_code == 404


# --- What is refused -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "size", "words"),
    [
        ("", 5, "non ha un nome"),
        ("../../etc/passwd.txt", 5, "contiene /"),
        ("a\x00b.txt", 5, "caratteri invisibili"),
        ("a\u202etxt.exe", 5, "caratteri invisibili"),
        ("x" * 300 + ".txt", 5, "il massimo è"),
        ("virus.exe", 5, "Non riconosciamo"),
        ("senza_estensione", 5, "Non riconosciamo"),
        ("vuoto.txt", 0, "Il file è vuoto"),
        ("strano.txt", "molti", "Il file è vuoto"),
        ("enorme.pdf", 26 * 1024 * 1024, "il massimo è 25"),
        ("enorme.pdf", "9" * 40, "Il file è vuoto"),
    ],
)
def test_announced_file_is_refused_before_its_first_byte(browser, draft, name, size, words):
    answer = start(browser, draft, name=name, size=size)
    assert answer.status_code == 422
    assert words in answer.json()["error"].replace("\xa0", " ")
    assert not UploadInProgress.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("foto.png", TEXT, "finisce invece in modo diverso"),
        ("programma.pdf", b"MZ\x90\x00" * 15, "programma"),
        ("pagina.txt", b"<html><script>alert(1)</script></html>", "pagina web"),
        ("rotto.pdf", b"%PDF-1.7 niente di buono", "danneggiato"),
    ],
)
def test_file_that_lies_is_refused_at_the_end_and_forgotten(browser, draft, name, content, words):
    key = start(browser, draft, name=name, size=len(content)).json()["upload"]
    answer = send(browser, draft, key, content)
    assert (answer.status_code, words in answer.json()["error"]) == (422, True)
    assert (UploadInProgress.objects.count(), UploadPart.objects.count(), Document.objects.count()) == (0, 0, 0)


def test_more_bytes_than_announced_and_parts_too_large_are_refused(browser, draft, editor):
    key = start(browser, draft).json()["upload"]
    answer = send(browser, draft, key, TEXT + b"!")
    assert (answer.status_code, "è cambiato" in answer.json()["error"]) == (422, True)
    assert send(browser, draft, key, b"").status_code == 422
    large = start_upload(PracticeFiles(draft), name="a.txt", size=3 * PART_BYTES, by=editor)
    with pytest.raises(ValidationError):
        add_part(large, PracticeFiles(draft), offset=0, content=b"x" * (PART_BYTES + 1), by=editor)


def test_unfinished_uploads_have_a_quota_of_number_and_bytes(draft, editor, colleague, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_UNFINISHED", 2)
    for _ in range(2):
        start_upload(PracticeFiles(draft), name="a.txt", size=5, by=editor)
    with pytest.raises(ValidationError, match="troppi caricamenti"):
        start_upload(PracticeFiles(draft), name="a.txt", size=5, by=editor)
    start_upload(PracticeFiles(draft), name="a.txt", size=5, by=colleague)
    monkeypatch.setattr(uploads, "MOST_UNFINISHED_BYTES", 9)
    with pytest.raises(ValidationError, match="troppi caricamenti"):
        start_upload(PracticeFiles(draft), name="a.txt", size=5, by=colleague)


def test_upload_of_somebody_else_is_not_found(browser, draft, client_as, colleague, foreigner):
    key = start(browser, draft).json()["upload"]
    for person in (colleague, foreigner):
        other = client_as(person)
        assert other.get(part_url(draft, key)).status_code == 404
        assert send(other, draft, key, TEXT).status_code == 404
        assert other.post(reverse("practices:cancel_upload", args=[draft.uuid, key])).status_code == 404
    assert UploadInProgress.objects.get().received == 0


def test_practice_that_left_the_hands_of_its_writers_takes_no_file(browser, draft):
    key = start(browser, draft).json()["upload"]
    type(draft).objects.filter(pk=draft.pk).update(state="submitted", submitted_at=timezone.now())
    answer = send(browser, draft, key, TEXT)
    assert (answer.status_code, "non è più modificabile" in answer.json()["error"]) == (422, True)
    assert start(browser, draft).status_code == 422
    with pytest.raises(TransitionConflict):
        finish_upload(UploadInProgress.objects.get(), PracticeFiles(draft), by=draft.author)


def test_number_of_documents_has_a_limit(browser, draft, monkeypatch):
    key = start(browser, draft).json()["upload"]
    monkeypatch.setattr("practices.actions.documents.MOST_DOCUMENTS", 0)
    assert "al massimo 0 documenti" in send(browser, draft, key, TEXT).json()["error"]
    assert "al massimo 0 documenti" in start(browser, draft).json()["error"]


def test_unfinished_are_forgotten_after_a_day(draft, editor):
    young, old = (start_upload(PracticeFiles(draft), name="a.txt", size=5, by=editor) for _ in range(2))
    add_part(old, PracticeFiles(draft), offset=0, content=b"abc", by=editor)
    before = timezone.now() - datetime.timedelta(hours=25)
    UploadInProgress.objects.filter(pk=old.pk).update(updated_at=before)
    forget_uploads(timestamp=0)
    assert list(UploadInProgress.objects.values_list("pk", flat=True)) == [young.pk]
    assert (UploadPart.objects.count(), forget_unfinished_uploads()) == (0, 0)


# --- At the same moment ----------------------------------------------------------------------


@pytest.fixture
def writer():
    piemonte = AdministrationFactory(piemonte=True)
    person = UserFactory(administration=piemonte)
    RoleAssignmentFactory(user=person, role="practice_editor", administration=piemonte)
    return person


@pytest.mark.django_db(transaction=True)
def test_same_part_sent_twice_at_once_is_kept_once(writer):
    place = PracticeFiles(PracticeFactory(author=writer))
    upload = start_upload(place, name="a.txt", size=len(TEXT), by=writer)
    outcomes = together(*[lambda: add_part(upload, place, offset=0, content=TEXT, by=writer)] * 3)
    refused = [type(outcome) for outcome in outcomes if isinstance(outcome, Exception)]
    assert refused == [WrongOffset] * 2
    assert bytes(UploadPart.objects.get().content) == TEXT


@pytest.mark.django_db(transaction=True)
def test_finished_twice_at_once_it_is_one_document(writer):
    place = PracticeFiles(PracticeFactory(author=writer))
    upload = start_upload(place, name="a.txt", size=len(TEXT), by=writer)
    add_part(upload, place, offset=0, content=TEXT, by=writer)
    outcomes = together(*[lambda: finish_upload(upload, place, by=writer)] * 3)
    assert [outcome.document for outcome in outcomes] == [PracticeDocument.objects.get().document] * 3


@pytest.mark.django_db(transaction=True)
def test_quota_holds_for_clicks_at_the_same_moment(writer, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_UNFINISHED", 1)
    practice = PracticeFactory(author=writer)
    together(*[lambda: start_upload(PracticeFiles(practice), name="a.txt", size=5, by=writer)] * 3)
    assert UploadInProgress.objects.count() == 1
