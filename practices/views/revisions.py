"""Opening a new version, saying that a practice is still valid, changing the kind of a draft."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from familynet.kernel.pages import form_page
from familynet.kernel.workflow import TransitionConflict
from practices.actions import change_kind, confirm_practice, open_revision
from practices.forms import KindForm
from practices.permissions import can_create, can_edit, can_revise
from practices.views.work import load, signed_in


@form_page
def revise(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Say what will happen, then open the working copy; the one that is open, where there is one."""
    practice, user = load(request, uuid), signed_in(request)
    if not can_create(user, practice.administration_id):
        raise PermissionDenied
    if not can_revise(user, practice):
        raise TransitionConflict(practice)
    if request.method == "POST":
        return redirect(open_revision(practice, by=user).work_url)
    context = {
        "title": _("Modificare “%(title)s”?") % {"title": practice.title},
        "text": _(
            "Si apre una nuova versione in bozza. La pagina pubblica resta com'è finché la nuova versione non è "
            "validata e pubblicata."
        ),
        "submit_label": _("Apri la nuova versione"),
        "cancel_url": practice.work_url,
    }
    return render(request, "components/confirm.html", context)


@require_POST
def confirm(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One click: nothing has changed, the practice is still valid."""
    practice = load(request, uuid)
    confirm_practice(practice, by=signed_in(request))
    day = date_format(practice.review_on, "d/m/Y") if practice.review_on else ""
    messages.success(request, _("Confermata. La prossima conferma serve entro il %(day)s.") % {"day": day})
    return redirect(practice.work_url)


@form_page
def kind(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A draft tells of a practice or of a failure; what is written stays."""
    practice, user = load(request, uuid), signed_in(request)
    if not can_create(user, practice.administration_id):
        raise PermissionDenied
    if not can_edit(user, practice):
        raise TransitionConflict(practice)
    form = KindForm(request.POST or None, initial={"kind": practice.kind})
    if request.method == "POST" and form.is_valid():
        change_kind(practice, kind=form.cleaned_data["kind"], by=user)
        messages.success(request, _("Tipo salvato."))
        return redirect(practice.work_url)
    context = {
        "title": _("Buona pratica o esperienza che non ha funzionato"),
        "form": form,
        "submit_label": _("Salva"),
        "cancel_url": practice.work_url,
    }
    return render(request, "components/confirm.html", context)
