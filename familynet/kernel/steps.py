"""A step of a workflow as a page: what it asks, the act behind it, the action it takes.

Drawn by components/step.html.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils.functional import Promise

from familynet.kernel.acts import Act
from familynet.kernel.forms import ActForm


@dataclass(frozen=True)
class Step:
    """`run(obj, by, data, act)` calls the action; `data` is what `form` cleaned, `act` what was entered."""

    run: Callable[[Any, Any, dict[str, Any], Act | None], Any]
    form: type[forms.Form] = forms.Form
    with_act: bool = False
    # The act may be missing: then nothing of it is entered.
    act_optional: bool = False
    text: str | Promise = ""


class StepPage:
    """The forms of one step, bound when `data` is given."""

    def __init__(
        self, step: Step, data: Mapping[str, Any] | None = None, *, initial: dict[str, Any] | None = None
    ) -> None:
        self.step = step
        self.form = step.form(data, initial=initial)
        self.act_form = None
        if step.with_act:
            self.act_form = ActForm(
                data, prefix="act", empty_permitted=step.act_optional, use_required_attribute=False
            )

    @property
    def forms(self) -> list[Any]:
        return [form for form in (self.act_form, self.form) if form is not None]

    def take(self, obj: Any, by: Any) -> bool:
        """Store the act and run the action, both or neither; False with the errors on the forms."""
        # Every form is looked at, so that all errors are shown at once.
        valid = [form.is_valid() for form in self.forms]
        if not all(valid):
            return False
        try:
            with transaction.atomic():
                act = self.act_form.save() if self.act_form is not None and self.act_form.has_changed() else None
                self.step.run(obj, by, self.form.cleaned_data, act)
        except ValidationError as error:
            show_errors(error, self.form, self.act_form)
            return False
        return True


def show_errors(error: ValidationError, form: Any, act_form: Any = None) -> None:
    """Put what an action refused next to the field it is about, or on top of the form."""
    messages = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    for field, sentences in messages.items():
        if act_form is not None and field in act_form.fields and field not in form.fields:
            act_form.add_error(field, sentences)
        else:
            form.add_error(field if field in form.fields else None, sentences)
