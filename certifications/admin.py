"""Read-mostly administration of schemes and certificates; states move through the workflow only."""

from django.contrib import admin

from certifications.models import Category, Certificate, ImportRun, Scheme, SchemeVersion
from familynet.kernel.admin import ReadOnlyAdmin


class CategoryInline(admin.TabularInline):
    model = Category
    extra = 0


@admin.register(Scheme)
class SchemeAdmin(admin.ModelAdmin):
    list_display = ["name", "administration", "open_from", "open_to"]
    list_select_related = ["administration"]
    inlines = [CategoryInline]


@admin.register(SchemeVersion)
class SchemeVersionAdmin(admin.ModelAdmin):
    list_display = ["label", "scheme", "category", "valid_from", "valid_to"]
    list_select_related = ["scheme", "category"]
    raw_id_fields = ["act"]


@admin.register(Certificate)
class CertificateAdmin(ReadOnlyAdmin):
    list_display = ["public_id", "organisation", "scheme", "state", "award_date"]
    list_filter = ["scheme", "state"]
    list_select_related = ["organisation", "scheme"]
    search_fields = ["public_id", "organisation__name"]


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnlyAdmin):
    list_display = ["document", "administration", "state", "created_at", "new", "changed", "wrong"]
    list_select_related = ["document", "administration"]
