"""The editor of a draft: sections, requirements, classes and services, each on a plain form."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from certifications import actions
from certifications.forms import BandForm, RequirementForm, SectionForm, ServiceForm
from certifications.models import PassBand, Requirement, RequirementSection, SchemeService, SchemeVersion
from certifications.views.schemes_work import form_view
from certifications.views.versions_work import editable_version, version_trail
from familynet.accounts.models import User
from familynet.kernel.pages import attempt, form_page


@dataclass(frozen=True)
class PartKind:
    """A kind of part as the editor knows it."""

    model: Any
    form: Any
    new: str | Promise
    change: str | Promise
    remove: str | Promise
    template: str = "certifications/schemes/form.html"


CONDITIONED = "certifications/schemes/condition_form.html"
PARTS = {
    "aree": PartKind(
        RequirementSection,
        SectionForm,
        gettext_lazy("Nuova area"),
        gettext_lazy("Cambia l'area"),
        gettext_lazy("Togli l'area con i suoi requisiti"),
    ),
    "requisiti": PartKind(
        Requirement,
        RequirementForm,
        gettext_lazy("Nuovo requisito"),
        gettext_lazy("Cambia il requisito"),
        gettext_lazy("Togli il requisito"),
        CONDITIONED,
    ),
    "classi": PartKind(
        PassBand,
        BandForm,
        gettext_lazy("Nuova classe"),
        gettext_lazy("Cambia la classe"),
        gettext_lazy("Togli la classe"),
        CONDITIONED,
    ),
    "servizi": PartKind(
        SchemeService,
        ServiceForm,
        gettext_lazy("Nuovo servizio"),
        gettext_lazy("Cambia il servizio"),
        gettext_lazy("Togli il servizio"),
    ),
}


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
    if kind == "requisiti" and not version.sections.all():
        messages.warning(request, _("Prima aggiungi un'area: ogni requisito sta in un'area."))
        return redirect("certifications:part_new", version_id=version_id, kind="aree")
    initial = {"section": request.GET.get("area")} if kind == "requisiti" else {}
    form = found.form(request.POST or None, instance=found.model(version=version), initial=initial)
    return _edited(request, version, form, str(found.new), found)


@form_page
def part_edit(request: HttpRequest, version_id: int, kind: str, part_id: int) -> HttpResponse:
    found, version = _kind(kind), editable_version(request, version_id)
    form = found.form(request.POST or None, instance=_part(version, found, part_id))
    return _edited(request, version, form, str(found.change), found)


def _edited(request: HttpRequest, version: SchemeVersion, form: Any, title: str, kind: PartKind) -> HttpResponse:
    if (
        request.method == "POST"
        and form.is_valid()
        and (part := attempt(form, actions.save_part, part=form.instance, by=request.user))
    ):
        messages.success(request, _("Salvato."))
        return redirect(_back(version, part))
    return form_view(request, form, title, version_trail(version), template=kind.template)


def _back(version: SchemeVersion, part: Any) -> str:
    """The page of the draft, at the part."""
    return reverse("certifications:version_work", args=[version.pk]) + f"#{anchor(part)}"


def anchor(part: Any) -> str:
    return f"{part._meta.model_name}-{part.pk}"


@require_POST
def part_move(request: HttpRequest, version_id: int, kind: str, part_id: int) -> HttpResponse:
    version = editable_version(request, version_id)
    part = _part(version, _kind(kind), part_id)
    actions.move_part(part=part, up=request.POST.get("su") == "1", by=_user(request))
    return redirect(_back(version, part))


@form_page
def part_delete(request: HttpRequest, version_id: int, kind: str, part_id: int) -> HttpResponse:
    found, version = _kind(kind), editable_version(request, version_id)
    part = _part(version, found, part_id)
    if request.method == "POST":
        actions.delete_part(part=part, by=_user(request))
        messages.success(request, _("Tolto dalla bozza."))
        return redirect("certifications:version_work", version_id=version_id)
    context = {
        "title": str(found.remove),
        "text": str(part),
        "submit_label": _("Togli"),
        "cancel_url": reverse("certifications:version_work", args=[version_id]),
        "dangerous": True,
    }
    return render(request, "components/confirm.html", context)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
