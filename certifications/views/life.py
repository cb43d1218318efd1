"""The office's pages about the life of a certificate: planned changes, transfer, documents of changes."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from certifications.actions import cancel_planned, transfer_certificate
from certifications.forms import ReasonForm, TransferForm
from certifications.models import Certificate, PlannedChange
from certifications.permissions import can_cancel_planned, can_transfer
from certifications.views.conditions import on_file
from certifications.views.held import signed_in
from certifications.workflow import CERTIFICATE_WORKFLOW
from familynet.kernel.documents import Document, serve
from familynet.kernel.pages import attempt, form_page, require
from familynet.kernel.steps import Step, StepPage
from familynet.kernel.workflow import TransitionConflict

TRANSFER = Step(
    run=lambda c, by, data, act: transfer_certificate(
        certificate=c,
        by=by,
        act=act,
        to=data["organisation"],
        effective_on=data["effective_on"],
        reason=data["reason"],
    ),
    form=TransferForm,
    with_act=True,
    text=gettext_lazy(
        "La certificazione passa intera a chi prende il posto del titolare: numero, scadenza e requisiti restano. "
        "Il registro mostra anche il nome di prima."
    ),
)


@form_page
def transfer(request: HttpRequest, public_id: str) -> HttpResponse:
    """Pass a certificate to the successor of its holder."""
    certificate, user = on_file(request, public_id), signed_in(request)
    require(can_transfer(user, certificate))
    page = StepPage(TRANSFER, request.POST if request.method == "POST" else None)
    if request.method == "POST" and page.take(certificate, user):
        messages.success(request, _("La certificazione è passata alla nuova organizzazione."))
        return redirect("certifications:work_detail", public_id=public_id)
    back = reverse("certifications:work_detail", args=[public_id])
    context = {
        "title": _("Passa a un'altra organizzazione"),
        "text": TRANSFER.text,
        "page": page,
        "submit_label": _("Registra il passaggio"),
        "cancel_url": back,
        "trail": [
            (_("Certificazioni"), reverse("certifications:work_list")),
            (str(certificate.organisation), back),
        ],
    }
    return render(request, "certifications/transfer.html", context)


@form_page
def planned_cancel(request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
    """Take a planned change back, with the reason."""
    certificate, user = on_file(request, public_id), signed_in(request)
    planned = get_object_or_404(certificate.planned_changes.all(), pk=pk)
    planned.certificate = certificate
    require(can_cancel_planned(user, planned))
    if planned.state != PlannedChange.State.PLANNED:
        raise TransitionConflict(planned)
    form = ReasonForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, cancel_planned, planned=planned, by=user, reason=form.cleaned_data["reason"])
    ):
        messages.success(request, _("Il cambio previsto è annullato."))
        return redirect("certifications:work_detail", public_id=public_id)
    words = {
        "change": CERTIFICATE_WORKFLOW.get(planned.name).label,
        "day": formats.date_format(planned.effective_on, "d/m/Y"),
    }
    context = {
        "title": _("Annulla il cambio previsto"),
        "text": _("«%(change)s» con effetto dal %(day)s non avverrà.") % words,
        "form": form,
        "submit_label": _("Annulla il cambio previsto"),
        "cancel_url": reverse("certifications:work_detail", args=[public_id]),
        "dangerous": True,
    }
    return render(request, "components/confirm.html", context)


@require_safe
def life_document(request: HttpRequest, public_id: str, uuid: UUID) -> HttpResponseBase:
    """The report of a change or a letter of renunciation: who reads applications, and the holder's people."""
    certificate = get_object_or_404(Certificate.objects.with_papers_for(request.user), public_id=public_id)
    own = certificate.status_changes.exclude(document=None).values("document")
    letters = certificate.renunciations.exclude(document=None).values("document")
    planned = certificate.planned_changes.exclude(document=None).values("document")
    documents = Document.objects.filter(pk__in=own.union(letters, planned), uuid=uuid)
    return serve(get_object_or_404(documents))
