"""A text box that finds a record by what is typed: suggestions with JavaScript, a choice of radios without.

The widget sends three values: the text (`name`), the key of the suggestion taken (`name_key`, emptied
when the text is changed), and, after a question, the radio chosen (`name_choice`) with the text it was
asked for (`name_asked`).
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from familynet.kernel.search import fold

MAX_RESULTS = 10
MAX_LENGTH = 120
MAX_KEY = 18  # digits: no key of a record is longer


class Typed(NamedTuple):
    """What came from the widget: the words, the key of what was chosen, and whether it answers a question."""

    text: str
    key: str = ""
    answered: bool = False


class ComboboxWidget(forms.Widget):
    """Drawn by components/_combobox.html; `candidates` are offered as radios after an unclear text."""

    template_name = "components/_combobox.html"
    suggest_url: str | Promise = ""
    candidates: list[tuple[str, str]]

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.candidates = []

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Typed:
        text = str(data.get(name, "")).strip()[:MAX_LENGTH]
        if data.get(f"{name}_asked") == text and data.get(f"{name}_choice"):
            return Typed(text, str(data[f"{name}_choice"]), answered=True)
        return Typed(text, str(data.get(f"{name}_key", "")))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data

    def format_value(self, value: Any) -> Any:
        return value if isinstance(value, Typed) else Typed("")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        typed = self.format_value(value)
        context["widget"]["attrs"].setdefault("class", "form-control")
        context["widget"].update(
            text=typed.text,
            key=typed.key,
            candidates=self.candidates,
            suggest_url=self.suggest_url,
            max_length=MAX_LENGTH,
        )
        return context


class ComboboxField(forms.Field):
    """Gives one record. A feature says what may be chosen, how words find it and how it is called."""

    widget = ComboboxWidget
    suggest_url: str | Promise = ""
    not_found: str | Promise = _("“%(text)s” non è nell'elenco. Controlla il nome.")
    several: str | Promise = _("Più voci corrispondono a “%(text)s”: scegli quella giusta.")

    def __init__(self, *, suggest_url: str | Promise = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.suggest_url = suggest_url or self.suggest_url

    def options(self) -> QuerySet:
        """All that may be chosen."""
        raise NotImplementedError

    def find(self, text: str) -> QuerySet:
        """What may be chosen and matches the words, the best first."""
        raise NotImplementedError

    def label_of(self, obj: Any) -> str:
        return str(obj)

    def note_of(self, obj: Any) -> str:
        """A second line under the label of a suggestion."""
        return ""

    def prepare_value(self, value: Any) -> Typed | None:
        """The words for what the form starts with: a record or its key."""
        if value is None or isinstance(value, Typed):
            return value
        obj = value if isinstance(value, Model) else self.options().filter(pk=value).first()
        return Typed(self.label_of(obj), str(obj.pk)) if obj is not None else Typed("")

    def clean(self, value: Any) -> Any:
        typed = value if isinstance(value, Typed) else Typed(str(value or "").strip())
        if not typed.text:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        chosen = self._by_key(typed)
        obj = chosen if chosen is not None else self._by_text(typed.text)
        self.run_validators(obj)
        return obj

    def _by_key(self, typed: Typed) -> Any:
        """The record chosen from suggestions or radios; None when the words were changed after the choice."""
        is_key = typed.key.isdecimal() and len(typed.key) <= MAX_KEY
        obj = self.options().filter(pk=typed.key).first() if is_key else None
        if obj is None or typed.answered or self.label_of(obj) == typed.text:
            return obj
        return None

    def _by_text(self, text: str) -> Any:
        found = list(self.find(text)[:MAX_RESULTS])
        if not found and text.endswith(")"):
            # "Bra (CN)" as the suggestion writes it
            found = list(self.find(text.rpartition("(")[0])[:MAX_RESULTS])
        exact = [o for o in found if fold(self.label_of(o)) == fold(text)]
        exact = exact or [o for o in found if fold(getattr(o, "name", "")) == fold(text)]
        if len(exact) == 1:
            return exact[0]
        if not found:
            raise ValidationError(str(self.not_found), code="not_found", params={"text": text})
        if len(found) == 1 and not exact:
            return found[0]
        self.widget.candidates = [(str(o.pk), self.label_of(o)) for o in exact or found]
        raise ValidationError(str(self.several), code="several", params={"text": text})

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = self.prepare_value(initial)
        return (before.text if before else "") != (data.text if isinstance(data, Typed) else "")


def suggestions(field: ComboboxField, text: str) -> list[dict[str, str]]:
    """What the script shows under the box: at most ten, from two letters on."""
    words = text.strip()[:MAX_LENGTH]
    if len(fold(words)) < 2:
        return []
    return [
        {"key": str(obj.pk), "label": field.label_of(obj), "note": field.note_of(obj)}
        for obj in field.find(words)[:MAX_RESULTS]
    ]
