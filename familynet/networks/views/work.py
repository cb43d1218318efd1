"""A coordinator's work: the memberships of the own territory, step by step."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from familynet.accounts.requests import UserRequest
from familynet.accounts.roles import Capability
from familynet.kernel.history import HistoryEntry
from familynet.kernel.pages import form_page
from familynet.kernel.steps import StepPage, show_errors
from familynet.kernel.workflow import TransitionConflict
from familynet.networks import actions
from familynet.networks.filters import WorkFilter
from familynet.networks.forms import InterestForm, NetworkForm
from familynet.networks.models import Membership, Network
from familynet.networks.permissions import can_coordinate_any, can_manage_membership, can_manage_network
from familynet.networks.views.steps import STEPS
from familynet.networks.workflow import MEMBERSHIP_WORKFLOW, steps_for
from familynet.organisations.models import Organisation

PER_PAGE = 50


@require_safe
def work_list(request: UserRequest) -> HttpResponse:
    """The memberships of the own territory; the networks one looks after."""
    memberships = Membership.objects.visible_to(request.user).select_related(
        "network", "organisation__municipality__province", "organisation__administration"
    )
    filterset = WorkFilter(request.GET, queryset=memberships)
    page = Paginator(filterset.qs, PER_PAGE).get_page(request.GET.get("page"))
    networks = [n for n in Network.objects.all() if can_manage_network(request.user, n)]
    context = {
        "filterset": filterset,
        "page_obj": page,
        "networks": networks,
        "may_add": can_coordinate_any(request.user),
    }
    return render(request, "networks/work_list.html", context)


@require_safe
def membership_detail(request: UserRequest, pk: int) -> HttpResponse:
    membership = load_membership(request, pk)
    context = {
        "membership": membership,
        "steps": steps_for(membership, request.user),
        "entries": HistoryEntry.objects.of(membership).select_related("actor", "act"),
        "base_url": reverse("networks:membership", args=[pk]),
    }
    return render(request, "networks/membership_detail.html", context)


@form_page
def membership_new(request: UserRequest) -> HttpResponse:
    if not can_coordinate_any(request.user):
        raise PermissionDenied("membership: new")
    own = request.user.administrations_with(Capability.NETWORK_MANAGE)
    organisations = Organisation.objects.active().filter(administration__in=own)
    form = InterestForm(request.POST or None, organisations=organisations)
    if request.method == "POST" and form.is_valid():
        try:
            membership = actions.express_interest(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            show_errors(error, form)
        else:
            messages.success(request, _("Richiesta registrata."))
            return redirect("networks:membership", pk=membership.pk)
    return render(request, "networks/membership_form.html", {"form": form})


@form_page
def membership_step(request: UserRequest, pk: int, name: str) -> HttpResponse:
    """One step of the workflow: what it asks, then the action."""
    membership = load_membership(request, pk)
    if name not in STEPS:
        raise Http404
    if not can_manage_membership(request.user, membership):
        raise PermissionDenied(f"membership: {name}")
    if name not in [step.name for step in steps_for(membership, request.user)]:
        raise TransitionConflict(membership)
    page = StepPage(STEPS[name], request.POST if request.method == "POST" else None)
    if page.take(membership, request.user):
        messages.success(request, str(MEMBERSHIP_WORKFLOW.get(name).done) + ".")
        return redirect("networks:membership", pk=pk)
    return render(request, "components/step.html", step_context(membership, name, page))


@form_page
def network_edit(request: UserRequest, slug: str) -> HttpResponse:
    network = get_object_or_404(Network, slug=slug)
    if not can_manage_network(request.user, network):
        raise PermissionDenied("network: edit")
    form = NetworkForm(request.POST or None, instance=network)
    if request.method == "POST" and form.is_valid():
        actions.update_network(Network.objects.get(pk=network.pk), by=request.user, **form.cleaned_data)
        messages.success(request, _("Scheda della rete salvata."))
        return redirect("networks:detail", slug=slug)
    return render(request, "networks/network_form.html", {"form": form, "network": network})


def load_membership(request: UserRequest, pk: int) -> Membership:
    """The membership, or 404 for whoever may not know of it."""
    rows = Membership.objects.visible_to(request.user).select_related(
        "network",
        "organisation__municipality__province",
        "organisation__administration",
        "resolution_act",
        "admission_act",
        "certification_act",
    )
    return get_object_or_404(rows, pk=pk)


def step_context(membership: Membership, name: str, page: StepPage) -> dict[str, Any]:
    transition = MEMBERSHIP_WORKFLOW.get(name)
    url = reverse("networks:membership", args=[membership.pk])
    return {
        "title": f"{transition.label} – {membership.organisation}",
        "text": page.step.text,
        "page": page,
        "submit_label": transition.label,
        "dangerous": transition.dangerous,
        "cancel_url": url,
        "trail": [(_("Reti"), reverse("networks:work")), (str(membership.organisation), url)],
    }
