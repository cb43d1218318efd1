"""Forms of schemes at work: the scheme, its categories, windows and logo; the import of a file."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from certifications.models import Category, IntakeWindow, Scheme
from familynet.kernel.acts import Act
from familynet.kernel.forms import DateInput, DocumentField
from familynet.organisations.models import Organisation

RESERVED_SLUGS = ("nuovo", "importa", "disciplinari")


class KindsField(forms.MultipleChoiceField):
    """Kinds of organisation, as boxes; none means all."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Per chi"))
        kwargs.setdefault("help_text", _("Se non ne scegli nessuno vale per tutte le organizzazioni."))
        kwargs.setdefault("required", False)
        super().__init__(choices=Organisation.Kind.choices, widget=forms.CheckboxSelectMultiple, **kwargs)


class SchemeForm(forms.ModelForm):
    """The data of a scheme. Its address is chosen once."""

    slug = forms.SlugField(
        label=_("Indirizzo"),
        max_length=60,
        help_text=_("Sta nell'indirizzo della pagina pubblica: lettere minuscole, cifre e trattini."),
    )
    kinds = KindsField()

    class Meta:
        model = Scheme
        fields = ["name", "slug", "mark", "summary", "kinds", "territory", "open_from", "open_to", "register"]
        widgets = {"open_from": DateInput(), "open_to": DateInput(), "summary": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "open_to": _("Un marchio chiuso non riceve domande: le certificazioni già assegnate restano."),
            "register": _("Entra nel numero di registro, per esempio «FIT»."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["slug"]

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"].lower()
        if slug in RESERVED_SLUGS:
            raise ValidationError(_("Questo indirizzo serve al portale: scegline un altro."))
        return slug


class CategoryForm(forms.ModelForm):
    slug = forms.SlugField(
        label=_("Indirizzo"), max_length=80, help_text=_("Lettere minuscole, cifre e trattini.")
    )
    kinds = KindsField()

    class Meta:
        model = Category
        fields = ["name", "slug", "note", "kinds", "open_from", "open_to", "order"]
        widgets = {"open_from": DateInput(), "open_to": DateInput(), "note": forms.Textarea(attrs={"rows": 3})}
        labels = {"order": _("Posto nell'elenco")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["slug"]


class WindowForm(forms.ModelForm):
    """An intake window. The act is given whole or not at all."""

    kinds = KindsField(required=True, help_text=_("A chi si applica questo periodo."))
    act_kind = forms.ChoiceField(label=_("Tipo di atto"), choices=[("", "–"), *Act.Kind.choices], required=False)
    act_number = forms.CharField(label=_("Numero dell'atto"), max_length=40, required=False)
    act_date = forms.DateField(label=_("Data dell'atto"), widget=DateInput(), required=False)

    class Meta:
        model = IntakeWindow
        fields = ["category", "kinds", "open_from", "open_to", "reason"]
        widgets = {"open_from": DateInput(), "open_to": DateInput()}
        labels = {"category": _("Categoria"), "reason": _("Perché")}
        help_texts = {"category": _("Vuota: vale per tutto il marchio.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["category"]
        field.queryset = Category.objects.filter(scheme=self.instance.scheme_id)
        if act := self.instance.act:
            self.initial.update(act_kind=act.kind, act_number=act.number, act_date=act.date)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        given = [name for name in ("act_kind", "act_number", "act_date") if cleaned.get(name)]
        if given:
            for name in {"act_kind", "act_number", "act_date"} - set(given) - set(self.errors):
                self.add_error(name, ValidationError(_("Dell'atto servono tipo, numero e data.")))
        if not given and not cleaned.get("reason"):
            self.add_error("reason", ValidationError(_("Indica l'atto, o scrivi perché.")))
        return cleaned

    @property
    def act(self) -> Act | None:
        """A new act when one was typed that differs from the stored one."""
        typed = {name: self.cleaned_data[f"act_{name}"] for name in ("kind", "number", "date")}
        if not typed["kind"]:
            return None
        stored = self.instance.act
        if stored and all(getattr(stored, name) == value for name, value in typed.items()):
            return None
        return Act(**typed)


class LogoForm(forms.Form):
    file = DocumentField(label=_("Logo"), help_text=_("Un'immagine PNG o JPEG."))
    text = forms.CharField(
        label=_("Descrizione del logo"),
        max_length=200,
        help_text=_("Che cosa si vede, per chi non può vederlo."),
    )

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if not upload.media_type.startswith("image/"):
            raise ValidationError(_("Il logo deve essere un'immagine PNG o JPEG."))
        return upload


class SchemeFileForm(forms.Form):
    """A scheme as JSON. Uploaded once it stays in the form, so that what was shown is what is written."""

    file = forms.FileField(
        label=_("File JSON"),
        help_text=_("Un marchio esportato da un portale come questo. Prima si controlla: non si scrive nulla."),
        widget=forms.FileInput(attrs={"accept": ".json"}),
        allow_empty_file=True,
        error_messages={"required": _("Scegli un file.")},
    )
