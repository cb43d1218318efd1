"""My applications, and a new one: choose, read whether one may, begin."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certifications.actions import Eligibility, check_eligibility, start_application
from certifications.forms import CopyAnswersForm, StartForm, own_organisations
from certifications.forms.starting import Choice
from certifications.models import Application, Certificate
from certifications.views.applications.loading import overview_url, signed_in
from familynet.kernel.pages import form_page
from familynet.organisations.models import OrganisationMember

PAGE_SIZE = 25
Kind = Application.Kind


@require_safe
def application_list(request: HttpRequest) -> HttpResponse:
    """The applications of the organisations that the person acts for, open ones first."""
    user = signed_in(request)
    mine = OrganisationMember.objects.current().filter(user=user).values("organisation")
    found = Application.objects.filter(organisation__in=mine).select_related(
        "organisation", "scheme", "category", "administration"
    )
    which = request.GET.get("stato", "")
    found = found.filter(state__in=Application.CONCLUDED) if which == "concluse" else found.open()
    context = {
        "page_obj": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "concluded": which == "concluse",
        "acts_for_someone": mine.exists(),
    }
    return render(request, "certifications/application_list.html", context)


@form_page
def application_new(request: HttpRequest) -> HttpResponse:
    """GET: choose and read the answer. POST: begin the draft, or go on with the one that is open."""
    user = signed_in(request)
    organisations = own_organisations(user)
    asked = request.GET.get("marchio") and request.GET.get("organizzazione")
    form = StartForm(request.GET if asked else None, organisations=organisations)
    if not asked:
        form.initial.update(_chosen_before(request, form))
    context: dict[str, Any] = {"form": form, "organisations": organisations}
    if not asked or not form.is_valid():
        return render(request, "certifications/application_new.html", context)
    choice = form.choice()
    kind = _kind(request, choice)
    verdict = check_eligibility(
        organisation=choice.organisation,
        scheme=choice.scheme,
        category=choice.category,
        on=timezone.localdate(),
        kind=kind,
    )
    copy_form = CopyAnswersForm(request.POST if request.method == "POST" else None, earlier=_earlier(choice))
    if request.method == "POST" and copy_form.is_valid():
        try:
            return _begin(request, choice, kind, copy_form)
        except ValidationError:
            pass  # the page says why, from the same rules
    context |= {"choice": choice, "kind": Kind(kind), "verdict": verdict, "copy_form": copy_form}
    return render(request, "certifications/application_new.html", context | _other_kind(verdict, kind))


def _chosen_before(request: HttpRequest, form: StartForm) -> dict[str, str]:
    """What the address already says; a scheme with categories stands for its first one."""
    mark = request.GET.get("marchio", "")
    of_scheme = [key for key in form.marks if key == mark or key.startswith(f"{mark}.")] if mark else []
    chosen = {"marchio": of_scheme[0]} if of_scheme else {}
    if (organisation := request.GET.get("organizzazione", "")) in form.organisations:
        chosen["organizzazione"] = organisation
    return chosen


def _kind(request: HttpRequest, choice: Choice) -> str:
    """As asked, else what the certificate that is held calls for."""
    if (asked := request.GET.get("tipo", "")) in Kind.values:
        return asked
    held = check_held(choice)
    if held is None:
        return Kind.FIRST
    return Kind.REALIGNMENT if held.state == Certificate.State.TO_REALIGN else Kind.RENEWAL


def check_held(choice: Choice) -> Certificate | None:
    """The open certificate of the chosen mark."""
    held = Certificate.objects.open().filter(organisation=choice.organisation, scheme=choice.scheme)
    return held.filter(category__in=[choice.category]).first() if choice.category else held.first()


def _other_kind(verdict: Eligibility, kind: str) -> dict[str, Any]:
    """Who has to realign may renew instead, and the other way round."""
    certificate = verdict.certificate
    if certificate is None or certificate.state != Certificate.State.TO_REALIGN:
        return {}
    return {"other_kind": Kind.RENEWAL if kind == Kind.REALIGNMENT else Kind.REALIGNMENT}


def _earlier(choice: Choice) -> list[Application]:
    """What one can start from: applications of the same mark that were submitted, the newest first."""
    found = Application.objects.filter(
        organisation=choice.organisation, scheme=choice.scheme, submitted_at__isnull=False, cleared_at=None
    )
    return list(found.order_by("-submitted_at")[:5])


def _begin(request: HttpRequest, choice: Choice, kind: str, copy_form: CopyAnswersForm) -> HttpResponse:
    application = start_application(
        organisation=choice.organisation,
        scheme=choice.scheme,
        category=choice.category,
        by=signed_in(request),
        kind=kind,
        copy_from=copy_form.source(),
    )
    messages.success(request, _("La bozza è pronta: si salva man mano che scrivi."))
    return redirect(overview_url(application))
