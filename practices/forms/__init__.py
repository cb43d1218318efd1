"""The forms of practices."""

from practices.forms.documents import (
    DescribeDocumentForm,
    DocumentsForm,
)
from practices.forms.fields import (
    TEXT_LENGTH,
    TextInput,
)
from practices.forms.follows import FORMS as FOLLOW_FORMS
from practices.forms.judging import (
    EvidenceForm,
    JointReviewForm,
    JudgementForms,
    SectionCommentsForm,
)
from practices.forms.review import (
    CommentForm,
    ReviewForm,
)
from practices.forms.rounds import (
    AnswersForm,
    ChangeNoteForm,
    KindForm,
)
from practices.forms.sections import (
    CreateForm,
    SectionForm,
    shown_value,
)
from practices.forms.talk import (
    AnswerForm,
    HideForm,
    QuestionForm,
)

__all__ = [
    "FOLLOW_FORMS",
    "TEXT_LENGTH",
    "AnswerForm",
    "AnswersForm",
    "ChangeNoteForm",
    "CommentForm",
    "CreateForm",
    "DescribeDocumentForm",
    "DocumentsForm",
    "EvidenceForm",
    "HideForm",
    "JointReviewForm",
    "JudgementForms",
    "KindForm",
    "QuestionForm",
    "ReviewForm",
    "SectionCommentsForm",
    "SectionForm",
    "TextInput",
    "shown_value",
]
