"""The notifications of the person who is signed in, the choices, and the page that stops mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.core.paginator import Paginator
from django.db.models import Case, Count, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from familynet.accounts.requests import UserRequest
from familynet.kernel.pages import form_page
from familynet.notifications import actions
from familynet.notifications.forms import ChoicesForm
from familynet.notifications.models import Notification, Topic
from familynet.notifications.stops import read_token

PER_PAGE = 20


@require_safe
def notification_list(request: UserRequest) -> HttpResponse:
    """What the person was told: unread first, or only those; all topics, or one."""
    only_unread = request.GET.get("mostra") == "da-leggere"
    topic = request.GET.get("argomento", "")
    mine = Notification.objects.visible_to(request.user)
    counts = dict(mine.unread().order_by().values_list("topic").annotate(n=Count("pk")))
    shown = mine.unread() if only_unread else mine
    if topic in Topic.values:
        shown = shown.filter(topic=topic)
    is_read = Case(When(read_at=None, then=Value(0)), default=Value(1))
    pages = Paginator(shown.select_related("actor").order_by(is_read, "-created_at", "-pk"), PER_PAGE)
    context = {
        "page_obj": pages.get_page(request.GET.get("page")),
        "only_unread": only_unread,
        "topic": topic if topic in Topic.values else "",
        "topics": [(each, counts.get(each.value, 0)) for each in Topic],
        "unread": sum(counts.values()),
    }
    return render(request, "notifications/list.html", context)


def _load(request: UserRequest, pk: int) -> Notification:
    return get_object_or_404(Notification.objects.visible_to(request.user), pk=pk)


@require_POST
def open_one(request: UserRequest, pk: int) -> HttpResponse:
    """Mark as read and go to what it is about."""
    notification = _load(request, pk)
    actions.mark_read(notification, by=request.user)
    own = url_has_allowed_host_and_scheme(notification.path, allowed_hosts=None)
    return redirect(notification.path if own else "notifications:list")


@require_POST
def read(request: UserRequest, pk: int) -> HttpResponse:
    actions.mark_read(_load(request, pk), by=request.user)
    return redirect("notifications:list")


@require_POST
def read_all(request: UserRequest) -> HttpResponse:
    actions.mark_all_read(by=request.user)
    messages.success(request, _("Hai letto tutto."))
    return redirect("notifications:list")


@form_page
def choices(request: UserRequest) -> HttpResponse:
    """How often mail comes, topic by topic."""
    start = {topic.value: chosen.value for topic, chosen in actions.frequencies_of(request.user).items()}
    form = ChoicesForm(request.POST if request.method == "POST" else None, initial=start)
    if form.is_valid():
        actions.choose_frequencies(form.choices, by=request.user)
        messages.success(request, _("Scelte salvate. Valgono anche per ciò che aspetta di essere spedito."))
        return redirect("notifications:choices")
    return render(request, "notifications/choices.html", {"form": form})


@never_cache
@csrf_exempt
@login_not_required
@form_page
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link of a mail leads: says what will stop, and stops it on POST. May be used twice.

    Without a CSRF token, as the one-click POST of a mail program asks (RFC 8058): the signed token alone is the
    permission, and nothing of a session is looked at or shown.
    """
    try:
        found = read_token(token)
    except signing.BadSignature:
        response = render(request, "notifications/stop_unknown.html", status=404)
    else:
        name = found.name
        if request.method == "POST":
            found.end()
        context = {"name": name, "done": request.method == "POST", "url": request.path}
        response = render(request, "notifications/stop.html", context)
    # The address is a permission: it goes to no other site, and into no search engine.
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
