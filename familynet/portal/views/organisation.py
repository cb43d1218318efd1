"""The public page of an organisation."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from familynet.organisations.models import Organisation
from familynet.portal.organisation_page import OrganisationPage


@login_not_required
@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything public about one organisation; a merged one leads on to the record that took its place."""
    found = get_object_or_404(
        Organisation.objects.select_related("municipality__province__region", "administration", "merged_into"),
        slug=slug,
    )
    if found.merged_into:
        return redirect("portal:organisation", found.merged_into.slug, permanent=True)
    page = OrganisationPage.of(found)
    if not page.is_public:
        raise Http404
    can_edit = request.user.is_authenticated and Organisation.objects.visible_to(request.user).filter(pk=found.pk)
    context = {
        "page": page,
        "organisation": found,
        "points": page.points,
        "history": page.history(),
        "at_work": bool(can_edit and can_edit.exists()),
        "metatag": page.metatag(),
    }
    return render(request, "portal/organisation.html", context)
