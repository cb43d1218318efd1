"""Act: what stands behind every status that is granted, changed or taken away."""

from django.db import models
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from familynet.kernel.documents import Document


class Act(models.Model):
    """An administrative act: kind, issuing body, number, date, subject, and a file or a link.

    Number and date may be unknown (`number` empty, `date` null): public sources often omit them, and
    an import must say so instead of inventing one. Personal data: none.
    """

    class Kind(models.TextChoices):
        PROTOCOL = "protocol", _("Protocollo d'intesa")
        AGREEMENT = "agreement", _("Accordo")
        CONVENTION = "convention", _("Convenzione")
        RESOLUTION = "resolution", _("Deliberazione")
        DETERMINATION = "determination", _("Determinazione")
        DECREE = "decree", _("Decreto")
        OTHER = "other", _("Altro atto")

    kind = models.CharField(_("tipo di atto"), max_length=20, choices=Kind)
    body = models.CharField(_("organo che lo ha adottato"), max_length=200, blank=True)
    number = models.CharField(_("numero"), max_length=40, blank=True)
    date = models.DateField(_("data"), null=True, blank=True)
    subject = models.CharField(_("oggetto"), max_length=300, blank=True)
    link = models.URLField(_("indirizzo dell'atto pubblicato"), max_length=500, blank=True)
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "number", "date"], name="act_by_reference")]

    def __str__(self) -> str:
        text = str(self.get_kind_display())
        if self.number:
            text += f" n. {self.number}"
        if self.date:
            text += f" {_('del')} {formats.date_format(self.date, 'd/m/Y')}"
        return text

    @property
    def is_complete(self) -> bool:
        """True when the act can be found again: it has a number and a date."""
        return bool(self.number and self.date)
