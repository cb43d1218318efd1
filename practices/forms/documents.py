"""Uploads of a practice and what is written about them."""

import re
from pathlib import PurePath
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from familynet.kernel.documents import Document
from familynet.kernel.forms import DocumentField

UPLOAD_ROWS = 3


def title_of_file(name: str) -> str:
    """ "relazione_finale-2024.pdf" → "Relazione finale 2024"."""
    words = re.sub(r"[_\-\s]+", " ", PurePath(name).stem).strip() or name
    return (words[:1].upper() + words[1:])[:200]


class DocumentForm(forms.Form):
    """One row of the upload: nothing chosen and nothing typed means no document."""

    file = DocumentField(required=False)
    title = forms.CharField(
        label=_("Titolo del documento"),
        max_length=200,
        required=False,
        help_text=_("Che cosa contiene, per chi lo trova in un elenco. Se manca, vale il nome del file."),
    )
    language = forms.ChoiceField(
        label=_("Lingua"), choices=Document.Language.choices, initial=Document.Language.ITALIAN, required=False
    )

    def clean(self) -> dict[str, Any]:
        """Without a title the name of the file serves; a title alone asks for its file."""
        data = super().clean() or self.cleaned_data
        title, upload = (data.get("title") or "").strip(), data.get("file")
        if upload and not title and "title" not in self.errors:
            data["title"] = title_of_file(upload.name)
        if title and not upload and "file" not in self.errors:
            self.add_error("file", _("Scegli il file di questo documento, oppure cancella il titolo."))
        return data

    @property
    def has_upload(self) -> bool:
        return self.is_valid() and bool(self.cleaned_data.get("file"))


class DescribeDocumentForm(forms.Form):
    title = forms.CharField(label=_("Titolo del documento"), max_length=200)
    language = forms.ChoiceField(label=_("Lingua"), choices=Document.Language.choices)
