"""From the upload to the passages: by the job, once, all or nothing; a file that fails says why."""

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from procrastinate.contrib.django.models import ProcrastinateJob

from familynet.kernel import document_texts
from familynet.kernel.document_texts import DocumentText, Passage, keep_text, read_text, request_text
from familynet.kernel.documents import Document
from familynet.kernel.extraction import Extracted
from tests.factories.practices import DocumentFactory
from tests.kernel.workers import start_worker, wait_until, work_once

State = DocumentText.State


def make(content=b"Accoglienza delle famiglie", **fields):
    return DocumentFactory(file=ContentFile(content, name="prova.txt"), size=max(len(content), 1), **fields)


def state_of(document):
    text = DocumentText.objects.get(document=document)
    return text.state, text.reason


@pytest.mark.django_db
def test_request_leaves_one_job_and_reading_the_passages():
    document = make()
    request_text(document)
    assert state_of(document) == (State.WAITING, "")
    job = ProcrastinateJob.objects.get(task_name=document_texts.READ_TEXT)
    assert (job.args, job.priority) == ({"document_id": document.pk}, document_texts.BEHIND_MAIL)

    read_text(document.pk)

    assert state_of(document) == (State.DONE, "")
    assert list(document.passages.values_list("text", "page")) == [("Accoglienza delle famiglie", None)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (Extracted(problem="format"), (State.UNSUPPORTED, "format")),
        (Extracted(problem="encrypted"), (State.FAILED, "encrypted")),
        (Extracted(problem="damaged"), (State.FAILED, "damaged")),
        (Extracted(problem="memory"), (State.TOO_LARGE, "memory")),
        (Extracted(problem="time"), (State.TOO_LARGE, "time")),
        (Extracted([(1, "12 | 7"), (2, "-")]), (State.EMPTY, "empty")),
        (Extracted(), (State.EMPTY, "empty")),
    ],
)
def test_what_cannot_be_read_says_why(found, expected):
    document = make()
    request_text(document)
    keep_text(document.pk, found)
    text = document.extracted
    text.refresh_from_db()
    assert (text.state, text.reason) == expected
    assert text.explanation
    assert not document.passages.exists()


@pytest.mark.django_db
def test_file_that_is_gone_fails_alone():
    document = make()
    document.file.storage.delete(document.file.name)
    request_text(document)
    read_text(document.pk)
    assert state_of(document) == (State.FAILED, "damaged")


@pytest.mark.django_db
def test_reading_twice_changes_nothing(monkeypatch):
    document = make()
    request_text(document)
    read_text(document.pk)
    before = list(document.passages.values_list("pk", flat=True))
    read_text(document.pk)
    keep_text(document.pk, Extracted([(1, "Un altro testo, troppo tardi")]))
    assert list(document.passages.values_list("pk", flat=True)) == before


@pytest.mark.django_db
def test_new_reading_takes_the_place_of_the_old_one():
    document = make()
    for content in ("Primo testo del documento", "Secondo testo del documento"):
        request_text(document)
        keep_text(document.pk, Extracted([(1, content)]))
    assert list(document.passages.values_list("text", flat=True)) == ["Secondo testo del documento"]


@pytest.mark.django_db
def test_failure_in_the_middle_leaves_the_old_passages(monkeypatch):
    document = make()
    request_text(document)
    keep_text(document.pk, Extracted([(1, "Il testo di prima")]))
    request_text(document)
    monkeypatch.setattr(document_texts, "refresh_words", lambda pk: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        keep_text(document.pk, Extracted([(1, "Il testo di dopo")]))
    assert list(document.passages.values_list("text", flat=True)) == ["Il testo di prima"]
    assert state_of(document) == (State.WAITING, "")


@pytest.mark.django_db
def test_words_beyond_what_a_vector_holds_are_left_out_and_nothing_breaks():
    document = make()
    request_text(document)
    passages = [(n, " ".join(f"parola{n}x{m}" for m in range(130))) for n in range(700)]
    keep_text(document.pk, Extracted(passages))
    assert state_of(document) == (State.DONE, "")


@pytest.mark.django_db
def test_command_reads_what_nobody_read(capsys):
    old, failed = make(), make()
    request_text(failed)
    keep_text(failed.pk, Extracted(problem="time"))
    call_command("read_documents", "--now")
    assert (state_of(old), state_of(failed)) == ((State.DONE, ""), (State.TOO_LARGE, "time"))
    call_command("read_documents", "--now", "--failed")
    assert state_of(failed) == (State.DONE, "")
    assert capsys.readouterr().out.split("\n")[0] == "Documenti letti: 1"


@pytest.mark.usefixtures("empty_queue")
def test_killed_worker_leaves_nothing_half_done(documents):
    """Its child is killed with it or soon after; the next worker reads the document."""
    document = make(b"parola " * 2000)
    request_text(document)
    worker = start_worker(TEST_DOCUMENTS=str(documents))
    try:
        wait_until(lambda: ProcrastinateJob.objects.filter(status="doing").exists() or done(document))
    finally:
        worker.kill()
        worker.wait()
    assert (state_of(document)[0], Passage.objects.exists()) in {(State.WAITING, False), (State.DONE, True)}
    ProcrastinateJob.objects.filter(status="doing").update(status="todo")
    work_once(TEST_DOCUMENTS=str(documents))
    assert state_of(document) == (State.DONE, "")
    assert Document.objects.get(pk=document.pk).passages.count() == 8


def done(document):
    return DocumentText.objects.filter(document=document, state=State.DONE).exists()
