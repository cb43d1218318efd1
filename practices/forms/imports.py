"""The upload of a table of practices."""

import codecs
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from familynet.accounts.models import Administration
from familynet.kernel.inspection import inspect_upload

ENDINGS = (".csv", ".xlsx", ".json")
TEXT_TYPES = {".csv": "text/csv", ".json": "application/json"}
HEAD = 8192


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
        if not upload.size:
            raise ValidationError(_("Il file è vuoto: scegline un altro."))
        upload.media_type = _text_type(upload, name) or inspect_upload(upload)
        return upload


def _text_type(upload: Any, name: str) -> str:
    """The media type of a text file; empty for a workbook, which is inspected like every document.

    A CSV or JSON is a text that only the reader of tables looks into, and the texts of practices may hold
    anything, markup as well; so only what is no text at all is refused here.
    """
    if name.endswith(".xlsx"):
        return ""
    upload.seek(0)
    head = upload.read(HEAD)
    upload.seek(0)
    if b"\x00" in head and not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ValidationError(_("Il file non è un testo: salva di nuovo il foglio come CSV o come XLSX."))
    return TEXT_TYPES[name[name.rindex(".") :]]
