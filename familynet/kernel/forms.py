"""How every form of the site is drawn, and the fields that every feature uses."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.base import File
from django.forms.renderers import TemplatesSetting
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from familynet.kernel.acts import Act
from familynet.kernel.inspection import ACCEPTED_ENDINGS, inspect_upload


class FormRenderer(TemplatesSetting):
    form_template_name = "components/_form.html"
    field_template_name = "components/_field.html"


class DateInput(forms.DateInput):
    """The browser's own date field, which speaks ISO whatever the language of the page."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DocumentField(forms.FileField):
    """An upload that was looked into; the cleaned file carries `media_type` for `store_document`."""

    default_error_messages = {"required": _("Scegli un file.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("File"))
        kwargs["allow_empty_file"] = True  # an empty file gets the sentence of the inspection
        super().__init__(**kwargs)
        if not self.help_text:
            self.help_text = _(
                "PDF, Word, Excel, PowerPoint, OpenDocument, testo, CSV, PNG o JPEG. Massimo %s."
            ) % (filesizeformat(settings.DOCUMENT_MAX_BYTES))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        accepted = ",".join(f".{ending}" for ending in ACCEPTED_ENDINGS)
        return {**super().widget_attrs(widget), "accept": accepted}

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if isinstance(upload, File) and upload is not initial:
            upload.media_type = inspect_upload(upload)  # type: ignore[attr-defined]
        return upload


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"multiple": True, **(attrs or {})})


class FilesField(forms.FileField):
    """Several files at once; the view looks into them one by one, so that a bad one keeps no other off."""

    widget = ManyFilesInput

    def __init__(self, **kwargs: Any) -> None:
        model = DocumentField()
        super().__init__(**{"required": False, "help_text": model.help_text, **kwargs})
        self.widget.attrs["accept"] = model.widget.attrs["accept"]


class DocumentsField(DocumentField):
    """Several documents at once, each looked into; the cleaned value is a list. One bad file refuses all."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        uploads = data if isinstance(data, (list, tuple)) else [data]
        cleaned, errors = [], []
        for upload in uploads:
            try:
                cleaned.append(super().clean(upload, initial))
            except forms.ValidationError as error:
                name = f"{upload.name}: " if getattr(upload, "name", "") else ""
                errors += [f"{name}{message}" for message in error.messages]
        if errors:
            raise forms.ValidationError(errors)
        return [upload for upload in cleaned if upload]


class ReplaceFileForm(forms.Form):
    """A newer file for the place of an older one."""

    file = DocumentField(label=_("Il nuovo file"))


class ActForm(forms.ModelForm):
    """The act behind a decision. A person enters it whole: kind, number and date are needed."""

    number = forms.CharField(label=_("Numero"), max_length=40)
    date = forms.DateField(label=_("Data"), widget=DateInput())
    link = forms.URLField(
        label=_("Indirizzo dell'atto pubblicato"), max_length=500, required=False, assume_scheme="https"
    )

    class Meta:
        model = Act
        fields = ["kind", "body", "number", "date", "subject", "link"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = [("", _("Scegli il tipo")), *Act.Kind.choices]

    def clean_date(self) -> Any:
        date = self.cleaned_data["date"]
        if date > timezone.localdate():
            raise forms.ValidationError(_("La data dell'atto è nel futuro."))
        return date
