"""Organisations in the administration site: to look, not to change."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from familynet.organisations.models import Organisation, OrganisationInvitation, OrganisationMember


class ReadOnlyAdmin(admin.ModelAdmin):
    """Changes go through the actions, which keep the history."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Organisation)
class OrganisationAdmin(ReadOnlyAdmin):
    list_display = ["name", "kind", "municipality", "administration", "state"]
    list_filter = ["kind", "administration", "state"]
    search_fields = ["name", "fiscal_code"]
    list_select_related = ["municipality__province", "administration"]


@admin.register(OrganisationMember)
class OrganisationMemberAdmin(ReadOnlyAdmin):
    list_display = ["user", "organisation", "role", "valid_from", "valid_to"]
    list_select_related = ["user", "organisation"]


@admin.register(OrganisationInvitation)
class OrganisationInvitationAdmin(ReadOnlyAdmin):
    list_display = ["email", "organisation", "role", "state", "expires_at"]
    list_select_related = ["organisation"]
    exclude = ["token_hash"]
