"""Protocols in the administration site: to look, not to change."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from familynet.protocols.models import Protocol, ProtocolAction


class ReadOnlyAdmin(admin.ModelAdmin):
    """Changes go through the actions, which keep the history."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Protocol)
class ProtocolAdmin(ReadOnlyAdmin):
    list_display = ["title", "state", "starts_on", "ends_on"]
    list_filter = ["state"]


@admin.register(ProtocolAction)
class ProtocolActionAdmin(ReadOnlyAdmin):
    list_display = ["title", "protocol", "area", "date"]
    list_select_related = ["protocol", "area"]
