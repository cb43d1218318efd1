"""The forms of practices."""

from practices.forms.documents import UPLOAD_ROWS, DescribeDocumentForm, DocumentForm
from practices.forms.fields import TEXT_LENGTH, TextInput
from practices.forms.follows import FORMS as FOLLOW_FORMS
from practices.forms.review import CommentForm, ReviewForm
from practices.forms.sections import CreateForm, SectionForm, shown_value
from practices.forms.talk import AnswerForm, HideForm, QuestionForm

__all__ = [
    "FOLLOW_FORMS",
    "TEXT_LENGTH",
    "UPLOAD_ROWS",
    "AnswerForm",
    "CommentForm",
    "CreateForm",
    "DescribeDocumentForm",
    "DocumentForm",
    "HideForm",
    "QuestionForm",
    "ReviewForm",
    "SectionForm",
    "TextInput",
    "shown_value",
]
