"""Forms: the missing act, a change of state, an upload."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certifications.models import Certificate
from familynet.kernel.acts import Act
from familynet.kernel.forms import ActForm, DateInput, DocumentField
from familynet.kernel.workflow import Transition

# The changes that have a report behind them.
REPORTED = ("close_check", "suspend", "revoke")
REGISTER_ENDINGS = (".csv", ".txt", ".xlsx")


class MissingActForm(ActForm):
    """The act of the award; what the source gave is already there."""

    def __init__(self, *args: Any, certificate: Certificate, **kwargs: Any) -> None:
        known = certificate.act
        initial = {"kind": Act.Kind.DETERMINATION, "body": certificate.administration.name}
        if known:
            given: dict[str, Any] = {
                "kind": known.kind,
                "body": known.body,
                "number": known.number,
                "date": known.date,
            }
            initial |= {name: value for name, value in given.items() if value}
        kwargs["initial"] = {**initial, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)


class ChangeStateForm(ActForm):
    """What a change of state asks for: the act where the table wants one, the day, the reason."""

    effective_on = forms.DateField(
        label=_("Data di effetto"),
        widget=DateInput(),
        required=False,
        help_text=_(
            "Se la lasci vuota vale la data dell'atto, o quella di oggi. Una data futura prepara il cambio: "
            "avverrà quel giorno."
        ),
    )
    comment = forms.CharField(
        label=_("Motivo"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=2000,
        help_text=_("Lo leggono gli uffici e l'organizzazione; non si pubblica."),
    )

    def __init__(self, *args: Any, transition: Transition, certificate: Certificate, **kwargs: Any) -> None:
        kwargs["initial"] = {"kind": Act.Kind.DETERMINATION, "body": certificate.administration.name}
        super().__init__(*args, **kwargs)
        self.transition = transition
        self.fields["comment"].required = transition.needs_comment
        if transition.name in REPORTED:
            required = transition.name == "close_check"
            self.fields["report"] = DocumentField(label=_("Verbale della verifica"), required=required)
        if not transition.needs_act:
            for name in ActForm.Meta.fields:
                del self.fields[name]

    @property
    def act(self) -> Act | None:
        """The act that was typed, not yet stored; the action stores it."""
        return self.instance if self.transition.needs_act else None

    def _post_clean(self) -> None:
        if self.transition.needs_act:
            super()._post_clean()  # type: ignore[misc]

    @property
    def is_future(self) -> bool:
        """The change is decided today and takes effect later (needs valid data)."""
        day = self.cleaned_data.get("effective_on")
        return bool(day and day > timezone.localdate())


class ImportForm(forms.Form):
    """The file of a register."""

    file = DocumentField(
        label=_("File del registro"),
        help_text=_("CSV o XLSX, al massimo 20.000 righe. Prima si controlla: non si scrive nulla."),
    )
    skip_errors = forms.BooleanField(
        label=_("Importa le righe giuste anche se altre hanno errori"),
        required=False,
        help_text=_("Senza questa scelta un solo errore ferma tutta l'importazione."),
    )

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if not str(upload.name).lower().endswith(REGISTER_ENDINGS):
            raise ValidationError(_("Il registro deve essere un file CSV o XLSX."))
        return upload
