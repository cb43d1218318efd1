"""How often mail comes, topic by topic."""

from typing import Any

from django import forms

from familynet.notifications.models import Frequency, Topic

# Under the name of each topic in the table.
EXAMPLES: dict[str, Any] = {}


class ChoicesForm(forms.Form):
    """One group of radios for each topic, drawn as a table by its template."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for topic in Topic:
            self.fields[topic.value] = forms.ChoiceField(
                label=topic.label, choices=Frequency.choices, widget=forms.RadioSelect
            )

    @property
    def choices(self) -> dict[Topic, Frequency]:
        """The valid answers by topic."""
        return {Topic(name): Frequency(value) for name, value in self.cleaned_data.items()}
