"""One's deadlines, as a page and as a private calendar."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from certifications.deadlines import calendar_of_deadlines, deadlines_of_person
from certifications.models import DeadlineCalendarKey
from familynet.accounts.requests import UserRequest
from familynet.kernel.calendars import person_with_key, private_answer, renew_key, stop_key


@require_safe
def deadlines(request: UserRequest) -> HttpResponse:
    """What is due for the person, the nearest first; the calendar to subscribe to."""
    context = {
        "deadlines": deadlines_of_person(request.user),
        "today": timezone.localdate(),
        "key": DeadlineCalendarKey.objects.filter(user=request.user).first(),
    }
    return render(request, "certifications/deadlines.html", context)


@require_POST
def deadlines_key(request: UserRequest) -> HttpResponse:
    """Make, renew or stop the secret calendar; the address is shown on this answer only."""
    if request.POST.get("step") == "stop":
        stop_key(DeadlineCalendarKey, by=request.user, label=lambda: _("Calendario delle scadenze chiuso"))
        messages.success(request, _("Il tuo calendario è chiuso: l'indirizzo di prima non funziona più."))
        return redirect("certifications:deadlines")
    token = renew_key(
        DeadlineCalendarKey, by=request.user, label=lambda: _("Indirizzo del calendario delle scadenze rinnovato")
    )
    address = settings.SITE_URL + reverse("certifications:deadlines_feed", args=[token])
    return render(request, "certifications/deadlines_key.html", {"address": address})


@login_not_required
@require_safe
def deadlines_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The deadlines of one person, known by the secret address alone."""
    person = person_with_key(DeadlineCalendarKey, token)
    if person is None:
        raise Http404
    page = settings.SITE_URL + reverse("certifications:deadlines")
    body = calendar_of_deadlines(deadlines_of_person(person), name=_("FamilyNet: le mie scadenze"), address=page)
    return private_answer(request, body)
