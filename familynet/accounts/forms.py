"""Forms of people: shape only; the actions enforce the rules."""

from typing import Any

from allauth.account.forms import LoginForm as BaseLoginForm
from allauth.account.forms import ResetPasswordForm as BaseResetPasswordForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from familynet.accounts.models import Administration, User
from familynet.accounts.roles import Role


class InvitationForm(forms.Form):
    full_name = forms.CharField(label=_("Nome e cognome"), max_length=150)
    email = forms.EmailField(label=_("E-mail"))
    roles = forms.MultipleChoiceField(label=_("Ruoli"), choices=Role.choices, widget=forms.CheckboxSelectMultiple)
    other_domain = forms.BooleanField(
        label=_("L'indirizzo è giusto, anche se non è dell'ente"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, administration: Administration, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.administration = administration
        self.fields["email"].help_text = (
            _("Di solito finisce con @%(domain)s.") % {"domain": administration.email_domain}
            if administration.email_domain
            else ""
        )

    def clean(self) -> dict[str, Any]:
        """An address outside the administration is a warning: it must be confirmed with a tick."""
        data = super().clean() or self.cleaned_data
        domain = self.administration.email_domain.lower()
        address = (data.get("email") or "").lower()
        if domain and address and not address.endswith(f"@{domain}") and not data.get("other_domain"):
            self.fields["other_domain"].widget = forms.CheckboxInput()
            message = _("L'indirizzo non è dell'ente (@%(domain)s). Se è giusto, conferma qui sotto.")
            self.add_error("email", ValidationError(message, params={"domain": domain}))
        return data


class AcceptForm(forms.Form):
    """Name and password of an invited person who has no account yet.

    `invitation` is of an administration or of an organisation: its `email` and `full_name` are read.
    """

    full_name = forms.CharField(
        label=_("Nome e cognome"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password1 = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=_("Almeno 12 caratteri. Va bene anche una frase."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=_("Ripeti la password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, invitation: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"full_name": invitation.full_name})
        super().__init__(*args, **kwargs)
        self.invitation = invitation

    def clean_password2(self) -> str:
        first, second = self.cleaned_data.get("password1", ""), self.cleaned_data["password2"]
        if first != second:
            raise ValidationError(_("Le due password non sono uguali."))
        person = User(email=self.invitation.email, full_name=self.cleaned_data.get("full_name", ""))
        validate_password(second, person)
        return second


class GrantRoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Ruolo"))

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = {role for role, pk in person.current_roles if pk == person.administration_id}
        choices = [(value, label) for value, label in Role.choices if value not in held]
        self.fields["role"].choices = [("", _("Scegli un ruolo")), *choices]  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    comment = forms.CharField(
        label=_("Motivo"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ProfileForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["full_name", "phone"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["full_name"].widget.attrs["autocomplete"] = "name"
        self.fields["phone"].widget.attrs["autocomplete"] = "tel"


class LoginForm(BaseLoginForm):
    """Labels say what to type; placeholders that repeat them are taken away."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class ResetPasswordForm(BaseResetPasswordForm):
    """No password for people of an outside provider: a leaver there must be a leaver here."""

    users: list[User]

    def clean_email(self) -> str:
        email = super().clean_email()
        self.users = [user for user in self.users if user.has_usable_password()]
        return email


class AddKeyForm(AddWebAuthnForm):
    """In words for people who have never heard of passkeys."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Nome della chiave")
        self.fields["passwordless"].label = _("Usala come passkey, senza password")
        self.fields["passwordless"].help_text = _("Il dispositivo chiede l'impronta, il viso o il PIN.")


class EditKeyForm(EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Nome della chiave")
