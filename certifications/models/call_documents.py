"""Documents of a call for funding: its text, forms, rankings."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certifications.models.funding import FundingCall
from familynet.accounts.models import User
from familynet.kernel.documents import Document


class CallDocumentQuerySet(models.QuerySet["CallDocument"]):
    def current(self) -> "CallDocumentQuerySet":
        """Neither replaced nor removed."""
        return self.filter(closed_at=None)

    def public(self) -> "CallDocumentQuerySet":
        """What anyone may download: marked as public, of a call that is published or closed."""
        return self.current().filter(is_public=True).exclude(call__state=FundingCall.State.DRAFT)

    def visible_to(self, user: Any) -> "CallDocumentQuerySet":
        """At work: whoever reads the call there, earlier ones too."""
        return self.filter(call__in=FundingCall.objects.visible_to(user))


class CallDocument(models.Model):
    """One document of a call. Never deleted: a newer one takes its place, or it is taken off with a reason.

    Personal data: who added it and who closed it.
    """

    call = models.ForeignKey(FundingCall, on_delete=models.PROTECT, related_name="call_documents")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")
    is_public = models.BooleanField(_("lo scarica chiunque dalla pagina del bando"), default=False)
    added_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    closed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    close_reason = models.CharField(_("perché si toglie"), max_length=300, blank=True)
    successor = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessor"
    )

    objects = CallDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["call", "added_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, successor=None, close_reason="")
                | Q(closed_at__isnull=False) & (Q(successor__isnull=False) | ~Q(close_reason="")),
                name="call_document_closed_with_reason",
                violation_error_message=_("Scrivi perché togli il documento."),
            )
        ]

    def __str__(self) -> str:
        return str(self.document)

    @property
    def is_current(self) -> bool:
        return self.closed_at is None
