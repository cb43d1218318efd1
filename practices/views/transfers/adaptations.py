"""Pages of the adaptation: what was kept, changed, dropped; the practice that tells it."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from familynet.kernel.pages import attempt, form_page
from familynet.kernel.workflow import TransitionConflict
from practices import actions
from practices.forms.transfers import ItemForm, TieForm
from practices.models import AdaptationItem, Practice, Transfer
from practices.permissions import can_create
from practices.permissions.transfers import can_adopt
from practices.sections import SECTIONS
from practices.views.transfers.work import load
from practices.views.work import signed_in


def _load_adapting(request: HttpRequest, uuid: UUID) -> Transfer:
    """404 for strangers, 403 for who does not adopt, 409 before and after the adaptation."""
    transfer = load(request, uuid)
    if not can_adopt(signed_in(request), transfer):
        raise PermissionDenied
    if transfer.state != Transfer.State.ADAPTING:
        raise TransitionConflict(transfer)
    return transfer


def _page(request: HttpRequest, transfer: Transfer, form: ItemForm, item: AdaptationItem | None) -> HttpResponse:
    context = {"transfer": transfer, "form": form, "item": item}
    return render(request, "practices/transfer_item.html", context)


@form_page
def add(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One more thing; "save and write another" stays on the page."""
    transfer = _load_adapting(request, uuid)
    form = ItemForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, actions.add_item, transfer=transfer, by=signed_in(request), **form.cleaned_data)
        if made:
            messages.success(request, _("Voce salvata."))
            again = request.POST.get("go") == "again"
            return redirect("practices:transfer_item_new", uuid=uuid) if again else redirect(transfer)
    return _page(request, transfer, form, None)


@form_page
def change(request: HttpRequest, uuid: UUID, pk: int) -> HttpResponse:
    transfer = _load_adapting(request, uuid)
    item = get_object_or_404(transfer.items.select_related("transfer"), pk=pk)
    # A copy: the form writes into its instance, the action into the row.
    form = ItemForm(request.POST or None, instance=transfer.items.get(pk=pk))
    if request.method == "POST" and form.is_valid():
        changed = attempt(form, actions.change_item, item=item, by=signed_in(request), **form.cleaned_data)
        if changed:
            messages.success(request, _("Voce salvata."))
            return redirect(transfer)
    return _page(request, transfer, form, item)


@form_page
def remove(request: HttpRequest, uuid: UUID, pk: int) -> HttpResponse:
    transfer = _load_adapting(request, uuid)
    item = get_object_or_404(transfer.items.select_related("transfer"), pk=pk)
    if request.method == "POST":
        actions.remove_item(item, by=signed_in(request))
        messages.success(request, _("Voce tolta."))
        return redirect(transfer)
    context = {
        "title": _("Vuoi togliere questa voce?"),
        "text": f"{item}. {item.text}",
        "submit_label": _("Togli la voce"),
        "cancel_url": transfer.get_absolute_url(),
        "dangerous": True,
    }
    return render(request, "components/confirm.html", context)


@form_page
def result(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Write the practice about the adaptation, or say which one it is."""
    transfer, user = load(request, uuid), signed_in(request)
    if not (can_adopt(user, transfer) and can_create(user, transfer.adopter_id)):
        raise PermissionDenied
    if transfer.state not in Transfer.RESULT_STATES:
        raise TransitionConflict(transfer)
    if request.method == "POST" and request.POST.get("go") == "new":
        draft = actions.write_adaptation(transfer, by=user)
        messages.success(request, _("Bozza creata dal testo della pratica: cambiala perché racconti la tua."))
        return redirect("practices:edit", uuid=draft.uuid, section_name=SECTIONS[0].name)
    own = Practice.objects.on_work_pages_of(user).filter(administration=transfer.adopter_id, revision_of=None)
    form = TieForm(request.POST or None, practices=own.exclude(pk=transfer.practice_id).order_by("title"))
    if request.method == "POST" and form.is_valid():
        tied = attempt(form, actions.tie_adaptation, transfer=transfer, by=user, **form.cleaned_data)
        if tied:
            messages.success(request, _("Pratica collegata."))
            return redirect(transfer)
    return render(request, "practices/transfer_result.html", {"transfer": transfer, "form": form})
