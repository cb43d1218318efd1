"""Questions, answers, and whom to tell besides."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from familynet.accounts.models import User
from practices.forms.fields import TextInput
from practices.models import TALK_LENGTH
from practices.sections import SECTIONS


class PeopleField(forms.ModelMultipleChoiceField):
    """Boxes for those who have to do with the practice; anybody who may read it is accepted."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.full_name} ({obj.administration.short_name})" if obj.administration else obj.full_name


class TalkForm(forms.Form):
    """A text, and people to tell. `people` may be chosen; `near` are shown as boxes."""

    text = TextInput(
        label=_("Testo"),
        max_length=TALK_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": TALK_LENGTH}),
        help_text=_("Scrivi @ e il nome di una persona per avvisarla, per esempio @Nome Cognome."),
        error_messages={"required": _("Scrivi un testo.")},
    )
    also = PeopleField(
        User.objects.none(),
        label=_("Avvisa anche"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Una delle persone scelte non può leggere questa pagina.")},
    )

    def __init__(
        self,
        *args: Any,
        people: QuerySet[User],
        near: QuerySet[User],
        suggest_url: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        also: Any = self.fields["also"]
        also.queryset = people.select_related("administration")
        chosen = {str(pk) for pk in self.data.getlist("also")} if hasattr(self.data, "getlist") else set()
        keys = {person.pk for person in near} | {int(pk) for pk in chosen if pk.isdecimal() and len(pk) < 18}
        shown = also.queryset.filter(pk__in=keys).order_by("full_name")
        also.widget.choices = [(person.pk, also.label_from_instance(person)) for person in shown]
        self.fields["text"].widget.attrs["data-mentions-url"] = suggest_url


class QuestionForm(TalkForm):
    """A question: also the section it is about."""

    section = forms.ChoiceField(
        label=_("Su quale parte"),
        required=False,
        choices=[("", _("Tutta la pratica")), *((section.name, section.title) for section in SECTIONS)],
    )
    field_order = ["text", "section", "also"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("La tua domanda")


class AnswerForm(TalkForm):
    """An answer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("La tua risposta")


class HideForm(forms.Form):
    """Why a text is hidden."""

    reason = TextInput(
        label=_("Motivo"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Prende il posto del testo: lo leggono tutti quelli che leggono la domanda."),
        error_messages={"required": _("Scrivi il motivo: lo legge chi ha scritto il testo.")},
    )
