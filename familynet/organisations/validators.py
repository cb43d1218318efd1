"""Check digits of the codes that identify an organisation."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from stdnum import luhn
from stdnum.exceptions import InvalidFormat
from stdnum.exceptions import ValidationError as CodeError
from stdnum.it import codicefiscale, iva


def clean_code(value: str | None) -> str:
    """A code as people copy it ("IT 0033 7460-224") as it is stored."""
    return re.sub(r"[\s.-]", "", value or "").upper()


def validate_fiscal_code(value: str) -> None:
    """Codice fiscale: 11 digits for a body, 16 characters for a person, with its check digit.

    Bodies have codes of their own (beginning with 8 or 9), companies that of their partita IVA: the office
    inside the number is not looked at, only its check digit.
    """
    try:
        if re.fullmatch(r"\d{11}", value):
            if not int(value[:7]):
                raise InvalidFormat
            luhn.validate(value)
        else:
            codicefiscale.validate(value)
    except CodeError:
        raise ValidationError(
            _("Il codice fiscale non è corretto: controlla le cifre (11 numeri, o 16 caratteri per una persona).")
        ) from None


def validate_vat_number(value: str) -> None:
    """Partita IVA: 11 digits, the last one is the check digit."""
    try:
        iva.validate(value)
    except CodeError:
        raise ValidationError(_("La partita IVA non è corretta: servono 11 cifre, controlla l'ultima.")) from None


def validate_ipa_code(value: str) -> None:
    """Code of the Indice dei domicili digitali delle PA, such as p_TN or c_b111."""
    if not re.fullmatch(r"[A-Za-z0-9_.-]{2,20}", value):
        raise ValidationError(_("Il codice IPA ha solo lettere, numeri e il trattino basso, per esempio c_b111."))
