"""The forms of practices."""

from practices.forms.documents import DescribeDocumentForm, DocumentsForm, ReplaceDocumentForm
from practices.forms.fields import TEXT_LENGTH, TextInput
from practices.forms.review import CommentForm, ReviewForm
from practices.forms.sections import CreateForm, SectionForm, shown_value

__all__ = [
    "TEXT_LENGTH",
    "CommentForm",
    "CreateForm",
    "DescribeDocumentForm",
    "DocumentsForm",
    "ReplaceDocumentForm",
    "ReviewForm",
    "SectionForm",
    "TextInput",
    "shown_value",
]
