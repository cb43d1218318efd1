"""The wording of the letters of an administration: list, edit with a preview, preview as PDF."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certifications.actions.letters import write_letter
from certifications.forms.decisions import LetterTemplateForm
from certifications.letters import PLACEHOLDERS, SAMPLE_VALUES, Wording, default_wording, fill, letter_pdf
from certifications.models import Decision, LetterTemplate, Scheme
from certifications.permissions import can_edit_letters, may_decide_somewhere
from familynet.accounts.models import Administration
from familynet.accounts.requests import UserRequest
from familynet.accounts.roles import Capability
from familynet.kernel.pages import attempt, form_page, require
from familynet.kernel.rates import DOWNLOADS, SPAN, is_too_frequent

ALL = "tutti"


def _administration(request: UserRequest) -> Administration:
    require(may_decide_somewhere(request.user))
    own = request.user.administrations_with(Capability.CERTIFICATE_DECIDE)
    pk = request.user.administration_id if request.user.administration_id in own else min(own)
    return Administration.objects.get(pk=pk)


@require_safe
def letters(request: UserRequest) -> HttpResponse:
    """What is in use: for all marks, and for single ones."""
    administration = _administration(request)
    known = LetterTemplate.objects.current().filter(administration=administration)
    context = {
        "administration": administration,
        "templates": known.select_related("scheme", "written_by").order_by("outcome", "scheme"),
        "schemes": administration.schemes.all(),
        "outcomes": Decision.Outcome.choices,
        "all": ALL,
    }
    return render(request, "certifications/letters.html", context)


@form_page
def letter(request: UserRequest, outcome: str, slug: str) -> HttpResponse:
    """Write the text for an outcome; "Anteprima" shows it with example values before it is kept."""
    if outcome not in Decision.Outcome.values:
        raise Http404
    scheme = None
    if slug != ALL:
        own = request.user.administrations_with(Capability.CERTIFICATE_DECIDE)
        scheme = get_object_or_404(
            Scheme.objects.select_related("administration"), slug=slug, administration__in=own
        )
    administration = scheme.administration if scheme else _administration(request)
    require(can_edit_letters(request.user, administration))
    wording = _wording(administration, scheme, outcome)
    form = LetterTemplateForm(request.POST or None, initial=wording.__dict__)
    shown = wording
    if request.method == "POST" and form.is_valid():
        shown = Wording(**form.cleaned_data)
        match request.POST.get("go"):
            case "pdf" if is_too_frequent(request, "letter_preview", limit=DOWNLOADS, seconds=SPAN):
                form.add_error(None, _("Hai chiesto molte anteprime: riprova fra qualche minuto."))
            case "pdf":
                return _pdf(administration, shown)
            case "preview":
                pass
            case _:
                if attempt(
                    form,
                    write_letter,
                    administration=administration,
                    scheme=scheme,
                    outcome=outcome,
                    by=request.user,
                    **form.cleaned_data,
                ):
                    messages.success(request, _("Testo salvato: vale per le prossime lettere."))
                    return redirect("certifications:letters")
    context: dict[str, Any] = {
        "administration": administration,
        "scheme": scheme,
        "outcome": Decision.Outcome(outcome).label,
        "form": form,
        "placeholders": PLACEHOLDERS.items(),
        "subject": fill(shown.subject, SAMPLE_VALUES),
        "body": fill(shown.body, SAMPLE_VALUES),
        "appeals": fill(shown.appeals, SAMPLE_VALUES),
    }
    status = 429 if request.method == "POST" and form.non_field_errors() else 200
    return render(request, "certifications/letter_form.html", context, status=status)


def _wording(administration: Administration, scheme: Scheme | None, outcome: str) -> Wording:
    """The text in use for exactly this mark, else the one that now stands in its place."""
    known = LetterTemplate.objects.current().filter(administration=administration, outcome=outcome)
    found = known.filter(scheme=scheme).first() or known.filter(scheme=None).first()
    return Wording(found.subject, found.body, found.appeals) if found else default_wording(outcome)


def _pdf(administration: Administration, wording: Wording) -> HttpResponse:
    content = letter_pdf(
        wording,
        SAMPLE_VALUES,
        administration=administration,
        recipient=[SAMPLE_VALUES["organizzazione"]],
        day=timezone.localdate(),
    )
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="anteprima.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
