"""Rules of passwords, in words that are translated."""

from django.contrib.auth import password_validation
from django.utils.translation import ngettext


class MinimumLengthValidator(password_validation.MinimumLengthValidator):
    """Django's own, whose sentence has no Italian translation in this release."""

    def get_error_message(self) -> str:
        text = ngettext(
            "La password è troppo corta: serve almeno %(n)d carattere.",
            "La password è troppo corta: servono almeno %(n)d caratteri.",
            self.min_length,
        )
        return text % {"n": self.min_length}

    def get_help_text(self) -> str:
        text = ngettext("Almeno %(n)d carattere.", "Almeno %(n)d caratteri.", self.min_length)
        return text % {"n": self.min_length}
