import datetime
import hashlib
import os
import time
from urllib.parse import quote

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from familynet.kernel.documents import Document, remove_orphans, serve, store_document
from tests.factories.accounts import UserFactory

CONTENT = b"comune;anno\nBra;2024\n"


def store(name="piano.csv", content=CONTENT, title="Piano"):
    return store_document(SimpleUploadedFile(name, content), title=title, by=UserFactory(), media_type="text/csv")


def stored_files():
    folders = default_storage.listdir("")[0] if default_storage.exists("") else []
    return [f"{folder}/{name}" for folder in folders for name in default_storage.listdir(folder)[1]]


@pytest.mark.django_db
def test_store_document_keeps_file_and_digest():
    document = Document.objects.get(pk=store().pk)
    assert (document.name, document.size, document.media_type) == ("piano.csv", len(CONTENT), "text/csv")
    assert document.sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert document.file.read() == CONTENT
    assert document.file.name == f"{document.uuid.hex[:2]}/{document.uuid.hex}"
    document.file.close()


@pytest.mark.django_db(transaction=True)
def test_rollback_removes_the_file():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        store()
        assert len(stored_files()) == 1
        raise ZeroDivisionError
    assert (stored_files(), Document.objects.count()) == ([], 0)


@pytest.mark.django_db(transaction=True)
def test_rollback_of_an_inner_step_removes_its_file_only():
    with transaction.atomic():
        kept = store()
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            store()
            raise ZeroDivisionError
    assert stored_files() == [kept.file.name]


@pytest.mark.django_db(transaction=True)
def test_refused_record_removes_the_file():
    with pytest.raises(IntegrityError):
        store(content=b"")
    assert (stored_files(), Document.objects.count()) == ([], 0)


@pytest.mark.django_db
def test_remove_orphans_takes_old_unknown_files_only():
    known = store()
    default_storage.save("ab/young", SimpleUploadedFile("x", b"x"))
    default_storage.save("ab/old", SimpleUploadedFile("x", b"x"))
    past = time.time() - 3 * 86400
    for name in ("ab/old", known.file.name):
        os.utime(default_storage.path(name), (past, past))
    assert remove_orphans(datetime.timedelta(days=1)) == 1
    assert sorted(stored_files()) == sorted(["ab/young", known.file.name])


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["piano.csv", 'città "nuova".csv', "perché.csv", "file;filename=x.exe;.csv"])
def test_serve_is_an_attachment_that_no_browser_opens(name):
    response = serve(store(name))
    assert response.streaming
    assert b"".join(response) == CONTENT
    assert response["Content-Type"] == "text/csv"
    assert response["Content-Length"] == str(len(CONTENT))
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    assert "sandbox" in response["Content-Security-Policy"]
    disposition = response["Content-Disposition"]
    assert disposition.startswith("attachment; filename")
    assert quote(name) in disposition or name.replace('"', '\\"') in disposition
    response.close()
