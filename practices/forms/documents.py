"""Uploads of a practice and what is written about them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from familynet.kernel.documents import Document
from familynet.kernel.forms import FilesField


class DocumentsForm(forms.Form):
    """Several files at once; they are looked into one by one by the view, so a bad one keeps none off."""

    documents = FilesField(label=_("Scegli uno o più file"))


class DescribeDocumentForm(forms.Form):
    title = forms.CharField(label=_("Titolo del documento"), max_length=200)
    language = forms.ChoiceField(label=_("Lingua"), choices=Document.Language.choices)
