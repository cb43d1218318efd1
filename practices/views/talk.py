"""Questions and answers on a practice. For officials of the exchange: everybody else finds no such page."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from familynet.kernel.frequency import is_too_often
from familynet.kernel.pages import attempt, form_page, require
from familynet.kernel.search import fold
from practices.actions import (
    accept_answer,
    answer_question,
    ask_question,
    close_question,
    edit_contribution,
    hide_contribution,
    reopen_question,
)
from practices.forms import AnswerForm, HideForm, QuestionForm
from practices.forms.talk import TalkForm
from practices.mentions import MOST_SUGGESTIONS, suggest_people
from practices.models import Answer, Contribution, Practice, Question, QuestionQuerySet
from practices.permissions.talk import (
    can_answer,
    can_edit_contribution,
    can_hide,
    can_talk,
    people_of,
    talked_about_by,
)
from practices.recipients import validators_of
from practices.talk_pages import prepare, with_all
from practices.views.work import signed_in

PER_PAGE = 10
MOST_BOXES = 30
TEXTS_AN_HOUR, QUESTIONS_A_MINUTE = 20, 120
MOVES = {"close": close_question, "reopen": reopen_question}


# --- Loading ---------------------------------------------------------------------------------


def load_practice(request: HttpRequest, slug: str) -> Practice:
    """A public practice that this person may talk about; 404 for everybody else."""
    practices = talked_about_by(signed_in(request)).select_related("administration").prefetch_related("editors")
    return get_object_or_404(practices, slug=slug)


def load_question(request: HttpRequest, slug: str, pk: int) -> Question:
    practice = load_practice(request, slug)
    question = get_object_or_404(practice.questions.select_related("author", "administration"), pk=pk)
    question.practice = practice
    return question


def load_answer(request: HttpRequest, slug: str, pk: int) -> Answer:
    practice = load_practice(request, slug)
    answers = Answer.objects.filter(question__practice=practice).select_related("question", "author")
    answer = get_object_or_404(answers, pk=pk)
    answer.question.practice = practice
    return answer


def talk_form(
    kind: type[TalkForm], request: HttpRequest, practice: Practice, question: Question | None = None, **more: Any
) -> Any:
    """A form with the people who may be told; those near to the practice or the question as boxes."""
    user = signed_in(request)
    people = people_of(practice).exclude(pk=user.pk)
    near = Q(pk__in=practice.writer_ids) | Q(pk__in=[person.pk for person in validators_of(practice)])
    if question is not None:
        near |= Q(pk=question.author_id) | Q(pk__in=question.answers.values("author"))
    return kind(
        request.POST if request.method == "POST" else None,
        people=people,
        near=people.filter(near).order_by("full_name")[:MOST_BOXES],
        suggest_url=reverse("practices:talk_people", args=[practice.slug]),
        **more,
    )


def is_accepted(request: HttpRequest, form: Any) -> bool:
    """The form is whole, and its sender has not written too much; otherwise the errors are on the form."""
    if request.method != "POST" or not form.is_valid():
        return False
    if is_too_often(signed_in(request), "talk", limit=TEXTS_AN_HOUR, seconds=3600):
        form.add_error(None, _("Hai scritto molto in poco tempo. Il tuo testo è qui: riprova tra un'ora."))
        form.is_refused = True
        return False
    return True


def status_of(form: Any) -> int:
    return 429 if getattr(form, "is_refused", False) else 200


# --- Questions -------------------------------------------------------------------------------


@form_page
def questions(request: HttpRequest, slug: str) -> HttpResponse:
    """All questions on a practice, the newest first, and the form for a new one."""
    practice, user = load_practice(request, slug), signed_in(request)
    talks = can_talk(user, practice)
    if request.method == "POST":
        require(talks)
    form = talk_form(QuestionForm, request, practice) if talks else None
    if form is not None and is_accepted(request, form):
        asked = attempt(form, ask_question, practice=practice, by=user, **form.cleaned_data)
        if asked:
            messages.success(request, _("Domanda inviata. Ti avvisiamo quando qualcuno risponde."))
            return redirect(asked.get_absolute_url())
    context = {"practice": practice, "form": form, **_listed(request, practice)}
    return render(request, "practices/talk_questions.html", context, status=status_of(form))


def _listed(request: HttpRequest, practice: Practice) -> dict[str, Any]:
    """One page of the list: the one asked for, or the one that holds the question asked for."""
    everything = practice.questions.all()
    assert isinstance(everything, QuestionQuerySet)
    only_open = request.GET.get("stato") == "aperte"
    found = everything.unanswered() if only_open else everything
    number: Any = request.GET.get("page")
    if request.GET.get("domanda", "").isdecimal():
        number = _page_of(found, request.GET["domanda"])
    page = Paginator(with_all(found).order_by("-created_at", "-pk"), PER_PAGE).get_page(number)
    return {
        "page_obj": page,
        "questions": prepare(page.object_list, practice, signed_in(request)),
        "only_open": only_open,
        "waiting": everything.unanswered().count(),
    }


def _page_of(found: QuestionQuerySet, pk: str) -> int:
    """The number of the page that holds a question; the first one when it is not there."""
    question = found.filter(pk=pk[:18]).only("created_at").first()
    if question is None:
        return 1
    newer = Q(created_at__gt=question.created_at) | Q(created_at=question.created_at, pk__gt=question.pk)
    return found.filter(newer).count() // PER_PAGE + 1


@form_page
def answer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One question with its answers, and the form for one more."""
    question, user = load_question(request, slug, pk), signed_in(request)
    require(can_answer(user, question))
    form = talk_form(AnswerForm, request, question.practice, question)
    if is_accepted(request, form) and attempt(
        form, answer_question, question=question, by=user, **form.cleaned_data
    ):
        messages.success(request, _("Risposta inviata."))
        return redirect(question.get_absolute_url())
    whole = prepare(with_all(question.practice.questions.filter(pk=pk)), question.practice, user)
    context = {"practice": question.practice, "question": whole[0], "form": form}
    return render(request, "practices/talk_answer.html", context, status=status_of(form))


@require_POST
def move_question(request: HttpRequest, slug: str, pk: int, name: str) -> HttpResponse:
    """Close or reopen."""
    question = load_question(request, slug, pk)
    if name not in MOVES:
        raise Http404
    entry = MOVES[name](question, by=signed_in(request))
    messages.success(request, _(entry.label))
    return redirect(question.get_absolute_url())


@require_POST
def accept(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """This answer helped."""
    chosen = load_answer(request, slug, pk)
    accept_answer(chosen, by=signed_in(request))
    messages.success(request, _("Domanda chiusa. Chi ha risposto sa che è servito."))
    return redirect(chosen.question.get_absolute_url())


# --- Correct and hide ------------------------------------------------------------------------


@form_page
def edit_question(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    question = load_question(request, slug, pk)
    return _edit(request, question, question)


@form_page
def edit_answer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    found = load_answer(request, slug, pk)
    return _edit(request, found, found.question)


def _edit(request: HttpRequest, item: Contribution, question: Question) -> HttpResponse:
    """The author corrects the text, for a quarter of an hour."""
    user = signed_in(request)
    require(can_edit_contribution(user, item) and can_talk(user, question.practice))
    start = {"text": item.text, "also": list(item.mentioned.all())}
    form = talk_form(AnswerForm, request, question.practice, question, initial=start)
    form.fields["text"].label = _("Il tuo testo")
    if is_accepted(request, form) and attempt(form, edit_contribution, item=item, by=user, **form.cleaned_data):
        messages.success(request, _("Testo corretto. Il testo di prima resta leggibile."))
        return redirect(question.get_absolute_url())
    context = {"practice": question.practice, "question": question, "form": form}
    return render(request, "practices/talk_edit.html", context, status=status_of(form))


@form_page
def hide_question(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    question = load_question(request, slug, pk)
    return _hide(request, question, question)


@form_page
def hide_answer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    found = load_answer(request, slug, pk)
    return _hide(request, found, found.question)


def _hide(request: HttpRequest, item: Contribution, question: Question) -> HttpResponse:
    """A validator of the owner hides a text, with the reason."""
    user = signed_in(request)
    require(can_hide(user, item))
    form = HideForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, hide_contribution, item=item, by=user, **form.cleaned_data):
        messages.success(request, _("Testo nascosto. Chi lo ha scritto riceve il motivo."))
        return redirect(question.get_absolute_url())
    context = {
        "title": _("Nascondi questo testo"),
        "text": _("Il testo non si cancella: lo leggono ancora chi lo ha scritto e chi valida."),
        "form": form,
        "submit_label": _("Nascondi"),
        "cancel_url": question.get_absolute_url(),
        "dangerous": True,
    }
    return render(request, "components/confirm.html", context)


# --- Suggestions -----------------------------------------------------------------------------


@require_safe
def people(request: HttpRequest, slug: str) -> JsonResponse:
    """Whom one may mention, while a name is typed: at most ten, from two letters on. Never addresses."""
    practice = load_practice(request, slug)
    words = request.GET.get("q", "")[:80]
    if is_too_often(signed_in(request), "mentions", limit=QUESTIONS_A_MINUTE, seconds=60):
        return JsonResponse({"results": []}, status=429)
    if len(fold(words)) < 2:
        return JsonResponse({"results": []})
    found = suggest_people(practice, words).exclude(pk=signed_in(request).pk)[:MOST_SUGGESTIONS]
    results = [
        {
            "key": str(person.pk),
            "label": person.full_name,
            "note": person.administration.short_name if person.administration else "",
        }
        for person in found
    ]
    return JsonResponse({"results": results})
