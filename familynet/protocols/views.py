"""The public page of a protocol, and the desk pages of its parties."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.forms import Form, ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from familynet.accounts.models import User
from familynet.kernel.history import HistoryEntry
from familynet.kernel.pages import attempt, form_page, require
from familynet.protocols import actions, permissions
from familynet.protocols.forms import (
    AreasForm,
    ConventionForm,
    EndForm,
    NoteForm,
    ProtocolActForm,
    ProtocolActionForm,
    ProtocolForm,
    RenewForm,
    SignForm,
    act_from,
)
from familynet.protocols.models import Evidence, Protocol, ProtocolAct, ProtocolAction
from familynet.protocols.workflow import PROTOCOL

# What each passage asks for beside the button: the form, and the fields that go to the action as they are.
PASSAGES: dict[str, tuple[Any, Any, tuple[str, ...]]] = {
    "sign": (SignForm, actions.sign_protocol, ()),
    "start": (Form, actions.start_protocol, ()),
    "renew": (RenewForm, actions.renew_protocol, ("ends_on",)),
    "end": (EndForm, actions.end_protocol, ("ended_on",)),
}


def whole(queryset: Any) -> Any:
    """A protocol with all that a page shows of it."""
    evidence = Prefetch("evidence", queryset=Evidence.objects.select_related("act"))
    done = ProtocolAction.objects.select_related("area").prefetch_related(evidence)
    acts = ProtocolAct.objects.select_related("act", "administration")
    return queryset.prefetch_related(
        "parties",
        "areas",
        "conventions__act",
        Prefetch("act_links", queryset=acts),
        Prefetch("actions", queryset=done),
    )


# --- Public ----------------------------------------------------------------------------------


@login_not_required
@require_safe
def detail(request: HttpRequest) -> HttpResponse:
    """The newest protocol; the others are linked below."""
    newest = whole(Protocol.objects.public()).first()
    return public_page(request, newest)


@login_not_required
@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    return public_page(request, get_object_or_404(whole(Protocol.objects.public()), slug=slug))


def public_page(request: HttpRequest, protocol: Protocol | None) -> HttpResponse:
    context: dict[str, Any] = {"protocol": protocol}
    if protocol is not None:
        context["others"] = Protocol.objects.public().exclude(pk=protocol.pk)
        context["entries"] = HistoryEntry.objects.of(protocol).public().select_related("act")[:50]
    return render(request, "protocols/protocol_public.html", context)


# --- Desk ------------------------------------------------------------------------------------


def managed_or_404(request: HttpRequest, slug: str) -> Protocol:
    """A protocol that the person keeps: hidden 404, visible but another's 403."""
    visible = Protocol.objects.visible_to(request.user).prefetch_related("parties", "areas")
    protocol = get_object_or_404(visible, slug=slug)
    require(permissions.can_manage(request.user, protocol))
    return protocol


@require_safe
def work(request: HttpRequest) -> HttpResponse:
    require(permissions.can_create(request.user))
    protocols = Protocol.objects.visible_to(request.user).prefetch_related("parties")
    return render(request, "protocols/protocol_list.html", {"protocols": protocols[:100]})


@require_safe
def work_detail(request: HttpRequest, slug: str) -> HttpResponse:
    protocol = get_object_or_404(whole(Protocol.objects.visible_to(request.user)), slug=slug)
    require(permissions.can_manage(request.user, protocol))
    context = {
        "protocol": protocol,
        "entries": HistoryEntry.objects.of(protocol).select_related("actor", "act")[:50],
        "transitions": PROTOCOL.available(protocol, request.user),
        "base_url": reverse("protocols:work_detail", args=[slug]) + "passaggi/",
        "may_edit": permissions.can_edit(request.user, protocol),
    }
    return render(request, "protocols/protocol_work.html", context)


def form_response(
    request: HttpRequest, form: Form | ModelForm, title: str, protocol: Protocol | None = None
) -> HttpResponse:
    context = {"form": form, "title": title, "protocol": protocol}
    return render(request, "protocols/protocol_form.html", context)


@form_page
def create(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    require(permissions.can_create(user))
    form = ProtocolForm(request.POST or None, initial={"parties": [user.administration_id]})
    if form.is_valid():
        slug = free_slug(form.cleaned_data["title"])
        made = attempt(form, actions.create_protocol, by=user, slug=slug, **form.cleaned_data)
        if made:
            messages.success(request, _("Bozza salvata. Ora indica i temi di lavoro."))
            return redirect("protocols:areas", slug=made.slug)
    return form_response(request, form, _("Prepara un protocollo"))


def free_slug(title: str) -> str:
    base = slugify(title)[:50] or "protocollo"
    taken = set(Protocol.objects.filter(slug__startswith=base).values_list("slug", flat=True)) | {"nuovo"}
    return next(slug for slug in [base, *(f"{base}-{n}" for n in range(2, 1000))] if slug not in taken)


@form_page
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """A draft as a whole; of a signed protocol the note."""
    protocol = managed_or_404(request, slug)
    form_class: Any = ProtocolForm if permissions.can_edit(request.user, protocol) else NoteForm
    # The form works on a copy: the action compares with what is stored.
    form = form_class(request.POST or None, instance=Protocol.objects.get(pk=protocol.pk))
    if form.is_valid() and attempt(
        form, actions.update_protocol, by=request.user, protocol=protocol, **form.cleaned_data
    ):
        messages.success(request, _("Dati salvati."))
        return redirect("protocols:work_detail", slug=slug)
    return form_response(request, form, _("Modifica il protocollo"), protocol)


@form_page
def areas(request: HttpRequest, slug: str) -> HttpResponse:
    protocol = managed_or_404(request, slug)
    require(permissions.can_edit(request.user, protocol))
    form = AreasForm(request.POST or None, protocol=protocol)
    if form.is_valid() and attempt(
        form, actions.set_areas, by=request.user, protocol=protocol, areas=form.areas()
    ):
        messages.success(request, _("Temi di lavoro salvati."))
        return redirect("protocols:work_detail", slug=slug)
    return form_response(request, form, _("Temi di lavoro"), protocol)


@form_page
def add_act(request: HttpRequest, slug: str) -> HttpResponse:
    protocol = managed_or_404(request, slug)
    form = ProtocolActForm(request.POST or None, protocol=protocol)
    if form.is_valid():
        data = form.cleaned_data
        facts = {"act": act_from(data), "role": data["role"], "administration": data["administration"]}
        if attempt(form, actions.add_act, by=request.user, protocol=protocol, **facts):
            messages.success(request, _("Atto aggiunto."))
            return redirect("protocols:work_detail", slug=slug)
    return form_response(request, form, _("Aggiungi un atto"), protocol)


@form_page
def add_convention(request: HttpRequest, slug: str) -> HttpResponse:
    protocol = managed_or_404(request, slug)
    form = ConventionForm(request.POST or None)
    if form.is_valid() and attempt(
        form, actions.add_convention, by=request.user, protocol=protocol, **form.cleaned_data
    ):
        messages.success(request, _("Convenzione aggiunta."))
        return redirect("protocols:work_detail", slug=slug)
    return form_response(request, form, _("Aggiungi una convenzione"), protocol)


@form_page
def add_action(request: HttpRequest, slug: str) -> HttpResponse:
    """Something done, and at once what shows it."""
    protocol = managed_or_404(request, slug)
    form = ProtocolActionForm(request.POST or None, protocol=protocol)
    if form.is_valid():
        data = dict(form.cleaned_data)
        link = data.pop("link")
        done = attempt(form, actions.record_action, by=request.user, protocol=protocol, **data)
        if done:
            if link:
                actions.record_evidence(by=cast(User, request.user), action=done, title=done.title, link=link)
            messages.success(request, _("Azione registrata."))
            return redirect("protocols:work_detail", slug=slug)
    return form_response(request, form, _("Registra un'azione"), protocol)


@form_page
def move(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """A passage of the workflow, with the act that it asks for."""
    protocol = managed_or_404(request, slug)
    if name not in PASSAGES:
        raise Http404
    form_class, action, plain = PASSAGES[name]
    form = form_class(request.POST if request.method == "POST" else None)
    if form.is_valid():
        arguments = {field: form.cleaned_data[field] for field in plain}
        if form_class is not Form:
            arguments["act"] = act_from(form.cleaned_data)
        if name == "sign":
            arguments["signed_on"] = form.cleaned_data["date"]
        if attempt(form, action, by=request.user, protocol=protocol, **arguments):
            messages.success(request, str(PROTOCOL.get(name).done))
            return redirect("protocols:work_detail", slug=slug)
    return form_response(request, form, str(PROTOCOL.get(name).label), protocol)
