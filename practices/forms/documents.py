"""Uploads of a practice and what is written about them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from familynet.kernel.documents import Document
from familynet.kernel.forms import DocumentField


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class DocumentsForm(forms.Form):
    """Several files at once; they are looked into one by one by the view, so a bad one keeps none off."""

    documents = forms.FileField(
        label=_("Scegli uno o più file"), required=False, widget=ManyFilesInput(attrs={"multiple": True})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        model = DocumentField()
        self.fields["documents"].help_text = model.help_text
        self.fields["documents"].widget.attrs["accept"] = model.widget.attrs["accept"]


class ReplaceDocumentForm(forms.Form):
    file = DocumentField(label=_("Il nuovo file"))


class DescribeDocumentForm(forms.Form):
    title = forms.CharField(label=_("Titolo del documento"), max_length=200)
    language = forms.ChoiceField(label=_("Lingua"), choices=Document.Language.choices)
