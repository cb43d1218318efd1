"""Public collections, and every collection as a PDF or as a package with checksums."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from familynet.kernel.bagit import bag, bag_response
from familynet.kernel.rates import limited
from practices.models import Collection
from practices.printing import collection_pdf, package_files, package_info, volumes, whole_items
from practices.views.collections import load_collection

PAGE_SIZE = 20
ITEMS_PAGE = 50


@login_not_required
@require_safe
def collections(request: HttpRequest) -> HttpResponse:
    """The collections that the administrations have published."""
    page = Paginator(Collection.objects.public().with_numbers(), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "practices/collection_list.html", {"page_obj": page})


def _public(slug: str) -> Collection:
    return get_object_or_404(Collection.objects.public().select_related("administration"), slug=slug)


@login_not_required
@require_safe
def collection(request: HttpRequest, slug: str) -> HttpResponse:
    """One public collection: title, description, practices and notes. No person is named."""
    found = _public(slug)
    items = found.items.select_related("practice__administration", "practice__policy_area")
    page = Paginator(items, ITEMS_PAGE).get_page(request.GET.get("page"))
    context = {"collection": found, "page_obj": page, "volumes": range(1, volumes(page.paginator.count) + 1)}
    return render(request, "practices/collection_detail.html", context)


@login_not_required
@require_safe
@limited("collection-pdf")
def public_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    return _pdf(request, _public(slug), for_officials=False)


@login_not_required
@require_safe
@limited("collection-package")
def public_package(request: HttpRequest, slug: str) -> HttpResponseBase:
    return _package(_public(slug), for_officials=False)


@require_safe
def work_pdf(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """For officials: with the office to ask."""
    return _pdf(request, load_collection(request, uuid), for_officials=True)


@require_safe
def work_package(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    return _package(load_collection(request, uuid), for_officials=True)


def _pdf(request: HttpRequest, found: Collection, *, for_officials: bool) -> HttpResponse:
    """The PDF; of a long collection the volume that `parte` asks for."""
    items, wanted = whole_items(found), request.GET.get("parte", "1")
    volume = int(wanted) if wanted.isdecimal() and len(wanted) <= 4 else 0
    if not 1 <= volume <= volumes(len(items)):
        raise Http404
    content = collection_pdf(found, items, for_officials=for_officials, volume=volume)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{_name(found)}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _package(found: Collection, *, for_officials: bool) -> HttpResponseBase:
    items = whole_items(found)
    files = package_files(found, items, for_officials=for_officials)
    name = f"raccolta-{_name(found)}"
    stream = bag(name, files, info=package_info(found, len(items)), on=timezone.localdate())
    return bag_response(name, stream)


def _name(found: Collection) -> str:
    return slugify(found.title)[:60].strip("-") or "raccolta"
