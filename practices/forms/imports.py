"""The upload of a table of practices."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from familynet.accounts.models import Administration
from familynet.kernel.inspection import inspect_upload

ENDINGS = (".csv", ".xlsx", ".json")


class ImportForm(forms.Form):
    """The file, and what happens when some of its rows are wrong."""

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,  # an empty one gets the sentence of the inspection
        help_text=_("CSV, XLSX o JSON, al massimo 2.000 righe e 10 MB. Prima si controlla: non si scrive nulla."),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(ENDINGS)}),
        error_messages={"required": _("Scegli un file.")},
    )
    skip_errors = forms.BooleanField(
        label=_("Importa le righe giuste anche se altre hanno errori"),
        required=False,
        help_text=_("Senza questa scelta un solo errore ferma tutta l'importazione."),
    )

    def __init__(self, *args: Any, administrations: list[Administration], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(administrations) > 1:
            self.fields["administration"] = forms.ModelChoiceField(
                Administration.objects.filter(pk__in=[a.pk for a in administrations]),
                label=_("Amministrazione"),
                empty_label=None,
            )

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        name = str(upload.name).lower()
        if not name.endswith(ENDINGS):
            raise ValidationError(
                _("Il file deve essere un CSV, un XLSX o un JSON: salvalo in uno di questi formati.")
            )
        # JSON is no format of documents; what it holds is checked when it is read, like the cells of a CSV.
        upload.media_type = "application/json" if name.endswith(".json") else inspect_upload(upload)
        return upload
