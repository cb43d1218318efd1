"""A disciplinare at work: what it says, what is wrong with it, its steps. Its parts: version_parts.py."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certifications import actions
from certifications.actions.versions import no_draft
from certifications.disciplinare import outline
from certifications.forms import CopyForm, PublishForm, SendBackForm, VersionForm
from certifications.models import SchemeVersion
from certifications.permissions import can_draft, can_dry_run, can_manage_scheme, can_plan_realignment
from certifications.scheme_checks import check_version
from certifications.schemefiles.phases import load_phases, with_phases
from certifications.schemefiles.writing import canonical_version, with_parts
from certifications.version_differences import compare_versions
from certifications.views.schemes_work import drafts_of, form_view, managed_scheme, trail_of
from certifications.workflow import VERSION_WORKFLOW
from familynet.accounts.models import User
from familynet.kernel.history import HistoryEntry
from familynet.kernel.pages import attempt, form_page, require
from familynet.kernel.steps import Step, StepPage
from familynet.kernel.workflow import TransitionConflict

STEPS = {
    "send_to_review": Step(
        run=lambda version, by, data, act: actions.send_to_review(version=version, by=by),
    ),
    "send_back": Step(
        run=lambda version, by, data, act: actions.send_back(version=version, by=by, comment=data["comment"]),
        form=SendBackForm,
    ),
    "publish": Step(
        run=lambda version, by, data, act: actions.publish_version(
            version=version, by=by, act=act, valid_from=data["valid_from"]
        ),
        form=PublishForm,
        with_act=True,
    ),
}


def load_version(request: HttpRequest, version_id: int) -> SchemeVersion:
    """A version of the official's own schemes with all its parts; 404 for any other."""
    versions = with_phases(with_parts(SchemeVersion.objects.filter(scheme__administration__in=drafts_of(request))))
    found: SchemeVersion = get_object_or_404(
        versions.select_related("scheme__administration", "category", "act", "drafted_by", "reviewed_by"),
        pk=version_id,
    )
    return found


def editable_version(request: HttpRequest, version_id: int) -> SchemeVersion:
    """A draft that the official may write; 403 for who only reads, 409 for what is no draft any more."""
    version = load_version(request, version_id)
    require(can_manage_scheme(request.user, version.scheme))
    if not can_draft(request.user, version):
        raise no_draft(version)
    return version


def version_tabs(version: SchemeVersion, active: str) -> list[dict[str, Any]]:
    """The pages of a disciplinare at work; those of its multi-year part stand beside the first."""
    pages = (
        ("version_work", _("Disciplinare")),
        ("version_way", _("Percorso")),
        ("version_plan", _("Piano")),
        ("version_indicators", _("Indicatori")),
    )
    return [
        {"url": reverse(f"certifications:{name}", args=[version.pk]), "label": label, "active": name == active}
        for name, label in pages
    ]


def version_trail(version: SchemeVersion) -> list[tuple[str, str]]:
    here = (version.label, reverse("certifications:version_work", args=[version.pk]))
    return [*trail_of(version.scheme), here]


@form_page
def version_new(request: HttpRequest, slug: str) -> HttpResponse:
    scheme = managed_scheme(request, slug)
    wanted = request.GET.get("categoria", "")
    chosen = next((each for each in scheme.categories.all() if each.slug == wanted), None)
    form = VersionForm(request.POST or None, instance=SchemeVersion(scheme=scheme), initial={"category": chosen})
    if (
        request.method == "POST"
        and form.is_valid()
        and (made := attempt(form, actions.create_version, version=form.instance, by=request.user))
    ):
        return redirect("certifications:version_work", version_id=made.pk)
    return form_view(request, form, _("Nuovo disciplinare"), trail_of(scheme))


@require_safe
def version_work(request: HttpRequest, version_id: int) -> HttpResponse:
    version = load_version(request, version_id)
    user = request.user
    context = {
        "version": version,
        "tabs": version_tabs(version, "version_work"),
        "outline": outline(version),
        "findings": [] if version.is_frozen else check_version(canonical_version(version)),
        "transitions": VERSION_WORKFLOW.available(version, user),
        "steps_url": reverse("certifications:version_work", args=[version.pk]) + "passi/",
        "entries": HistoryEntry.objects.of(version).select_related("actor", "act"),
        "dry_runs": version.dry_runs.select_related("requested_by")[:5],
        "realignments": version.realignments.count(),
        "others": _others(version),
        "may_draft": can_draft(user, version),
        "may_manage": can_manage_scheme(user, version.scheme),
        "may_dry_run": can_dry_run(user, version),
        "may_plan": can_plan_realignment(user, version),
    }
    return render(request, "certifications/schemes/version.html", context)


def _others(version: SchemeVersion) -> Any:
    """The other versions of the category, to compare with."""
    same = SchemeVersion.objects.filter(scheme=version.scheme_id, category=version.category_id)
    return same.exclude(pk=version.pk).order_by("-valid_from", "-pk")


@form_page
def version_edit(request: HttpRequest, version_id: int) -> HttpResponse:
    version = editable_version(request, version_id)
    form = VersionForm(request.POST or None, instance=version)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, actions.save_version, version=form.instance, by=request.user)
    ):
        messages.success(request, _("I dati del disciplinare sono stati salvati."))
        return redirect("certifications:version_work", version_id=version_id)
    return form_view(request, form, _("Cambia i dati del disciplinare"), version_trail(version))


@form_page
def version_copy(request: HttpRequest, version_id: int) -> HttpResponse:
    """A new draft with all that this one says."""
    version = load_version(request, version_id)
    require(can_manage_scheme(request.user, version.scheme))
    form = CopyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        label = form.cleaned_data["label"]
        if made := attempt(form, actions.copy_version, source=version, label=label, by=request.user):
            messages.success(request, _("La nuova bozza ha tutto ciò che dice il disciplinare di partenza."))
            return redirect("certifications:version_work", version_id=made.pk)
    text = _("Nasce una bozza che dice le stesse cose, anche percorso, piano e indicatori: poi la cambi.")
    return form_view(
        request, form, _("Nuova versione"), version_trail(version), text=text, submit=_("Crea la bozza")
    )


@form_page
def version_delete(request: HttpRequest, version_id: int) -> HttpResponse:
    version = editable_version(request, version_id)
    if request.method == "POST":
        scheme = version.scheme
        actions.delete_version(version=version, by=_user(request))
        messages.success(request, _("La bozza è stata tolta."))
        return redirect("certifications:scheme_work", slug=scheme.slug)
    context = {
        "title": _("Togli la bozza"),
        "text": _("La bozza «%(label)s» sparisce con tutto ciò che contiene.") % {"label": version.label},
        "submit_label": _("Togli la bozza"),
        "cancel_url": reverse("certifications:version_work", args=[version_id]),
        "dangerous": True,
    }
    return render(request, "components/confirm.html", context)


@form_page
def version_step(request: HttpRequest, version_id: int, name: str) -> HttpResponse:
    """One row of the workflow on its own page."""
    if name not in STEPS:
        raise Http404
    version, transition = load_version(request, version_id), VERSION_WORKFLOW.get(name)
    require(transition.allowed(request.user, version))
    if version.state not in transition.sources:
        raise TransitionConflict(version)
    initial = {"valid_from": version.valid_from}
    page = StepPage(STEPS[name], request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and page.take(version, request.user):
        messages.success(request, str(transition.done))
        return redirect("certifications:version_work", version_id=version_id)
    context = {
        "title": str(transition.label),
        "text": _step_text(name, version),
        "page": page,
        "submit_label": str(transition.label),
        "cancel_url": reverse("certifications:version_work", args=[version_id]),
        "trail": version_trail(version),
    }
    return render(request, "components/step.html", context)


def _step_text(name: str, version: SchemeVersion) -> str:
    texts = {
        "send_to_review": _("Chi pubblica lo rilegge. Fino ad allora non si può cambiare."),
        "send_back": _("Torna in bozza e si può cambiare di nuovo."),
        "publish": _("Da qui in poi non si cambia più: per cambiarlo serve una nuova versione."),
    }
    return texts[name]


@require_safe
def version_compare(request: HttpRequest, version_id: int, other_id: int) -> HttpResponse:
    """Two versions of one category side by side, drafts included."""
    pair = [load_version(request, pk) for pk in (other_id, version_id)]
    context = comparison_context(*pair)
    return render(request, "certifications/schemes/compare_work.html", context)


def comparison_context(before: SchemeVersion, after: SchemeVersion) -> dict[str, Any]:
    """404 when the two are not of one category."""
    if (before.scheme_id, before.category_id) != (after.scheme_id, after.category_id):
        raise Http404
    pair = [load_phases(before), load_phases(after)]
    comparison = compare_versions(*(canonical_version(each) for each in pair))
    # A known act whose requirements nobody has transcribed: then nobody can say what changed.
    untold = next((each for each in pair if not each.requirements.all()), None)
    return {
        "untold": untold,
        "before": before,
        "after": after,
        "version": after,
        "scheme": after.scheme,
        "comparison": comparison,
        "phases": comparison.phases if not untold or all(each.cycles.all() for each in pair) else [],
    }


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
