"""Documents of a practice that are sent in parts."""

from typing import Any

from django.core.files.base import File

from familynet.kernel.documents import Document
from familynet.kernel.uploads import UploadPlace, title_of_file
from practices.actions.documents import add_document, check_room
from practices.actions.drafts import locked
from practices.models import Practice


class PracticeFiles(UploadPlace):
    """The documents of a practice: for those who may write it, while it is open."""

    def __init__(self, practice: Practice) -> None:
        super().__init__(practice)
        self.practice = practice

    def hold(self, by: Any) -> None:
        self.practice = locked(self.practice, by)

    def check_room(self) -> None:
        check_room(self.practice)

    def keep(self, file: File, *, by: Any) -> Document:
        return add_document(self.practice, upload=file, title=title_of_file(file.name or ""), by=by).document
