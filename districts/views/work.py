"""An officer's districts: the list, the record, the territory, the agreement and the members."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from districts import actions
from districts.filters import WorkFilter
from districts.forms import districts as forms
from districts.models import AreaAgreement, District, DistrictMember, Programme
from districts.permissions import can_manage_any, can_manage_district
from districts.views.steps import AGREEMENT_STEPS, MEMBER_STEPS, take_step
from districts.workflow import AGREEMENT_WORKFLOW, MEMBER_WORKFLOW
from familynet.accounts.requests import UserRequest
from familynet.kernel.history import HistoryEntry
from familynet.kernel.pages import form_page
from familynet.kernel.steps import Step, StepPage, show_errors
from familynet.territories.models import Municipality

PER_PAGE = 50


def load_district(request: UserRequest, slug: str, *, manage: bool = True) -> District:
    """The district, or 404; 403 for whoever may read it and not change it."""
    rows = District.objects.visible_to(request.user).select_related("administration", "lead_organisation")
    district = get_object_or_404(rows, slug=slug)
    if manage and not can_manage_district(request.user, district):
        raise PermissionDenied("district: manage")
    return district


def trail_to(district: District) -> list[tuple[str, str]]:
    """The way to the pages of a district, for the breadcrumb."""
    manage = reverse("districts:manage", args=[district.slug])
    return [(_("Distretti"), reverse("districts:work")), (district.name, manage)]


@require_safe
def work_list(request: UserRequest) -> HttpResponse:
    districts = District.objects.visible_to(request.user).with_counts().select_related("administration")
    filterset = WorkFilter(request.GET, queryset=districts)
    page = Paginator(filterset.qs.order_by("folded_name", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"filterset": filterset, "page_obj": page, "may_create": can_manage_any(request.user)}
    return render(request, "districts/work_list.html", context)


@form_page
def district_new(request: UserRequest) -> HttpResponse:
    if not can_manage_any(request.user):
        raise PermissionDenied("district: new")
    form = forms.NewDistrictForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            district = actions.create_district(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            show_errors(error, form)
        else:
            messages.success(request, _("Distretto inserito. Ora indica i comuni e prepara l'accordo."))
            return redirect("districts:manage", slug=district.slug)
    return render(request, "districts/district_form.html", {"form": form})


@form_page
def district_edit(request: UserRequest, slug: str) -> HttpResponse:
    district = load_district(request, slug)
    form = forms.DistrictForm(request.POST or None, instance=district)
    if request.method == "POST" and form.is_valid():
        try:
            stored = District.objects.get(pk=district.pk)
            actions.update_district(stored, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            show_errors(error, form)
        else:
            messages.success(request, _("Scheda del distretto salvata."))
            return redirect("districts:manage", slug=slug)
    return render(request, "districts/district_form.html", {"form": form, "district": district})


@require_safe
def manage(request: UserRequest, slug: str) -> HttpResponse:
    """All parts of a district, each with what can be done."""
    district = load_district(request, slug, manage=False)
    agreements = district.agreements.select_related("approval_act").prefetch_related("amendments__act")
    members = district.members.select_related("organisation__municipality__province", "act")
    context = {
        "district": district,
        "may_manage": can_manage_district(request.user, district),
        "municipalities": district.municipalities.select_related("province"),
        "municipality_form": forms.MunicipalityForm(),
        "agreements": with_steps(request, agreements, district, AGREEMENT_WORKFLOW, AGREEMENT_STEPS),
        "members": with_steps(request, members, district, MEMBER_WORKFLOW, MEMBER_STEPS),
        "programmes": Programme.objects.filter(district=district).with_progress().order_by("-year_from"),
        "may_propose": may_propose(district, agreements),
        "entries": HistoryEntry.objects.of(district).select_related("actor", "act"),
    }
    return render(request, "districts/manage.html", context)


def may_propose(district: District, agreements: Any) -> bool:
    """True when no agreement is in preparation or signed; one that runs is renewed instead."""
    busy = {*AreaAgreement.OPEN_STATES, AreaAgreement.State.ACTIVE}
    return district.state != District.State.REVOKED and not any(a.state in busy for a in agreements)


def with_steps(
    request: UserRequest, rows: Any, district: District, workflow: Any, steps: dict[str, Step]
) -> list[tuple[Any, list[Any]]]:
    """Each row with the steps that the reader may take now."""
    found = []
    for row in rows:
        row.district = district
        available = [t for t in workflow.available(row, request.user) if t.name in steps]
        found.append((row, available))
    return found


@require_POST
def municipality_add(request: UserRequest, slug: str) -> HttpResponse:
    """One more comune; an unclear name is asked again on its own page."""
    district = load_district(request, slug)
    form = forms.MunicipalityForm(request.POST)
    if form.is_valid():
        actions.add_municipality(district, municipality=form.cleaned_data["municipality"], by=request.user)
        messages.success(request, _("Comune aggiunto al territorio."))
        return redirect(reverse("districts:manage", args=[slug]) + "#territorio")
    return render(request, "districts/municipality_form.html", {"form": form, "district": district})


@require_POST
def municipality_remove(request: UserRequest, slug: str, code: str) -> HttpResponse:
    district = load_district(request, slug)
    comune = get_object_or_404(Municipality, districts=district, cadastral_code=code)
    actions.remove_municipality(district, municipality=comune, by=request.user)
    messages.success(request, _("Comune tolto dal territorio."))
    return redirect(reverse("districts:manage", args=[slug]) + "#territorio")


def single_step(request: UserRequest, district: District, step: Step, *, title: str, done: str) -> HttpResponse:
    """A page that adds something to a district: an agreement, an amendment, a member."""
    back = reverse("districts:manage", args=[district.slug])
    page = StepPage(step, request.POST if request.method == "POST" else None)
    if page.take(district, request.user):
        messages.success(request, done)
        return redirect(back)
    context = {
        "title": title,
        "text": step.text,
        "page": page,
        "submit_label": _("Registra"),
        "cancel_url": back,
        "trail": trail_to(district),
    }
    return render(request, "components/step.html", context)


@form_page
def agreement_new(request: UserRequest, slug: str) -> HttpResponse:
    step = Step(
        run=lambda district, by, data, act: actions.propose_agreement(district, by=by, **data),
        form=forms.ProposalForm,
    )
    district = load_district(request, slug)
    return single_step(request, district, step, title=_("Prepara un accordo"), done=_("Accordo proposto."))


@form_page
def agreement_amend(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    district = load_district(request, slug)
    agreement = get_object_or_404(AreaAgreement, pk=pk, district=district)
    step = Step(
        run=lambda district, by, data, act: actions.amend_agreement(agreement, by=by, act=act, **data),
        form=forms.AmendmentForm,
        with_act=True,
    )
    title = _("Registra una modifica dell'accordo")
    return single_step(request, district, step, title=title, done=_("Modifica dell'accordo registrata."))


@form_page
def member_new(request: UserRequest, slug: str) -> HttpResponse:
    step = Step(run=enter_member, form=forms.MemberForm, with_act=True, act_optional=True)
    district = load_district(request, slug)
    title = _("Aggiungi un'organizzazione al distretto")
    return single_step(request, district, step, title=title, done=_("Organizzazione registrata."))


def enter_member(district: District, by: Any, data: dict[str, Any], act: Any) -> DistrictMember:
    """A request, or an organisation that is in the district already, with its act when there is one."""
    values = {"by": by, "organisation": data["organisation"], "role": data["role"]}
    if data["entry"] == forms.MemberForm.Entry.MEMBER:
        return actions.record_member(district, joined_on=data["on"], act=act, **values)
    if act is not None:
        raise ValidationError({"entry": _("Una richiesta non ha ancora un atto: lo indichi quando la ammetti.")})
    return actions.request_membership(district, on=data["on"], **values)


@form_page
def agreement_step(request: UserRequest, slug: str, pk: int, name: str) -> HttpResponse:
    district = load_district(request, slug)
    agreement = get_object_or_404(AreaAgreement, pk=pk, district=district)
    agreement.district = district
    back = reverse("districts:manage", args=[slug])
    trail = trail_to(district)
    return take_step(request, agreement, AGREEMENT_WORKFLOW, AGREEMENT_STEPS, name, back=back, trail=trail)


@form_page
def member_step(request: UserRequest, slug: str, pk: int, name: str) -> HttpResponse:
    district = load_district(request, slug)
    member = get_object_or_404(DistrictMember.objects.select_related("organisation"), pk=pk, district=district)
    member.district = district
    back = reverse("districts:manage", args=[slug]) + "#membri"
    trail = trail_to(district)
    return take_step(request, member, MEMBER_WORKFLOW, MEMBER_STEPS, name, back=back, trail=trail)
