"""What the applicant sees of the end: the notice with the way to answer, the decision with its letter."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certifications import actions
from certifications.forms.decisions import ObservationsForm
from certifications.models import AccompanyingOpinion, Application, Decision, RefusalNotice
from certifications.permissions import can_observe, is_applicant
from familynet.accounts.models import User
from familynet.accounts.requests import UserRequest
from familynet.kernel.documents import Document, serve, store_document
from familynet.kernel.pages import attempt, form_page, require


def _own(request: UserRequest, public_id: str) -> Application:
    """The applicant's own application; others who see it have pages of their own."""
    visible = Application.objects.visible_to(request.user).select_related(
        "organisation", "scheme", "category", "version", "administration", "officer", "certificate"
    )
    application = get_object_or_404(visible, public_id=public_id)
    require(is_applicant(request.user, application))
    return application


@form_page
def observations(request: UserRequest, public_id: str) -> HttpResponse:
    """The notice, and the observations on it: once, with documents."""
    application = _own(request, public_id)
    notices = list(application.refusal_notices.prefetch_related("documents").order_by("-sent_at"))
    if not notices:
        raise Http404
    open_now = can_observe(request.user, application) and notices[0].closed_at is None
    posted = request.method == "POST"
    form = ObservationsForm(request.POST, request.FILES) if posted else ObservationsForm()
    if posted and form.is_valid() and open_now and _send(request, application, form):
        messages.success(request, _("Osservazioni inviate. L'ufficio le valuta prima di decidere."))
        return redirect("certifications:observations", public_id=public_id)
    if posted and not open_now:
        # The file went on while somebody was typing: the text stays on the page.
        form.add_error(
            None, _("Le osservazioni non si possono più inviare. Il testo è qui sotto e non è stato inviato.")
        )
    context = {
        "application": application,
        "refusal_notices": notices,
        "notice": notices[0],
        "form": form if open_now or posted else None,
        "open_now": open_now,
        "late": notices[0].observations_due_on < timezone.localdate(),
    }
    status = 409 if posted and not open_now else 200
    return render(request, "certifications/observations.html", context, status=status)


def _send(request: UserRequest, application: Application, form: ObservationsForm) -> Any:
    def send(**arguments: Any) -> RefusalNotice:
        kept = [
            store_document(upload, title=upload.name[:200], by=request.user, media_type=upload.media_type)
            for upload in form.cleaned_data["documents"]
        ]
        return actions.send_observations(documents=kept, **arguments)

    return attempt(form, send, application=application, text=form.cleaned_data["text"], by=request.user)


@require_safe
def observation_document(request: UserRequest, public_id: str, document_pk: int) -> FileResponse:
    application = _own(request, public_id)
    kept = RefusalNotice.documents.through.objects.filter(refusalnotice__application=application)
    return serve(get_object_or_404(Document, pk=document_pk, pk__in=kept.values("document")))


def _decision(application: Application) -> Decision:
    found = Decision.objects.filter(application=application).select_related("act", "letter")
    return get_object_or_404(found)


def opinion_after_decision(user: User, application: Application) -> AccompanyingOpinion | None:
    """What the accompanying side said, once the applicant may know it."""
    told = AccompanyingOpinion.objects.visible_to(user).filter(application=application)
    return told.select_related("administration").first() if application.is_decided else None


@require_safe
def outcome(request: UserRequest, public_id: str) -> HttpResponse:
    """The decision: act, reasons, number, letter. Nothing before it is taken."""
    application = _own(request, public_id)
    context = {
        "application": application,
        "decision": _decision(application),
        "opinion": opinion_after_decision(request.user, application),
    }
    return render(request, "certifications/outcome.html", context)


@require_safe
def letter(request: UserRequest, public_id: str) -> FileResponse:
    decision = _decision(_own(request, public_id))
    if decision.letter is None:
        raise Http404
    return serve(decision.letter)
