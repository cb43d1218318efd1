"""Check and submit, the receipt and its files, taking an application back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certifications.actions import declaration_texts, readiness, submit_application, withdraw_application
from certifications.forms import SubmitForm, WithdrawForm
from certifications.models import Application, Declaration, Receipt
from certifications.permissions import can_withdraw
from certifications.views.applications.loading import load, load_visible, overview_url, posted, signed_in
from certifications.views.applications.writing import explained
from certifications.wording import trace
from familynet.kernel.documents import Document, serve
from familynet.kernel.pages import attempt, form_page, require
from familynet.kernel.workflow import TransitionConflict
from familynet.organisations.permissions import can_represent


@form_page
def application_submit(request: HttpRequest, public_id: str) -> HttpResponse:
    """The last look: what blocks, else the declarations and the button."""
    found, user = load(request, public_id), signed_in(request)
    if found.state != Application.State.DRAFT:
        raise TransitionConflict(found)
    ready = readiness(found)
    may_represent = can_represent(user, found.organisation)
    form = SubmitForm(
        posted(request),
        request.FILES or None,
        texts=declaration_texts(found),
        may_represent=may_represent,
    )
    if request.method == "POST" and form.is_valid():
        submitted = attempt(
            form,
            submit_application,
            application=found,
            by=user,
            capacity=form.cleaned_data["capacity"],
            delegation=form.cleaned_data.get("delegation"),
            confirmed=form.confirmed(),
        )
        if submitted:
            messages.success(request, _("Domanda presentata: ecco la ricevuta."))
            return redirect("certifications:application_receipt", public_id=public_id)
    context = {
        "application": found,
        "ready": ready,
        "form": form,
        "may_represent": may_represent,
        "files": [(item, evidence) for item in ready.assessment.items for evidence in item.evidence],
        **explained(ready.assessment),
    }
    return render(request, "certifications/application_submit.html", context)


@require_safe
def application_receipt(request: HttpRequest, public_id: str) -> HttpResponse:
    """What was submitted, when, and every file with its SHA-256."""
    found = load(request, public_id)
    receipt = _receipt(found)
    declaration = Declaration.objects.select_related("declared_by", "delegation").filter(application=found).first()
    counts = found.score is not None and found.version.gives_points
    score = trace.points(found.score) if counts and found.score is not None else ""
    context = {"application": found, "receipt": receipt, "declaration": declaration, "score": score}
    return render(request, "certifications/application_receipt.html", context)


def _receipt(application: Application) -> Receipt:
    rows = Receipt.objects.select_related("document", "application_document")
    return get_object_or_404(rows, application=application)


@require_safe
def receipt_file(request: HttpRequest, public_id: str, which: str) -> HttpResponseBase:
    """The receipt, the whole application or the delegation, for who sees the application."""
    found = load_visible(request, public_id)
    document: Document | None
    if which == "delega":
        document = get_object_or_404(
            Declaration.objects.select_related("delegation"), application=found
        ).delegation
    else:
        receipt = _receipt(found)
        document = receipt.document if which == "ricevuta" else receipt.application_document
    if document is None or not document.file:
        raise Http404
    return serve(document)


@form_page
def application_withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take the application back, after a question."""
    found, user = load(request, public_id), signed_in(request)
    if found.is_concluded:
        raise TransitionConflict(found)
    require(can_withdraw(user, found))
    form = WithdrawForm(posted(request))
    if request.method == "POST" and form.is_valid():
        comment = form.cleaned_data["comment"]
        withdraw_application(application=found, by=user, comment=comment)
        messages.success(request, _("Domanda ritirata."))
        return redirect("certifications:applications")
    is_draft = found.state == Application.State.DRAFT
    context = {
        "title": _("Vuoi eliminare la bozza?") if is_draft else _("Vuoi ritirare la domanda?"),
        "text": _("La bozza si chiude: i testi e i documenti si cancellano dopo 30 giorni.")
        if is_draft
        else _("L'ufficio smette di esaminarla. Potrete presentarne un'altra quando volete."),
        "form": form,
        "submit_label": _("Elimina la bozza") if is_draft else _("Ritira la domanda"),
        "cancel_url": overview_url(found),
        "dangerous": True,
    }
    return render(request, "components/confirm.html", context)
