"""Organisations in the administration site: to look, not to change."""

from django.contrib import admin

from familynet.kernel.admin import ReadOnlyAdmin
from familynet.organisations.models import Organisation, OrganisationInvitation, OrganisationMember


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
