"""Realignments: the holder's page, the office's list, the confirmation with its act."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certifications import actions
from certifications.actions.realignments import Declared, outcome_of_realignment, requirements_of
from certifications.disciplinare import row_of
from certifications.engine.dry_run import Verdict
from certifications.forms import ConfirmForm, DeclareForm, SendBackForm
from certifications.forms.versions import services_of
from certifications.models import Realignment
from certifications.permissions import can_answer_realignment, can_decide_realignment
from certifications.views.versions_work import load_version, version_trail
from certifications.wording.facts import fact_label
from certifications.wording.outcomes import lacks
from certifications.workflow import REALIGNMENT_WORKFLOW
from familynet.accounts.models import User
from familynet.accounts.roles import Capability as C
from familynet.kernel.documents import serve, store_document
from familynet.kernel.history import HistoryEntry
from familynet.kernel.pages import form_page, require
from familynet.kernel.steps import Step, StepPage
from familynet.kernel.workflow import TransitionConflict

PAGE_SIZE = 50
STEPS = {
    "give_back": Step(
        run=lambda realignment, by, data, act: actions.give_back_realignment(
            realignment=realignment, by=by, comment=data["comment"]
        ),
        form=SendBackForm,
    ),
    "confirm": Step(
        run=lambda realignment, by, data, act: actions.confirm_realignment(
            realignment=realignment, by=by, act=act, reason=data["reason"]
        ),
        form=ConfirmForm,
        with_act=True,
    ),
}
FILTERS = {"scaduti": "overdue", "chiesti": "asked", "da-confermare": "answered", "confermati": "confirmed"}


@require_safe
def realignments(request: HttpRequest, version_id: int) -> HttpResponse:
    """Everybody who was asked about a version: where each stands, who is late."""
    version, today = load_version(request, version_id), timezone.localdate()
    every, chosen = version.realignments.all(), request.GET.get("stato", "")
    late = Q(state=Realignment.State.ASKED, due_on__lt=today)
    numbers = every.aggregate(
        all=Count("pk"),
        overdue=Count("pk", filter=late),
        **{state: Count("pk", filter=Q(state=state)) for state in Realignment.State.values},
    )
    shown = every.filter(late) if chosen == "scaduti" else every
    if chosen in FILTERS and chosen != "scaduti":
        shown = every.filter(state=FILTERS[chosen])
    shown = shown.select_related("certificate__organisation__municipality").order_by("due_on", "pk")
    context = {
        "version": version,
        "page_obj": Paginator(shown, PAGE_SIZE).get_page(request.GET.get("page")),
        "tabs": [("", _("Tutti"), numbers["all"]), *_tabs(numbers)],
        "chosen": chosen,
        "today": today,
        "plans": version.realignment_plans.select_related("planned_by"),
        "trail": version_trail(version),
    }
    return render(request, "certifications/schemes/realignments.html", context)


def _tabs(numbers: dict[str, int]) -> list[tuple[str, str, int]]:
    labels = {
        "scaduti": _("In ritardo"),
        "chiesti": _("Chiesti"),
        "da-confermare": _("Da confermare"),
        "confermati": _("Confermati"),
    }
    return [(name, labels[name], numbers[state]) for name, state in FILTERS.items()]


def _load(request: HttpRequest, uuid_: uuid.UUID) -> Realignment:
    related = (
        *("certificate__organisation", "certificate__scheme", "certificate__administration"),
        *("certificate__category", "to_version__scheme", "from_version", "act", "plan", "answered_by"),
    )
    visible = Realignment.objects.visible_to(request.user).select_related(*related)
    found: Realignment = get_object_or_404(visible, uuid=uuid_)
    return found


def _trail(request: HttpRequest, found: Realignment) -> list[tuple[str, str]]:
    """Where the page stands: below all realignments for the office, below the certificate for its holder."""
    if found.to_version.scheme.administration_id in _user(request).administrations_with(C.APPLICATION_VIEW):
        return [(_("Adeguamenti"), reverse("certifications:realignments", args=[found.to_version_id]))]
    return [
        (_("Le nostre certificazioni"), reverse("certifications:mine")),
        (found.certificate.scheme.name, reverse("certifications:holding", args=[found.certificate.public_id])),
    ]


@require_safe
def realignment(request: HttpRequest, uuid: uuid.UUID) -> HttpResponse:
    found = _load(request, uuid)
    answers = {answer.code: answer for answer in found.answers.select_related("document")}
    services = services_of(found.to_version)
    rows = [(row_of(r, services), answers.get(r.code)) for r in requirements_of(found)]
    steps = REALIGNMENT_WORKFLOW.available(found, request.user)
    context = {
        "realignment": found,
        "certificate": found.certificate,
        "rows": rows,
        "steps": [step for step in steps if step.name in STEPS],
        "base_url": reverse("certifications:realignment", args=[uuid]),
        "trail": _trail(request, found),
        "may_answer": can_answer_realignment(request.user, found),
        "judged": _judged(request, found),
        "is_late": found.is_late(timezone.localdate()),
        "entries": HistoryEntry.objects.of(found).select_related("actor", "act"),
    }
    return render(request, "certifications/schemes/realignment.html", context)


def _judged(request: HttpRequest, found: Realignment) -> dict[str, str] | None:
    """For whoever confirms: whether the holder would pass with what it declared, and what it lacks."""
    if found.state != Realignment.State.ANSWERED or not can_decide_realignment(request.user, found):
        return None
    outcome = outcome_of_realignment(found)
    facts = ", ".join(fact_label(fact) for fact in outcome.missing_facts)
    return {"verdict": outcome.verdict.value, "lacks": lacks(outcome), "facts": facts}


@form_page
def realignment_answer(request: HttpRequest, uuid: uuid.UUID) -> HttpResponse:
    """The holder declares that it meets what was asked, with the documents."""
    found = _load(request, uuid)
    if found.state != Realignment.State.ASKED:
        raise TransitionConflict(found)
    require(can_answer_realignment(request.user, found))
    posted = request.method == "POST"
    asked = requirements_of(found)
    form = DeclareForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        realignment=found,
        requirements=asked,
    )
    if posted and form.is_valid() and _declared(request, found, form):
        messages.success(request, _("La dichiarazione è stata inviata a chi certifica."))
        return redirect("certifications:realignment", uuid=uuid)
    services = services_of(found.to_version)
    context = {
        "realignment": found,
        "certificate": found.certificate,
        "form": form,
        "trail": _trail(request, found),
        "rows": [{**row, "words": row_of(row["requirement"], services)} for row in form.rows],
    }
    return render(request, "certifications/schemes/declare.html", context)


def _declared(request: HttpRequest, found: Realignment, form: DeclareForm) -> bool:
    """Store the documents and run the action, both or neither."""
    try:
        with transaction.atomic():
            answers = {r.code: _answer(request, form, place) for place, r in enumerate(form.requirements)}
            actions.answer_realignment(realignment=found, answers=answers, by=_user(request))
    except ValidationError as error:
        form.show(error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages})
        return False
    return True


def _answer(request: HttpRequest, form: DeclareForm, place: int) -> Declared:
    data, requirement = form.cleaned_data, form.requirements[place]
    document, file = form.documents.get(requirement.code), data.get(f"file{place}")
    if file:
        title = f"{requirement.code}: {file.name}"[:200]
        document = store_document(file, title=title, by=request.user, media_type=file.media_type)
    return Declared(
        met=data[f"met{place}"],
        note=data[f"note{place}"],
        document=document,
        points=data.get(f"points{place}") if data[f"met{place}"] else None,
    )


@form_page
def realignment_step(request: HttpRequest, uuid: uuid.UUID, name: str) -> HttpResponse:
    """Confirm with the act, or give back with the reason."""
    if name not in STEPS:
        raise Http404
    found, transition = _load(request, uuid), REALIGNMENT_WORKFLOW.get(name)
    require(transition.allowed(request.user, found))
    if found.state not in transition.sources:
        raise TransitionConflict(found)
    page = StepPage(STEPS[name], request.POST if request.method == "POST" else None)
    here = reverse("certifications:realignment", args=[uuid])
    if request.method == "POST" and page.take(found, request.user):
        messages.success(request, str(transition.done))
        return redirect(here)
    context: dict[str, Any] = {
        "title": str(transition.label),
        "text": _step_text(request, found, name),
        "page": page,
        "submit_label": str(transition.label),
        "cancel_url": here,
        "trail": [(found.certificate.organisation.name, here)],
    }
    return render(request, "components/step.html", context)


def _step_text(request: HttpRequest, found: Realignment, name: str) -> str:
    """Whom it is about and, before a confirmation, what is still in the way."""
    judged = _judged(request, found) if name == "confirm" else None
    lacking = judged["lacks"] if judged and judged["verdict"] == Verdict.FAILS else ""
    return f"{found.certificate}. {lacking}" if lacking else str(found.certificate)


@require_safe
def realignment_file(request: HttpRequest, uuid: uuid.UUID, answer_id: int) -> HttpResponseBase:
    """The document behind one answer."""
    answer = get_object_or_404(_load(request, uuid).answers.exclude(document=None), pk=answer_id)
    assert answer.document is not None
    return serve(answer.document)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
