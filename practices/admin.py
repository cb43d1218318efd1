"""Practices in the administration site: reference data can be added and changed, the rest only read."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from familynet.kernel.admin import ReadOnlyAdmin
from practices.models import (
    ClarityRule,
    ClarityWaiver,
    EvidenceCriteria,
    EvidenceLevel,
    EvidenceRequirement,
    ExchangeEvent,
    LibraryRules,
    LikenessFormula,
    PolicyArea,
    Practice,
    Review,
    TargetGroup,
    Taxonomy,
)


class KeptAdmin(admin.ModelAdmin):
    """Nothing is deleted: a version ends, a group goes out of use."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class PolicyAreaInline(admin.TabularInline):
    model = PolicyArea
    extra = 1
    can_delete = False


@admin.register(Taxonomy)
class TaxonomyAdmin(KeptAdmin):
    list_display = ["version", "title", "valid_from", "valid_to"]
    inlines = [PolicyAreaInline]


@admin.register(LikenessFormula)
class LikenessFormulaAdmin(KeptAdmin):
    list_display = ["version", "valid_from", "valid_to"]


@admin.register(TargetGroup)
class TargetGroupAdmin(KeptAdmin):
    list_display = ["name", "code", "order", "is_current"]


class EvidenceRequirementInline(admin.TabularInline):
    model = EvidenceRequirement
    extra = 0
    can_delete = False


class EvidenceLevelInline(admin.TabularInline):
    model = EvidenceLevel
    extra = 0
    can_delete = False


@admin.register(EvidenceCriteria)
class EvidenceCriteriaAdmin(KeptAdmin):
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    list_display = ["version", "title", "valid_from", "valid_to"]
    inlines = [EvidenceRequirementInline, EvidenceLevelInline]


@admin.register(LibraryRules)
class LibraryRulesAdmin(KeptAdmin):
    """Rules change by a new row with its first day; what held before stays."""

    list_display = ["administration", "valid_from", "review_months", "remind_days_before", "remind_days_after"]
    list_filter = ["administration"]
    list_select_related = ["administration"]


@admin.register(ClarityRule)
class ClarityRuleAdmin(KeptAdmin):
    """A minimum begins on its day and stays as it is: a new one follows it."""

    list_display = ["administration", "minimum", "valid_from"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(ClarityWaiver)
class ClarityWaiverAdmin(ReadOnlyAdmin):
    list_display = ["practice", "clarity", "minimum", "given_by", "created_at"]
    list_select_related = ["practice", "given_by"]


@admin.register(Practice)
class PracticeAdmin(ReadOnlyAdmin):
    list_display = ["title", "administration", "kind", "state", "author", "updated_at"]
    list_filter = ["state", "kind", "administration"]
    search_fields = ["title"]
    list_select_related = ["administration", "author"]


@admin.register(Review)
class ReviewAdmin(ReadOnlyAdmin):
    list_display = ["practice", "stage", "round", "outcome", "validator", "created_at"]
    list_select_related = ["practice", "validator"]


@admin.register(ExchangeEvent)
class ExchangeEventAdmin(ReadOnlyAdmin):
    list_display = ["title", "administration", "kind", "state", "starts_at"]
    list_filter = ["state", "administration"]
    search_fields = ["title"]
    list_select_related = ["administration"]
