"""What people write about a collection."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from familynet.accounts.models import Administration
from practices.forms.fields import TextInput
from practices.models import Collection
from practices.models.collections import COLLECTION_TITLE_LENGTH, NOTE_LENGTH

NEW = "new"
NOTE_HINT = _("Perché questa pratica è nella raccolta. La legge chi vede la raccolta: se è pubblica, tutti.")


class CollectionForm(forms.Form):
    """Title and description; for a new collection also whose it is."""

    title = forms.CharField(
        label=_("Titolo"),
        max_length=COLLECTION_TITLE_LENGTH,
        help_text=_("Per esempio: Idee per i centri famiglia delle valli."),
    )
    description = TextInput(
        label=_("Descrizione"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("A che cosa serve la raccolta e per chi l'hai fatta."),
    )

    def __init__(self, *args: Any, administrations: QuerySet[Administration] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if administrations:
            owners: list[tuple[str, Any]] = [("", _("Mia: la curo solo io"))]
            owners += [
                (str(a.pk), _("Di %(name)s: la cura chi scrive pratiche") % {"name": a.name})
                for a in administrations
            ]
            self.fields["administration"] = forms.TypedChoiceField(
                label=_("Di chi è"),
                choices=owners,
                required=False,
                coerce=lambda pk: administrations.get(pk=pk),
                empty_value=None,
                widget=forms.RadioSelect,
                initial="",
                help_text=_("Solo una raccolta dell'amministrazione può diventare pubblica."),
            )


class NoteForm(forms.Form):
    """The note of one practice, with the note that the writer saw."""

    base = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    note = TextInput(
        label=_("Nota"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=NOTE_HINT,
    )

    def clean_base(self) -> str:
        return str(self.cleaned_data["base"]).replace("\r\n", "\n")


class AddForm(forms.Form):
    """Into which collection a practice goes: one of those at hand, or a new one."""

    collection = forms.ChoiceField(label=_("Raccolta"), widget=forms.RadioSelect)
    title = forms.CharField(
        label=_("Titolo della nuova raccolta"), required=False, max_length=COLLECTION_TITLE_LENGTH
    )
    note = TextInput(
        label=_("Nota"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=NOTE_HINT,
    )

    def __init__(self, *args: Any, collections: QuerySet[Collection], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.collections = {str(collection.uuid): collection for collection in collections}
        found = [(key, f"{c.title} ({c.administration or _('mia')})") for key, c in self.collections.items()]
        field: Any = self.fields["collection"]
        field.choices = [*found, (NEW, _("Una nuova raccolta mia"))]
        field.initial = found[0][0] if found else NEW

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("collection") == NEW and not (data.get("title") or "").strip():
            self.add_error("title", _("Scrivi il titolo della nuova raccolta."))
        return data

    @property
    def chosen(self) -> Collection | None:
        """The collection chosen; None for a new one."""
        return self.collections.get(self.cleaned_data["collection"])


class ShareForm(forms.Form):
    """Who sees a collection; what everybody may read is confirmed."""

    visibility = forms.ChoiceField(label=_("Chi la vede"), widget=forms.RadioSelect)
    confirmed = forms.BooleanField(
        label=_("Ho riletto titolo, descrizione e note: possono essere letti da tutti"),
        required=False,
        help_text=_("Serve solo per la raccolta pubblica. Le note non devono contenere nomi di persone."),
    )

    def __init__(self, *args: Any, collection: Collection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = list(Collection.Visibility.choices)
        if collection.administration_id is None:
            choices.pop()
            del self.fields["confirmed"]
        field: Any = self.fields["visibility"]
        field.choices, field.initial = choices, collection.visibility

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("visibility") == Collection.Visibility.PUBLIC and not data.get("confirmed"):
            self.add_error("confirmed", _("Metti la spunta: confermi che tutti possono leggere la raccolta."))
        return data
