"""Follow a practice, an area or a place; see and end what one follows."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from familynet.kernel.pages import attempt
from practices import actions
from practices.followers import named
from practices.forms import FOLLOW_FORMS
from practices.models import Follow, Practice
from practices.views.work import signed_in


def _page(request: HttpRequest, refused: dict[str, Any] | None = None) -> HttpResponse:
    """What the person follows, and the forms to follow more; `refused` are forms with errors."""
    found = Follow.objects.visible_to(signed_in(request)).select_related("practice")
    forms = {kind: form(prefix=kind) for kind, form in FOLLOW_FORMS.items()} | (refused or {})
    context = {"follows": named(found), "forms": forms}
    return render(request, "practices/follows.html", context)


@require_safe
def follows(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_POST
def follow_more(request: HttpRequest, kind: str) -> HttpResponse:
    """Follow an area or a place: from the form of the page, or by the button of the list."""
    if kind not in FOLLOW_FORMS:
        raise Http404
    form = FOLLOW_FORMS[kind](request.POST, prefix=kind)
    if not form.is_valid() or not attempt(form, actions.follow, by=signed_in(request), **form.target()):
        return _page(request, {kind: form})
    messages.success(request, _("Fatto: ti avvisiamo quando c'è una novità."))
    return redirect(_back(request))


@require_POST
def follow_practice(request: HttpRequest, slug: str) -> HttpResponse:
    practice = get_object_or_404(Practice.objects.public(), slug=slug)
    try:
        actions.follow(by=signed_in(request), practice=practice)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Segui questa pratica: ti avvisiamo quando c'è una novità."))
    return redirect(practice)


@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    followed = get_object_or_404(Follow.objects.visible_to(signed_in(request)), pk=pk)
    actions.unfollow(followed, by=signed_in(request))
    messages.success(request, _("Non la segui più."))
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    """The page of this site from which the button was pressed, or the list of what one follows."""
    wanted = request.POST.get("next", "")
    own = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if own else reverse("practices:follows")
