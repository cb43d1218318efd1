"""Disciplinari for everyone: one as a readable page, two side by side, as PDF/A and as JSON; the logo."""

import datetime
import hashlib
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.views.decorators.http import condition, require_safe

from certifications.disciplinare import outline
from certifications.disciplinare_pdf import disciplinare_pdf
from certifications.models import Scheme, SchemeVersion
from certifications.schemefiles import FORMAT, FORMAT_VERSION, write_scheme
from certifications.schemefiles.phases import load_phases
from certifications.schemefiles.writing import canonical_scheme, canonical_version, with_parts
from certifications.views.scheme_files import json_file
from certifications.views.versions_work import comparison_context
from familynet.kernel.rates import limited

FILE_CACHE = "public, max-age=0, must-revalidate"


def _public(slug: str, version_id: int) -> SchemeVersion:
    """A version that was published; the drafts of nobody."""
    versions = with_parts(SchemeVersion.objects.public().filter(scheme__slug=slug))
    found: SchemeVersion = get_object_or_404(versions, pk=version_id)
    return load_phases(found) if found.cycles.all() else found


def _others(version: SchemeVersion) -> Any:
    same = SchemeVersion.objects.public().filter(scheme=version.scheme_id, category=version.category_id)
    return same.exclude(pk=version.pk).order_by("-valid_from", "-pk")


@login_not_required
@require_safe
def version(request: HttpRequest, slug: str, version_id: int) -> HttpResponse:
    found = _public(slug, version_id)
    context = {
        "version": found,
        "scheme": found.scheme,
        "outline": outline(found),
        "others": _others(found),
    }
    return render(request, "certifications/version.html", context)


@login_not_required
@require_safe
def versions_compare(request: HttpRequest, slug: str, version_id: int, other_id: int) -> HttpResponse:
    """What changed from `other_id` to `version_id`, both published."""
    if version_id == other_id:
        raise Http404
    context = comparison_context(_public(slug, other_id), _public(slug, version_id))
    return render(request, "certifications/versions_compare.html", context)


def _changed_at(request: HttpRequest, slug: str, version_id: int) -> datetime.datetime | None:
    versions = SchemeVersion.objects.public().filter(scheme__slug=slug, pk=version_id)
    return versions.values_list("updated_at", flat=True).first()


def _etag(request: HttpRequest, slug: str, version_id: int) -> str | None:
    changed = _changed_at(request, slug, version_id)
    if changed is None:
        return None
    text = f"{request.get_full_path()}|{changed.isoformat()}"
    return f'"{hashlib.blake2b(text.encode(), digest_size=12).hexdigest()}"'


@login_not_required
@require_safe
@limited("disciplinare-pdf")
@condition(etag_func=_etag)
def version_pdf(request: HttpRequest, slug: str, version_id: int) -> HttpResponse:
    """The disciplinare on paper, archivable and accessible."""
    found = _public(slug, version_id)
    response = HttpResponse(disciplinare_pdf(found), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{slugify(found.label)[:80]}.pdf"'
    response["Cache-Control"] = FILE_CACHE
    return response


@login_not_required
@require_safe
@limited("scheme-json")
@condition(etag_func=_etag)
def version_json(request: HttpRequest, slug: str, version_id: int) -> HttpResponse:
    """One version in the format of docs/scheme-format.md: a scheme with this version only."""
    found = _public(slug, version_id)
    whole = write_scheme(found.scheme, public_only=True)["scheme"]
    used = found.category.slug if found.category else None
    scheme = {
        **canonical_scheme(found.scheme),
        "categories": [each for each in whole["categories"] if each["slug"] == used],
        "windows": [],
        "versions": [canonical_version(found)],
    }
    response = json_file(
        {"format": FORMAT, "version": FORMAT_VERSION, "scheme": scheme}, f"{slugify(found.label)[:80]}.json"
    )
    response["Cache-Control"] = FILE_CACHE
    return response


@login_not_required
@require_safe
@limited("scheme-json")
def scheme_json(request: HttpRequest, slug: str) -> HttpResponse:
    """The scheme with all its published versions."""
    scheme = get_object_or_404(Scheme.objects.select_related("administration"), slug=slug)
    response = json_file(write_scheme(scheme, public_only=True), f"{slug}.json")
    response["Cache-Control"] = FILE_CACHE
    return response


@login_not_required
@require_safe
def scheme_logo(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The logo, whose content never changes under one address with its hash."""
    scheme = get_object_or_404(Scheme.objects.select_related("logo"), slug=slug)
    if scheme.logo is None:
        raise Http404
    with scheme.logo.file.open("rb") as file:
        response = HttpResponse(file.read(), content_type=scheme.logo.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "public, max-age=86400"
    return response
