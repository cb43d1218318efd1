"""List, record, changes, closing and merging of organisations."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_filters.views import FilterView

from familynet.kernel.combobox import suggestions
from familynet.kernel.history import HistoryEntry
from familynet.kernel.pages import attempt, form_page, require
from familynet.organisations import actions, permissions
from familynet.organisations.filters import OrganisationFilter
from familynet.organisations.forms import (
    ContactsForm,
    MergeForm,
    OptionalReasonForm,
    OrganisationField,
    OrganisationForm,
    ReasonForm,
)
from familynet.organisations.models import Organisation
from familynet.organisations.workflow import ORGANISATION

COMPARED = ("name", "kind", "municipality", "address", "fiscal_code", "vat_number", "ipa_code", "pec", "email")


def organisation_or_404(request: HttpRequest, slug: str) -> Organisation:
    visible = Organisation.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("municipality__province", "administration"), slug=slug)


class OrganisationList(FilterView):
    filterset_class = OrganisationFilter
    template_name = "organisations/organisation_list.html"
    paginate_by = 30

    def get_queryset(self) -> Any:
        visible = Organisation.objects.visible_to(self.request.user)
        return visible.select_related("municipality__province", "administration")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["facets"] = context["filter"].facets()
        context["may_register"] = permissions.can_register_somewhere(self.request.user)
        return context


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """At most ten organisations that the person may choose, by `q`; with `unisci`, those it may be merged into."""
    found = Organisation.objects.selectable_by(request.user)
    if duplicate := request.GET.get("unisci"):
        found = found.visible_to(request.user).exclude(slug=duplicate)
    field = OrganisationField(queryset=found)
    return JsonResponse({"results": suggestions(field, request.GET.get("q", ""))})


@form_page
def create(request: HttpRequest) -> HttpResponse:
    require(permissions.can_register_somewhere(request.user))
    form = OrganisationForm(request.POST or None)
    if form.is_valid():
        made = attempt(form, actions.register_organisation, by=request.user, **form.cleaned_data)
        if made:
            messages.success(request, _("Organizzazione registrata."))
            return redirect("organisations:detail", slug=made.slug)
    return render(request, "organisations/organisation_form.html", {"form": form})


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The record with its people, its invitations and its history."""
    organisation = organisation_or_404(request, slug)
    may_manage_people = permissions.can_manage_people(request.user, organisation)
    context = {
        "organisation": organisation,
        "members": organisation.members.current().select_related("user"),
        "invitations": organisation.invitations.open().select_related("invited_by") if may_manage_people else [],
        "entries": HistoryEntry.objects.of(organisation).select_related("actor", "act")[:50],
        "duplicates": organisation.merged.all(),
        "transitions": {t.name for t in ORGANISATION.available(organisation, request.user)},
        "may_edit": permissions.can_edit(request.user, organisation),
        "may_invite": permissions.can_invite(request.user, organisation),
        "may_manage_people": may_manage_people,
    }
    return render(request, "organisations/organisation_detail.html", context)


@form_page
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Officials change everything, people of the organisation its contacts."""
    organisation = organisation_or_404(request, slug)
    require(permissions.can_edit(request.user, organisation))
    form_class = OrganisationForm if permissions.can_manage(request.user, organisation) else ContactsForm
    # The form works on a copy: the action compares with what is stored.
    form = form_class(request.POST or None, instance=Organisation.objects.get(pk=organisation.pk))
    if form.is_valid() and attempt(
        form, actions.update_organisation, by=request.user, organisation=organisation, **form.cleaned_data
    ):
        messages.success(request, _("Dati salvati."))
        return redirect("organisations:detail", slug=organisation.slug)
    context = {"form": form, "organisation": organisation, "contacts_only": form_class is ContactsForm}
    return render(request, "organisations/organisation_form.html", context)


@form_page
def close(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = organisation_or_404(request, slug)
    require(permissions.can_manage(request.user, organisation))
    text = _("%(name)s non potrà più presentare domande né ricevere inviti. La scheda e la sua storia restano.")
    return move(
        request,
        organisation,
        actions.close_organisation,
        title=_("Chiudi la scheda"),
        text=text % {"name": organisation.name},
        done=_("Scheda chiusa."),
        dangerous=True,
    )


@form_page
def reopen(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = organisation_or_404(request, slug)
    require(permissions.can_manage(request.user, organisation))
    return move(
        request,
        organisation,
        actions.reopen_organisation,
        title=_("Riapri la scheda"),
        text=_("%(name)s torna attiva.") % {"name": organisation.name},
        done=_("Scheda riaperta."),
        dangerous=False,
    )


def move(
    request: HttpRequest,
    organisation: Organisation,
    action: Any,
    *,
    title: str,
    text: str,
    done: str,
    dangerous: bool,
) -> HttpResponse:
    """The page that asks for a reason before a change of state."""
    form = ReasonForm(request.POST or None)
    if form.is_valid() and attempt(
        form, action, by=request.user, organisation=organisation, comment=form.cleaned_data["comment"]
    ):
        messages.success(request, done)
        return redirect("organisations:detail", slug=organisation.slug)
    context = {
        "title": title,
        "text": text,
        "form": form,
        "submit_label": title,
        "cancel_url": reverse("organisations:detail", args=[organisation.slug]),
        "dangerous": dangerous,
    }
    return render(request, "components/confirm.html", context)


@form_page
def merge(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose the record that stays, compare the two, confirm."""
    organisation = organisation_or_404(request, slug)
    require(permissions.can_merge(request.user, organisation))
    others = Organisation.objects.active().visible_to(request.user).exclude(pk=organisation.pk)
    # The choice travels in the address, so that the comparison can be looked at before anything is sent.
    chooser = MergeForm(request.GET if "target" in request.GET else None, queryset=others, duplicate=organisation)
    target = chooser.cleaned_data["target"] if chooser.is_valid() else None
    form = OptionalReasonForm(request.POST if request.method == "POST" else None)
    if target is not None and form.is_valid():
        comment = form.cleaned_data["comment"]
        arguments = {"by": request.user, "source": organisation, "target": target, "comment": comment}
        if attempt(form, actions.merge_organisations, **arguments):
            messages.success(request, _("Le due schede sono ora una sola."))
            return redirect("organisations:detail", slug=target.slug)
    context = {"organisation": organisation, "chooser": chooser, "target": target, "form": form}
    context["rows"] = compared(organisation, target) if target else []
    return render(request, "organisations/organisation_merge.html", context)


def compared(source: Organisation, target: Organisation) -> list[dict[str, Any]]:
    """The facts of two records side by side, with whether they differ."""
    rows = []
    for name in COMPARED:
        values = [shown(source, name), shown(target, name)]
        label = Organisation._meta.get_field(name).verbose_name  # type: ignore[union-attr]
        rows.append({"label": label, "values": values, "differs": values[0] != values[1]})
    return rows


def shown(organisation: Organisation, name: str) -> str:
    """A fact as people read it."""
    if name == "kind":
        return str(organisation.get_kind_display())
    return str(getattr(organisation, name) or "")
