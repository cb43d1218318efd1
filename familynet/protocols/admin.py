"""Protocols in the administration site: to look, not to change."""

from django.contrib import admin

from familynet.kernel.admin import ReadOnlyAdmin
from familynet.protocols.models import Protocol, ProtocolAction


@admin.register(Protocol)
class ProtocolAdmin(ReadOnlyAdmin):
    list_display = ["title", "state", "starts_on", "ends_on"]
    list_filter = ["state"]


@admin.register(ProtocolAction)
class ProtocolActionAdmin(ReadOnlyAdmin):
    list_display = ["title", "protocol", "area", "date"]
    list_select_related = ["protocol", "area"]
