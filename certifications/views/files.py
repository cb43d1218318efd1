"""A file (pratica) at the office: summary and history."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from certifications.views.file_pages import load_file, render_file
from familynet.accounts.requests import UserRequest
from familynet.kernel.history import HistoryEntry


@require_safe
def summary(request: UserRequest, public_id: str) -> HttpResponse:
    application = load_file(request, public_id)
    return render_file(request, "certifications/file_summary.html", application, "file", {})


@require_safe
def history(request: UserRequest, public_id: str) -> HttpResponse:
    application = load_file(request, public_id)
    entries = HistoryEntry.objects.of(application).select_related("actor", "act")
    context = {"entries": entries}
    return render_file(request, "certifications/file_history.html", application, "file_history", context)
