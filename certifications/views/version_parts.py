"""The editor of a draft: every kind of part on a plain form. The kinds are in part_kinds.py."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from certifications import actions
from certifications.actions.parts import has_places, stamp
from certifications.models import SchemeVersion
from certifications.views.part_kinds import PARTS, PartKind
from certifications.views.schemes_work import form_view
from certifications.views.version_way import PAGE_TITLES
from certifications.views.versions_work import editable_version, version_trail
from familynet.accounts.models import User
from familynet.kernel.pages import attempt, form_page


def _kind(name: str) -> PartKind:
    if name not in PARTS:
        raise Http404
    return PARTS[name]


def _part(version: SchemeVersion, kind: PartKind, part_id: int) -> Any:
    part = get_object_or_404(kind.model, version=version, pk=part_id)
    part.version = version
    return part


@form_page
def part_new(request: HttpRequest, version_id: int, kind: str) -> HttpResponse:
    found, version = _kind(kind), editable_version(request, version_id)
    needed, sentence = found.needs
    if needed and not PARTS[needed].model.objects.filter(version=version).exists():
        messages.warning(request, str(sentence))
        return redirect("certifications:part_new", version_id=version_id, kind=needed)
    initial = {found.within: request.GET.get("area")} if found.within else {}
    form = found.form(request.POST or None, instance=found.model(version=version), initial=initial)
    return _edited(request, version, form, str(found.new), found)


@form_page
def part_edit(request: HttpRequest, version_id: int, kind: str, part_id: int) -> HttpResponse:
    found, version = _kind(kind), editable_version(request, version_id)
    part = _part(version, found, part_id)
    seen = stamp(part)
    form = found.form(request.POST or None, instance=part)
    return _edited(request, version, form, str(found.change), found, seen)


def _edited(
    request: HttpRequest, version: SchemeVersion, form: Any, title: str, kind: PartKind, seen: str = ""
) -> HttpResponse:
    """The form, or what follows from it. `seen` is the stamp of the part as it is now."""
    began = request.POST.get("seen", "")
    if (
        request.method == "POST"
        and form.is_valid()
        and (part := attempt(form, actions.save_part, part=form.instance, by=request.user, seen=began))
    ):
        messages.success(request, _("Salvato."))
        return redirect(_back(version, kind, part))
    return form_view(request, form, title, _trail(version, kind), template=kind.template, seen=seen)


def _page(version: SchemeVersion, kind: PartKind) -> str:
    return reverse(f"certifications:{kind.page}", args=[version.pk])


def _back(version: SchemeVersion, kind: PartKind, part: Any) -> str:
    """The page of the draft that shows the part, at the part."""
    return _page(version, kind) + f"#{anchor(part)}"


def _trail(version: SchemeVersion, kind: PartKind) -> list[tuple[str, str]]:
    """The way to the page that shows the part; cancelling leads there."""
    trail = version_trail(version)
    if kind.page != "version_work":
        trail.append((str(PAGE_TITLES[kind.page]), _page(version, kind)))
    return trail


def anchor(part: Any) -> str:
    return f"{part._meta.model_name}-{part.pk}"


@require_POST
def part_move(request: HttpRequest, version_id: int, kind: str, part_id: int) -> HttpResponse:
    version, found = editable_version(request, version_id), _kind(kind)
    part = _part(version, found, part_id)
    if not has_places(part):
        raise Http404
    try:
        actions.move_part(part=part, up=request.POST.get("su") == "1", by=_user(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(_back(version, found, part))


@form_page
def part_delete(request: HttpRequest, version_id: int, kind: str, part_id: int) -> HttpResponse:
    found, version = _kind(kind), editable_version(request, version_id)
    part = _part(version, found, part_id)
    if request.method == "POST":
        return _deleted(request, version, found, part)
    context = {
        "title": str(found.remove),
        "text": str(part),
        "submit_label": _("Togli"),
        "cancel_url": _page(version, found),
        "dangerous": True,
    }
    return render(request, "components/confirm.html", context)


def _deleted(request: HttpRequest, version: SchemeVersion, kind: PartKind, part: Any) -> HttpResponse:
    """Back at the page of the draft, without the part or with why it stays."""
    back = _back(version, kind, part)
    try:
        actions.delete_part(part=part, by=_user(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(back)
    messages.success(request, _("Tolto dalla bozza."))
    return redirect(_page(version, kind))


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
