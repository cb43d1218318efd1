"""What a validator writes, and the reason of a step that needs one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from practices.forms.fields import TEXT_LENGTH, TextInput


class ReviewForm(forms.Form):
    """The judgement of a validator: what happens, and what the author reads."""

    CHOICES = (
        ("publish", _("Pubblica: la pratica diventa visibile a tutti")),
        ("request_changes", _("Chiedi modifiche: torna a chi l'ha scritta")),
        ("reject", _("Respingi: la pratica non sarà pubblicata")),
    )
    decision = forms.ChoiceField(label=_("Decisione"), choices=CHOICES, widget=forms.RadioSelect)
    comment = TextInput(
        label=_("Valutazione per chi ha scritto"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Chi ha scritto la riceve sempre, anche quando pubblichi: che cosa va bene e che cosa no."),
        error_messages={"required": _("Scrivi la valutazione: chi ha scritto deve capire la decisione.")},
    )

    waiver = TextInput(
        label=_("Motivo per pubblicare un testo poco chiaro"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Il testo in breve non raggiunge il minimo di chiarezza. "
            "Se pubblichi così, scrivi perché: resta nella storia."
        ),
    )

    def __init__(self, *args: Any, needs_waiver: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needs_waiver:
            del self.fields["waiver"]


class CommentForm(forms.Form):
    """The reason of a step that needs one."""

    comment = TextInput(label=_("Motivo"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
