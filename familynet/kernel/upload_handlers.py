"""Uploads on their way in: a file beyond the limit is counted to its end, but no longer stored.

The form then refuses it with its real size, keeps what was typed, and the disk stays free.
"""

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Keeps at most DOCUMENT_MAX_BYTES and one chunk of a file; `size` tells how large it really was."""

    file: TemporaryUploadedFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start <= settings.DOCUMENT_MAX_BYTES:
            self.file.write(raw_data)
