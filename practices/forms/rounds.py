"""Answers to the comments of validators, the note of a new version, the kind of an entry."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from practices.forms.fields import TextInput
from practices.models import CHANGE_NOTE_LENGTH, Practice, SectionComment

ANSWER_LENGTH = 4000


class AnswersForm(forms.Form):
    """One answer for each comment; what is left empty is answered later."""

    prefix = "answers"

    def __init__(self, *args: Any, comments: Iterable[SectionComment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.comments = {str(comment.pk): comment for comment in comments}
        for name, comment in self.comments.items():
            self.fields[name] = TextInput(
                label=_("La tua risposta"),
                required=False,
                initial=comment.answer,
                max_length=ANSWER_LENGTH,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=_("Che cosa hai cambiato, o perché no. La legge chi ha fatto il commento."),
            )

    def rows(self) -> list[tuple[SectionComment, Any]]:
        """(comment, bound field), for the page."""
        return [(comment, self[name]) for name, comment in self.comments.items()]

    def given(self) -> list[tuple[SectionComment, str]]:
        """The answers that are new or changed; those too long are left out."""
        return [
            (comment, text)
            for name, comment in self.comments.items()
            if (text := (self.cleaned_data.get(name) or "").strip()) and text != comment.answer
        ]


class ChangeNoteForm(forms.Form):
    """What a reader finds beside the new version."""

    change_note = forms.CharField(
        label=_("Che cosa è cambiato"),
        max_length=CHANGE_NOTE_LENGTH,
        help_text=_("Una o due frasi, pubbliche: per esempio “Aggiornati i costi e i risultati del 2025”."),
        error_messages={"required": _("Scrivi che cosa è cambiato: lo legge chi apre la pratica.")},
    )


class KindForm(forms.Form):
    """Practice or lesson."""

    kind = forms.ChoiceField(
        label=_("Tipo"),
        choices=Practice.Kind.choices,
        widget=forms.RadioSelect,
        help_text=_("Anche ciò che non ha funzionato aiuta: si raccontano le lezioni, i risultati non servono."),
    )
