"""The tab Parere of a file: what the accompanying administration thinks of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from certifications.actions import give_accompanying_opinion
from certifications.forms import OpinionForm
from certifications.models import AccompanyingOpinion
from certifications.permissions import can_accompany, can_see_opinion
from certifications.views.file_pages import load_file, render_file
from familynet.accounts.requests import UserRequest
from familynet.kernel.pages import attempt, form_page, require

TAB = "file_opinion"


@form_page
def opinion(request: UserRequest, public_id: str) -> HttpResponse:
    """Both administrations read it; the accompanying one writes it until the decision."""
    application = load_file(request, public_id)
    require(can_see_opinion(request.user, application))
    may_write = can_accompany(request.user, application)
    given = (
        AccompanyingOpinion.objects.filter(application=application)
        .select_related("administration", "given_by")
        .first()
    )
    form = None
    if may_write:
        form = OpinionForm(request.POST if request.method == "POST" else None, instance=_copy(given))
    if request.method == "POST":
        require(form is not None)
        assert form is not None
        if form.is_valid() and attempt(
            form, give_accompanying_opinion, application=application, by=request.user, **form.cleaned_data
        ):
            messages.success(request, _("Parere registrato: chi certifica lo vede."))
            return redirect("certifications:file_opinion", public_id=public_id)
    context = {"opinion": given, "form": form}
    return render_file(request, "certifications/file_opinion.html", application, TAB, context)


def _copy(given: AccompanyingOpinion | None) -> AccompanyingOpinion | None:
    """What the form may fill while the page still shows what is stored."""
    return AccompanyingOpinion.objects.get(pk=given.pk) if given else None
