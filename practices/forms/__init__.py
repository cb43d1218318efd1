"""The forms of practices."""

from practices.forms.documents import (
    DescribeDocumentForm,
    DocumentsForm,
    ReplaceDocumentForm,
)
from practices.forms.fields import (
    TEXT_LENGTH,
    TextInput,
)
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

__all__ = [
    "TEXT_LENGTH",
    "AnswersForm",
    "ChangeNoteForm",
    "CommentForm",
    "CreateForm",
    "DescribeDocumentForm",
    "DocumentsForm",
    "EvidenceForm",
    "JointReviewForm",
    "JudgementForms",
    "KindForm",
    "ReplaceDocumentForm",
    "ReviewForm",
    "SectionCommentsForm",
    "SectionForm",
    "TextInput",
    "shown_value",
]
