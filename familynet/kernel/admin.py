"""History, acts and outgoing mail: to read, and to send again what could not be sent."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from familynet.kernel import emails
from familynet.kernel.acts import Act
from familynet.kernel.emails import OutgoingEmail
from familynet.kernel.history import HistoryEntry, HistorySeal


class ReadOnlyAdmin(admin.ModelAdmin):
    """To look at: changes go through the actions, which check, record and tell."""

    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(OutgoingEmail)
class OutgoingEmailAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "to", "subject", "state", "attempts", "sent_at"]
    list_filter = ["state", "template"]
    search_fields = ["to", "subject"]
    actions = ["send_again"]

    @admin.action(description=_("Riprova l'invio"), permissions=["view"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[OutgoingEmail]) -> None:
        chosen = list(queryset.filter(state=OutgoingEmail.State.FAILED))
        for email in chosen:
            emails.retry(email)
        message = ngettext(
            "%(count)s messaggio rimesso in coda.", "%(count)s messaggi rimessi in coda.", len(chosen)
        )
        self.message_user(request, message % {"count": len(chosen)})


@admin.register(HistoryEntry)
class HistoryEntryAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "content_type", "object_id", "sequence", "verb", "actor", "administration"]
    list_filter = ["content_type", "administration"]
    list_select_related = ["content_type", "actor", "administration"]
    search_fields = ["verb", "comment", "=object_id"]


@admin.register(HistorySeal)
class HistorySealAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "first_id", "last_id", "count", "digest"]


@admin.register(Act)
class ActAdmin(ReadOnlyAdmin):
    list_display = ["kind", "body", "number", "date", "subject"]
    list_filter = ["kind"]
    search_fields = ["number", "subject", "body"]
