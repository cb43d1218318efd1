"""The management site: people read-mostly; the voice of an administration is configuration."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from familynet.accounts.models import Administration, Invitation, RoleAssignment, User
from familynet.kernel.admin import ReadOnlyAdmin


@admin.register(Administration)
class AdministrationAdmin(admin.ModelAdmin):
    """A third administration joins by filling this in, and by naming its provider in the environment."""

    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    list_display = ["name", "short_name", "ipa_code", "region", "province"]
    prepopulated_fields = {"slug": ["short_name"]}
    fieldsets = [
        (None, {"fields": ["name", "short_name", "slug", "ipa_code", "fiscal_code", "order"]}),
        ("Territorio", {"fields": ["region", "province"]}),
        ("Voce", {"fields": ["emblem", "office", "address", "pec", "email", "phone", "website", "signature"]}),
        ("Persone", {"fields": ["email_domain"]}),
        (
            "Obblighi",
            {
                "fields": [
                    "dpo_email",
                    "privacy_notice",
                    "transparency_url",
                    "accessibility_url",
                    "accessibility_goals_url",
                ]
            },
        ),
    ]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """To look people up; their roles and their state change on the desk."""

    list_display = ["full_name", "email", "administration", "is_active", "is_superuser", "last_login"]
    list_filter = ["administration", "is_active", "is_superuser"]
    search_fields = ["full_name", "email"]
    fields = [
        "full_name",
        "email",
        "phone",
        "administration",
        "is_active",
        "is_superuser",
        "is_demo",
        "last_login",
        "date_joined",
    ]
    readonly_fields = [
        "email",
        "administration",
        "is_active",
        "is_superuser",
        "is_demo",
        "last_login",
        "date_joined",
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(RoleAssignment)
class RoleAssignmentAdmin(ReadOnlyAdmin):
    list_display = ["user", "role", "administration", "valid_from", "valid_to", "granted_by", "ended_by"]
    list_filter = ["administration", "role"]
    search_fields = ["user__full_name", "user__email"]
    list_select_related = ["user", "administration", "granted_by", "ended_by"]


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    list_display = ["email", "administration", "state", "invited_by", "expires_at"]
    list_filter = ["administration", "state"]
    list_select_related = ["administration", "invited_by"]
    exclude = ["token_hash"]
