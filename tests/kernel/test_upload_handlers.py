import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from familynet.kernel.documents import inspect_upload

MEGABYTE = 1024 * 1024


@pytest.fixture
def receive():
    """receive(size) → the upload as a view gets it, after the real parsing of a multipart body."""
    requests = []

    def parse(size):
        file = SimpleUploadedFile("grande.txt", b"a" * size)
        request = RequestFactory().post("/", {"title": "Scritto prima", "file": file})
        requests.append(request)
        assert request.POST["title"] == "Scritto prima"
        return request.FILES["file"]

    yield parse
    for request in requests:
        request.close()


def test_file_beyond_the_limit_is_counted_but_not_stored(settings, receive):
    settings.DOCUMENT_MAX_BYTES = 2 * MEGABYTE

    upload = receive(6 * MEGABYTE)

    assert upload.size == 6 * MEGABYTE
    assert len(upload.read()) < 3 * MEGABYTE
    with pytest.raises(ValidationError, match="6,0"):
        inspect_upload(upload)


def test_file_within_the_limit_arrives_whole(settings, receive):
    settings.DOCUMENT_MAX_BYTES = 8 * MEGABYTE

    upload = receive(6 * MEGABYTE)

    assert (upload.size, len(upload.read())) == (6 * MEGABYTE, 6 * MEGABYTE)
