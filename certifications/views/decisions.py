"""The tab Decisione of a file, and decisions of many files with one act."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certifications import actions
from certifications.actions.decisions import PROBLEMS, final_score, minimum_score
from certifications.forms.decisions import BatchForm, NoticeForm, ReasonsForm, RefusalReasonsForm
from certifications.models import (
    AccompanyingOpinion,
    Application,
    AssessmentRound,
    Decision,
    Process,
    RefusalNotice,
)
from certifications.permissions import (
    can_decide,
    can_read_results,
    can_see_decision,
    can_see_opinion,
    can_send_notice,
    decision_obstacle,
    may_decide_somewhere,
)
from certifications.views.file_pages import load_file, render_file
from certifications.views.file_steps import trail
from familynet.accounts.requests import UserRequest
from familynet.accounts.roles import Capability
from familynet.kernel.acts import Act
from familynet.kernel.documents import Document, serve
from familynet.kernel.forms import ActForm
from familynet.kernel.pages import attempt, form_page, require
from familynet.kernel.steps import Step, StepPage, show_errors
from familynet.kernel.workflow import TransitionConflict

TAB = "file_decision"
PAGE_SIZE = 100
S = Application.State


def _load(request: UserRequest, public_id: str) -> Application:
    application = load_file(request, public_id)
    require(can_see_decision(request.user, application))
    return application


def _accompanying(request: UserRequest, application: Application) -> dict[str, Any] | None:
    """The other administration's opinion, given or not; None where nobody accompanies."""
    if not can_see_opinion(request.user, application):
        return None
    given = AccompanyingOpinion.objects.filter(application=application).select_related("administration").first()
    return {"opinion": given, "side": application.seat_administration}


@require_safe
def overview(request: UserRequest, public_id: str) -> HttpResponse:
    """What the decision stands on, the notices, the decision itself with its letter."""
    application = _load(request, public_id)
    decision = (
        Decision.objects.filter(application=application).select_related("act", "letter", "decided_by").first()
    )
    readable = can_read_results(request.user, application)
    lot = AssessmentRound.objects.filter(application=application).first() if readable else None
    process = Process.objects.open().filter(application=application).first()
    minimum = minimum_score(application)
    score = final_score(application) if readable else None
    context = {
        "decision": decision,
        "lot": lot,
        "score": score,
        "minimum": minimum,
        "below": minimum is not None and score is not None and score < minimum,
        "assessments": list(application.assignments.submitted().select_related("assessor__user"))
        if readable
        else [],
        "refusal_notices": application.refusal_notices.select_related(
            "sent_by", "observations_by"
        ).prefetch_related("documents"),
        "process": process,
        "accompanying": _accompanying(request, application),
        "may_decide": application.state == S.ASSESSED
        and process is None
        and can_decide(request.user, application),
        "obstacle": decision_obstacle(request.user, application),
        "may_refuse": application.refusal_notices.exclude(closed_at=None).exists(),
        "may_send_notice": application.state in (S.IN_REVIEW, S.ASSESSED)
        and can_send_notice(request.user, application),
        "may_close_notice": application.state == S.NOTICE and can_send_notice(request.user, application),
        "today": timezone.localdate(),
    }
    return render_file(request, "certifications/file_decision.html", application, TAB, context)


def _award(application: Application, by: Any, data: dict[str, Any], act: Act | None) -> None:
    assert act is not None
    actions.award(application=application, by=by, act=act, reasons=data["reasons"])


def _refuse(application: Application, by: Any, data: dict[str, Any], act: Act | None) -> None:
    assert act is not None
    actions.refuse(application=application, by=by, act=act, reasons=data["reasons"])


AWARD = Step(_award, form=ReasonsForm, with_act=True)
REFUSE = Step(_refuse, form=RefusalReasonsForm, with_act=True)


@form_page
def award(request: UserRequest, public_id: str) -> HttpResponse:
    """Grant the mark: the act, and the number follows by itself."""
    text = _("Si assegnano insieme certificazione e numero di registro; la lettera parte e il termine si chiude.")
    return _decide(request, public_id, AWARD, _("Assegna la certificazione"), text, _("Certificazione assegnata."))


@form_page
def refuse(request: UserRequest, public_id: str) -> HttpResponse:
    text = _("Il rigetto chiude la domanda. L'organizzazione riceve la lettera con la motivazione.")
    return _decide(
        request, public_id, REFUSE, _("Respingi la domanda"), text, _("Domanda respinta."), dangerous=True
    )


def _decide(
    request: UserRequest,
    public_id: str,
    step: Step,
    title: str,
    text: str,
    done: str,
    *,
    dangerous: bool = False,
) -> HttpResponse:
    application = _load(request, public_id)
    if application.state != S.ASSESSED:
        raise TransitionConflict(application)
    require(can_decide(request.user, application))
    initial = {"kind": Act.Kind.DETERMINATION, "body": application.administration.name}
    page = StepPage(step, request.POST if request.method == "POST" else None)
    if page.act_form is not None:
        page.act_form.initial.update(initial)
    if request.method == "POST" and page.take(application, request.user):
        messages.success(request, done)
        return redirect("certifications:file_decision", public_id=public_id)
    return _step_page(request, application, page, title, text, dangerous=dangerous)


def _step_page(
    request: UserRequest,
    application: Application,
    page: StepPage,
    title: str,
    text: str,
    *,
    dangerous: bool = False,
) -> HttpResponse:
    back = reverse("certifications:file_decision", args=[application.public_id])
    context = {
        "title": title,
        "text": text,
        "page": page,
        "submit_label": title,
        "cancel_url": back,
        "dangerous": dangerous,
        "trail": trail(application),
    }
    return render(request, "components/step.html", context)


@form_page
def notice(request: UserRequest, public_id: str) -> HttpResponse:
    """The notice before a refusal: the reasons, word by word as the applicant reads them."""
    application = _load(request, public_id)
    require(can_send_notice(request.user, application))
    if application.state not in (S.IN_REVIEW, S.ASSESSED):
        raise TransitionConflict(application)
    form = NoticeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sent = attempt(form, actions.send_notice, application=application, by=request.user, **form.cleaned_data)
        if sent:
            messages.success(
                request,
                _("Preavviso inviato: osservazioni entro il %(day)s.")
                % {"day": sent.observations_due_on.strftime("%d/%m/%Y")},
            )
            return redirect("certifications:file_decision", public_id=public_id)
    text = _("L'organizzazione viene avvisata e può inviare osservazioni (articolo 10-bis della legge 241/1990).")
    return _confirm(request, application, _("Invia il preavviso di rigetto"), text, form, dangerous=True)


@form_page
def close_notice(request: UserRequest, public_id: str) -> HttpResponse:
    """Go on without observations, once their days are over."""
    application = _load(request, public_id)
    require(can_send_notice(request.user, application))
    if application.state != S.NOTICE:
        raise TransitionConflict(application)
    form = ClosingForm(request.POST or None)
    valid = request.method == "POST" and form.is_valid()
    if valid and attempt(form, actions.close_notice, application=application, by=request.user):
        messages.success(request, _("Si riprende senza osservazioni."))
        return redirect("certifications:file_decision", public_id=public_id)
    text = _("Le osservazioni non sono arrivate nei giorni previsti: la domanda torna a chi decide.")
    return _confirm(request, application, _("Riprendi senza osservazioni"), text, form)


class ClosingForm(ReasonsForm):
    """Nothing to fill in; errors have their place."""

    reasons = None  # type: ignore[assignment]


def _confirm(
    request: UserRequest, application: Application, title: str, text: str, form: Any, *, dangerous: bool = False
) -> HttpResponse:
    context = {
        "title": title,
        "text": text,
        "form": form,
        "submit_label": title,
        "cancel_url": reverse("certifications:file_decision", args=[application.public_id]),
        "dangerous": dangerous,
        "trail": trail(application),
    }
    return render(request, "components/confirm.html", context)


@require_safe
def letter(request: UserRequest, public_id: str) -> FileResponse:
    """The letter of the decision."""
    application = _load(request, public_id)
    decision = Decision.objects.filter(application=application).select_related("letter").first()
    if decision is None or decision.letter is None:
        raise Http404
    return serve(decision.letter)


@require_safe
def notice_document(request: UserRequest, public_id: str, document_pk: int) -> FileResponse:
    """A document that came with observations."""
    application = _load(request, public_id)
    kept = RefusalNotice.documents.through.objects.filter(refusalnotice__application=application)
    found = Document.objects.filter(pk=document_pk, pk__in=kept.values("document")).first()
    if found is None:
        raise Http404
    return serve(found)


@form_page
def batch(request: UserRequest) -> HttpResponse:
    """Choose files, see which can be decided so, and decide all of them with one act, or none."""
    require(may_decide_somewhere(request.user))
    waiting = (
        Application.objects.filter(
            state=S.ASSESSED,
            administration__in=request.user.administrations_with(Capability.CERTIFICATE_DECIDE),
        )
        .select_related("organisation", "scheme", "category", "version", "administration", "officer")
        .order_by("due_on", "pk")
    )
    page = Paginator(waiting, PAGE_SIZE).get_page(request.GET.get("page"))
    chosen = [a for a in page.object_list if a.public_id in request.POST.getlist("file")]
    form = BatchForm(request.POST or None)
    # The act is asked for once it is clear what it decides.
    acting = request.method == "POST" and request.POST.get("go") == "decide"
    act_form = ActForm(
        request.POST if acting else None,
        prefix="act",
        initial={"kind": Act.Kind.DETERMINATION},
        use_required_attribute=False,
    )
    problems: dict[int, str] = {}
    ready = request.method == "POST" and form.is_valid() and bool(chosen)
    if ready:
        found = actions.check_batch(
            chosen, form.cleaned_data["outcome"], by=request.user, reasons=form.cleaned_data["reasons"]
        )
        problems = {item.application.pk: item.sentence for item in found}
    fit = acting and ready and not problems and act_form.is_valid()
    if fit and _decide_all(request, chosen, form, act_form):
        return redirect("certifications:decisions")
    context = {
        "page_obj": page,
        "chosen": {a.pk for a in chosen},
        "form": form,
        "act_form": act_form,
        "problems": problems,
        "checked": ready,
        "nothing_chosen": request.method == "POST" and not chosen,
        "eyes": str(PROBLEMS["eyes"]),
    }
    return render(request, "certifications/decisions.html", context)


def _decide_all(request: UserRequest, chosen: list[Application], form: BatchForm, act_form: Any) -> bool:
    try:
        with transaction.atomic():
            made = actions.decide_batch(
                applications=chosen, by=request.user, act=act_form.save(commit=False), **form.cleaned_data
            )
    except ValidationError as error:
        show_errors(error, form, act_form)
        return False
    messages.success(request, _("Domande decise con un solo atto: %(n)d.") % {"n": made.decisions.count()})
    return True
