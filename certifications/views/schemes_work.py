"""Schemes at work: the list of the own ones, one scheme with its categories, windows, logo and disciplinari."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certifications import actions
from certifications.forms import CategoryForm, LogoForm, SchemeForm, WindowForm
from certifications.models import Category, IntakeWindow, Scheme, SchemeVersion
from certifications.permissions import can_create_scheme, can_manage_scheme, can_see_schemes
from familynet.accounts.models import Administration, User
from familynet.accounts.roles import Capability
from familynet.kernel.history import HistoryEntry
from familynet.kernel.pages import attempt, form_page, require


def signed_in(request: HttpRequest) -> User:
    """The official who may read drafts of some scheme; 403 else."""
    require(can_see_schemes(request.user))
    assert isinstance(request.user, User)
    return request.user


def drafts_of(request: HttpRequest) -> frozenset[int]:
    """The administrations whose drafts the person may read; empty for most people."""
    assert isinstance(request.user, User)
    return request.user.administrations_with(Capability.SCHEME_VIEW)


def load_scheme(request: HttpRequest, slug: str) -> Scheme:
    """A scheme of which the official reads the drafts; 404 for any other."""
    mine = drafts_of(request)
    schemes = Scheme.objects.filter(administration__in=mine).select_related("administration", "logo")
    return get_object_or_404(schemes, slug=slug)


def managed_scheme(request: HttpRequest, slug: str) -> Scheme:
    """The same, for who keeps it; 403 for who only reads."""
    scheme = load_scheme(request, slug)
    require(can_manage_scheme(request.user, scheme))
    return scheme


def own_administration(user: User) -> Administration | None:
    """The administration for which a new scheme is made: the own one when allowed, else the first allowed."""
    allowed = user.administrations_with(Capability.SCHEME_MANAGE)
    if user.administration_id in allowed:
        return user.administration
    return Administration.objects.filter(pk__in=allowed).first()


@require_safe
def schemes_work(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    drafts = Count("versions", filter=Q(versions__state=SchemeVersion.State.DRAFT), distinct=True)
    in_review = Count("versions", filter=Q(versions__state=SchemeVersion.State.IN_REVIEW), distinct=True)
    schemes = Scheme.objects.filter(
        administration__in=user.administrations_with(Capability.SCHEME_VIEW)
    ).select_related("administration")
    context = {
        "schemes": schemes.annotate(drafts=drafts, in_review=in_review),
        "may_create": own_administration(user) is not None,
    }
    return render(request, "certifications/schemes/list.html", context)


@form_page
def scheme_new(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    administration = own_administration(user)
    require(administration is not None and can_create_scheme(user, administration))
    form = SchemeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, actions.create_scheme, scheme=form.instance, administration=administration, by=user)
        if made:
            messages.success(request, _("Il marchio è stato creato."))
            return redirect("certifications:scheme_work", slug=made.slug)
    trail = [(_("Marchi"), reverse("certifications:schemes_work"))]
    return form_view(request, form, _("Nuovo marchio"), trail)


@require_safe
def scheme_work(request: HttpRequest, slug: str) -> HttpResponse:
    scheme = load_scheme(request, slug)
    versions = (
        SchemeVersion.objects.select_related("act")
        .annotate(asked=Count("requirements"))
        .order_by("-valid_from", "-pk")
    )
    context = {
        "scheme": scheme,
        "categories": Category.objects.filter(scheme=scheme).prefetch_related(Prefetch("versions", versions)),
        "general_versions": versions.filter(scheme=scheme, category=None),
        "windows": scheme.windows.select_related("category", "act"),
        "entries": HistoryEntry.objects.of(scheme).select_related("actor", "act"),
        "may_manage": can_manage_scheme(request.user, scheme),
    }
    return render(request, "certifications/schemes/detail.html", context)


@form_page
def scheme_edit(request: HttpRequest, slug: str) -> HttpResponse:
    scheme = managed_scheme(request, slug)
    form = SchemeForm(request.POST or None, instance=scheme)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, actions.save_scheme, scheme=form.instance, by=request.user)
    ):
        messages.success(request, _("I dati del marchio sono stati salvati."))
        return redirect("certifications:scheme_work", slug=slug)
    return form_view(request, form, _("Cambia i dati del marchio"), trail_of(scheme))


@form_page
def scheme_logo_edit(request: HttpRequest, slug: str) -> HttpResponse:
    scheme = managed_scheme(request, slug)
    form = LogoForm(request.POST or None, request.FILES or None, initial={"text": scheme.logo_text})
    if request.method == "POST" and form.is_valid():
        file, text = form.cleaned_data["file"], form.cleaned_data["text"]
        logo = {"file": file, "media_type": file.media_type, "text": text}
        if attempt(form, actions.set_logo, scheme=scheme, by=request.user, **logo):
            messages.success(request, _("Il logo è stato salvato."))
            return redirect("certifications:scheme_work", slug=slug)
    return form_view(request, form, _("Carica il logo"), trail_of(scheme))


@form_page
def category_edit(request: HttpRequest, slug: str, category_id: int | None = None) -> HttpResponse:
    """A new category without `category_id`."""
    scheme = managed_scheme(request, slug)
    category = Category(scheme=scheme, order=scheme.categories.count() + 1)
    if category_id is not None:
        category = get_object_or_404(Category, scheme=scheme, pk=category_id)
    form = CategoryForm(request.POST or None, instance=category)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, actions.save_category, category=form.instance, by=request.user)
    ):
        messages.success(request, _("La categoria è stata salvata."))
        return redirect("certifications:scheme_work", slug=slug)
    title = _("Cambia la categoria") if category_id else _("Nuova categoria")
    return form_view(request, form, title, trail_of(scheme))


@form_page
def window_edit(request: HttpRequest, slug: str, window_id: int | None = None) -> HttpResponse:
    """A new intake window without `window_id`."""
    scheme = managed_scheme(request, slug)
    window = IntakeWindow(scheme=scheme)
    if window_id is not None:
        window = get_object_or_404(IntakeWindow.objects.select_related("act"), scheme=scheme, pk=window_id)
    form = WindowForm(request.POST or None, instance=window)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, actions.save_window, window=form.instance, act=form.act, by=request.user)
    ):
        messages.success(request, _("Il periodo per le domande è stato salvato."))
        return redirect("certifications:scheme_work", slug=slug)
    title = _("Cambia il periodo per le domande") if window_id else _("Nuovo periodo per le domande")
    return form_view(request, form, title, trail_of(scheme))


def trail_of(scheme: Scheme) -> list[tuple[str, str]]:
    """The way to the page of a scheme."""
    return [
        (_("Marchi"), reverse("certifications:schemes_work")),
        (scheme.name, reverse("certifications:scheme_work", args=[scheme.slug])),
    ]


def form_view(
    request: HttpRequest,
    form: Any,
    title: str,
    trail: list[tuple[str, str]],
    *,
    text: str = "",
    submit: str = "",
    template: str = "certifications/schemes/form.html",
    seen: str = "",
) -> HttpResponse:
    """A page with one form; cancelling leads to the last step of the trail. `seen` comes back with the form."""
    context = {
        "form": form,
        "title": title,
        "trail": trail,
        "text": text,
        "submit_label": submit or _("Salva"),
        "cancel_url": trail[-1][1],
        "seen": seen,
    }
    return render(request, template, context)
