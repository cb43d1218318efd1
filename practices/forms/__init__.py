"""The forms of practices."""

from practices.forms.documents import UPLOAD_ROWS, DescribeDocumentForm, DocumentForm
from practices.forms.fields import TEXT_LENGTH, TextInput
from practices.forms.review import CommentForm, ReviewForm
from practices.forms.sections import CreateForm, SectionForm, shown_value

__all__ = [
    "TEXT_LENGTH",
    "UPLOAD_ROWS",
    "CommentForm",
    "CreateForm",
    "DescribeDocumentForm",
    "DocumentForm",
    "ReviewForm",
    "SectionForm",
    "TextInput",
    "shown_value",
]
