"""The forms of practices."""

from practices.forms.documents import UPLOAD_ROWS, DescribeDocumentForm, DocumentForm
from practices.forms.fields import TEXT_LENGTH, TextInput
from practices.forms.judging import EvidenceForm, JointReviewForm, JudgementForms, SectionCommentsForm
from practices.forms.review import CommentForm, ReviewForm
from practices.forms.rounds import AnswersForm, ChangeNoteForm, KindForm
from practices.forms.sections import CreateForm, SectionForm, shown_value

__all__ = [
    "TEXT_LENGTH",
    "UPLOAD_ROWS",
    "AnswersForm",
    "ChangeNoteForm",
    "CommentForm",
    "CreateForm",
    "DescribeDocumentForm",
    "DocumentForm",
    "EvidenceForm",
    "JointReviewForm",
    "JudgementForms",
    "KindForm",
    "ReviewForm",
    "SectionCommentsForm",
    "SectionForm",
    "TextInput",
    "shown_value",
]
