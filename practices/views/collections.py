"""Collections at the desk: mine, those of the administration, those shared with me; keep one, share it."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from familynet.accounts.models import Administration, User
from familynet.accounts.roles import Capability
from familynet.kernel.history import HistoryEntry
from familynet.kernel.pages import attempt, form_page, require
from practices import actions
from practices.forms.collections import AddForm, CollectionForm, NoteForm, ShareForm
from practices.models import Collection, CollectionItem, Practice
from practices.permissions.collections import can_edit_collection, can_keep_collections
from practices.printing import volumes
from practices.views.work import signed_in

PAGE_SIZE = 20
ITEMS_PAGE = 50


def keeper(request: HttpRequest) -> User:
    """An official; people of organisations have no collections."""
    user = signed_in(request)
    require(can_keep_collections(user))
    return user


def load_collection(request: HttpRequest, uuid: UUID) -> Collection:
    """A collection that this person sees at the desk, or 404."""
    visible = Collection.objects.visible_to(request.user).select_related("owner__administration", "administration")
    collection = get_object_or_404(visible, uuid=uuid)
    keeper(request)
    return collection


def load_own(request: HttpRequest, uuid: UUID) -> Collection:
    """The same, if this person keeps it; 403 otherwise."""
    collection = load_collection(request, uuid)
    require(can_edit_collection(request.user, collection))
    return collection


def load_item(request: HttpRequest, uuid: UUID, pk: int) -> CollectionItem:
    items = load_own(request, uuid).items.select_related("practice", "collection")
    return get_object_or_404(items, pk=pk)


def own_administrations(user: User) -> list[Administration]:
    """The administrations for which the person may keep collections."""
    return list(Administration.objects.filter(pk__in=user.administrations_with(Capability.PRACTICE_WRITE)))


SHELVES = ("", "amministrazione", "condivise", "chiuse")


@require_safe
def collections_work(request: HttpRequest) -> HttpResponse:
    """Four shelves: mine, my administration's, shared with me, closed."""
    user = keeper(request)
    shelf = request.GET.get("elenco", "")
    visible = Collection.objects.visible_to(user)
    mine = visible.filter(owner=user, closed_at=None)
    ours = visible.filter(administration__in=user.administrations_with(Capability.PRACTICE_VIEW), closed_at=None)
    shelves = {
        "": mine,
        "amministrazione": ours,
        "condivise": visible.filter(closed_at=None)
        .exclude(pk__in=mine.values("pk"))
        .exclude(pk__in=ours.values("pk")),
        "chiuse": Collection.objects.kept_by(user).exclude(closed_at=None),
    }
    labels = (_("Mie"), _("Dell'amministrazione"), _("Condivise con me"), _("Chiuse"))
    chosen = shelf if shelf in shelves else ""
    tabs = [(key, label, shelves[key].count(), key == chosen) for key, label in zip(SHELVES, labels, strict=True)]
    page = Paginator(shelves[chosen].with_numbers(), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "practices/collection_desk.html", {"page_obj": page, "tabs": tabs, "shelf": chosen})


@form_page
def collection_new(request: HttpRequest) -> HttpResponse:
    user = keeper(request)
    own = user.administrations_with(Capability.PRACTICE_WRITE)
    form = CollectionForm(request.POST or None, administrations=Administration.objects.filter(pk__in=own))
    if request.method == "POST" and form.is_valid():
        made = attempt(form, actions.create_collection, by=user, **form.cleaned_data)
        if made:
            return redirect(made.work_url)
    return render(request, "practices/collection_form.html", {"form": form})


@require_safe
def collection_work(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One collection: its practices, and for who keeps it the tools."""
    collection = load_collection(request, uuid)
    items = collection.items.select_related("practice__administration", "practice__policy_area")
    page = Paginator(items, ITEMS_PAGE).get_page(request.GET.get("page"))
    may_edit = can_edit_collection(request.user, collection) and not collection.is_closed
    if may_edit:
        for item in page:
            item.note_form = NoteForm(initial={"note": item.note, "base": item.note}, prefix=f"n{item.pk}")  # type: ignore[attr-defined]
    context = {
        "collection": collection,
        "page_obj": page,
        "volumes": range(1, volumes(page.paginator.count) + 1),
        "may_edit": may_edit,
        "may_reopen": can_edit_collection(request.user, collection) and collection.is_closed,
        "history": _history(collection) if can_edit_collection(request.user, collection) else [],
    }
    return render(request, "practices/collection_work.html", context)


def _history(collection: Collection) -> list[HistoryEntry]:
    """The newest entries, each with the practice it is about."""
    entries = list(HistoryEntry.objects.of(collection).select_related("actor", "act")[:30])
    for entry in entries:
        entry.about = entry.data.get("about", "")  # type: ignore[attr-defined]
    return entries


@form_page
def collection_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    collection = load_own(request, uuid)
    initial = {"title": collection.title, "description": collection.description}
    form = CollectionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(form, actions.describe_collection, collection=collection, by=signed_in(request), **data):
            messages.success(request, _("Raccolta aggiornata."))
            return redirect(collection.work_url)
    return render(request, "practices/collection_form.html", {"form": form, "collection": collection})


@form_page
def collection_share(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Who sees it; a public one is confirmed."""
    collection = load_own(request, uuid)
    form = ShareForm(request.POST or None, collection=collection)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(form, actions.share_collection, collection=collection, by=signed_in(request), **data):
            messages.success(request, _("Hai cambiato chi vede la raccolta."))
            return redirect(collection.work_url)
    notes = collection.items.exclude(note="").count()
    return render(
        request, "practices/collection_share.html", {"form": form, "collection": collection, "notes": notes}
    )


@form_page
def collection_close(request: HttpRequest, uuid: UUID) -> HttpResponse:
    collection = load_own(request, uuid)
    if request.method == "POST":
        actions.close_collection(collection, by=signed_in(request))
        messages.success(request, _("Raccolta chiusa: la trovi tra quelle chiuse."))
        return redirect("practices:collections_work")
    context = {
        "title": _("Vuoi chiudere la raccolta “%(title)s”?") % {"title": collection.title},
        "text": _("Nessun altro la vedrà più, nemmeno se è pubblica. La puoi riaprire quando vuoi."),
        "submit_label": _("Chiudi la raccolta"),
        "cancel_url": collection.work_url,
        "dangerous": True,
    }
    return render(request, "components/confirm.html", context)


@require_POST
def collection_reopen(request: HttpRequest, uuid: UUID) -> HttpResponse:
    collection = load_own(request, uuid)
    actions.reopen_collection(collection, by=signed_in(request))
    messages.success(request, _("Raccolta riaperta: per ora la vede solo chi la cura."))
    return redirect(collection.work_url)


@form_page
def collection_add(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Put a public practice into one of the collections at hand, or into a new one."""
    user = keeper(request)
    practice = get_object_or_404(Practice.objects.public().for_cards(), uuid=uuid)
    collections = Collection.objects.editable_by(user).select_related("administration")
    form = AddForm(request.POST or None, collections=collections)
    if request.method == "POST" and form.is_valid():
        item = attempt(form, actions.collect_practice, practice=practice, by=user, **_added(form))
        if item:
            messages.success(
                request, _("Pratica aggiunta alla raccolta “%(title)s”.") % {"title": item.collection}
            )
            return redirect(item.collection.work_url)
    return render(request, "practices/collection_add.html", {"form": form, "practice": practice})


def _added(form: AddForm) -> dict[str, object]:
    data = form.cleaned_data
    return {"collection": form.chosen, "title": data["title"], "note": data["note"]}


@form_page
def collection_note(request: HttpRequest, uuid: UUID, pk: int) -> HttpResponse:
    """Write the note of one practice; a refused text stays on the page."""
    item = load_item(request, uuid, pk)
    prefix = f"n{item.pk}"
    form = NoteForm(request.POST or None, initial={"note": item.note, "base": item.note}, prefix=prefix)
    if request.method == "POST" and form.is_valid():
        if attempt(form, actions.annotate_item, item=item, by=signed_in(request), **form.cleaned_data):
            messages.success(request, _("Nota salvata."))
            return redirect(item.collection.work_url + f"#p{item.pk}")
        # What the other person wrote is now known: saving again writes over it on purpose.
        form.data = {**request.POST.dict(), f"{prefix}-base": _note_now(item)}
    return render(request, "practices/collection_note.html", {"form": form, "item": item}, status=_status(form))


def _note_now(item: CollectionItem) -> str:
    return CollectionItem.objects.filter(pk=item.pk).values_list("note", flat=True).first() or ""


def _status(form: NoteForm) -> int:
    return 409 if form.errors and "note" in form.errors and form.is_bound else 200


@require_POST
def collection_move(request: HttpRequest, uuid: UUID, pk: int) -> HttpResponse:
    item = load_item(request, uuid, pk)
    actions.move_item(item, up=request.POST.get("direction") == "up", by=signed_in(request))
    return redirect(item.collection.work_url + f"#p{item.pk}")


@form_page
def collection_remove(request: HttpRequest, uuid: UUID, pk: int) -> HttpResponse:
    item = load_item(request, uuid, pk)
    if request.method == "POST":
        actions.remove_from_collection(item, by=signed_in(request))
        messages.success(request, _("Pratica tolta dalla raccolta."))
        return redirect(item.collection.work_url)
    context = {
        "title": _("Vuoi togliere “%(title)s” dalla raccolta?") % {"title": item.practice.title},
        "text": _("Anche la nota va via. La pratica resta dov'è."),
        "submit_label": _("Togli dalla raccolta"),
        "cancel_url": item.collection.work_url,
        "dangerous": True,
    }
    return render(request, "components/confirm.html", context)
