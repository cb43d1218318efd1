"""The people who act for an organisation: invite, remove, and what the link of an invitation shows."""

from typing import cast

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from familynet.accounts.actions import hash_token
from familynet.accounts.forms import AcceptForm
from familynet.accounts.models import User
from familynet.kernel.pages import attempt, form_page, require
from familynet.organisations import actions, permissions
from familynet.organisations.forms import InvitationForm, OptionalReasonForm
from familynet.organisations.models import OrganisationInvitation
from familynet.organisations.views.records import organisation_or_404


@form_page
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = organisation_or_404(request, slug)
    require(permissions.can_invite(request.user, organisation))
    form = InvitationForm(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        if attempt(form, actions.invite_member, by=request.user, organisation=organisation, **data):
            messages.success(request, _("Invito inviato a %(email)s.") % {"email": data["email"]})
            return redirect("organisations:detail", slug=slug)
    return render(request, "organisations/invite.html", {"form": form, "organisation": organisation})


@form_page
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    organisation = organisation_or_404(request, slug)
    members = organisation.members.current().select_related("user", "organisation__administration")
    member = get_object_or_404(members, pk=pk)
    require(permissions.can_remove(request.user, member))
    form = OptionalReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        comment = form.cleaned_data["comment"]
        if attempt(form, actions.remove_member, by=request.user, member=member, comment=comment):
            messages.success(request, _("%(name)s non agisce più per l'organizzazione.") % {"name": member.user})
            still = permissions.can_manage_people(request.user, organisation)
            return redirect("organisations:detail", slug=slug) if still else redirect("portal:desk")
    context = {
        "title": _("Togli la persona"),
        "text": _("%(name)s non potrà più agire per %(organisation)s. Il cambiamento vale da subito.")
        % {"name": member.user, "organisation": organisation.name},
        "form": form,
        "submit_label": _("Togli la persona"),
        "cancel_url": reverse("organisations:detail", args=[slug]),
        "dangerous": True,
    }
    return render(request, "components/confirm.html", context)


@form_page
def withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    organisation = organisation_or_404(request, slug)
    invitation = get_object_or_404(organisation.invitations.select_related("organisation__administration"), pk=pk)
    require(permissions.can_manage_invitation(request.user, invitation))
    if request.method == "POST":
        actions.withdraw_invitation(by=cast(User, request.user), invitation=invitation)
        messages.success(request, _("Invito ritirato: il collegamento non vale più."))
        return redirect("organisations:detail", slug=slug)
    context = {
        "title": _("Ritira l'invito"),
        "text": _("Il collegamento inviato a %(email)s non varrà più.") % {"email": invitation.email},
        "submit_label": _("Ritira l'invito"),
        "cancel_url": reverse("organisations:detail", args=[slug]),
        "dangerous": True,
    }
    return render(request, "components/confirm.html", context)


@sensitive_post_parameters("password1", "password2")
@never_cache
@login_not_required
@form_page
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link of an invitation leads; what happens depends on who is signed in."""
    invitations = OrganisationInvitation.objects.select_related("organisation__administration", "invited_by")
    invitation = get_object_or_404(invitations, token_hash=hash_token(token))
    if not invitation.is_open:
        response = page(request, invitation, "closed", status=410)
    elif request.user.is_authenticated:
        response = _accept_signed_in(request, invitation)
    elif User.objects.filter(email__iexact=invitation.email).exists():
        response = page(request, invitation, "sign_in")
    else:
        response = _accept_new(request, invitation)
    # The address is a secret: it goes to no other site, and into no search engine.
    response["Referrer-Policy"] = "strict-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def page(
    request: HttpRequest,
    invitation: OrganisationInvitation,
    situation: str,
    form: AcceptForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"invitation": invitation, "situation": situation, "form": form}
    return render(request, "organisations/invitation_accept.html", context, status=status)


def _accept_signed_in(request: HttpRequest, invitation: OrganisationInvitation) -> HttpResponse:
    user = cast(User, request.user)
    if not permissions.can_accept(user, invitation):
        return page(request, invitation, "other_person", status=403)
    if request.method == "POST":
        actions.accept_invitation(by=user, invitation=invitation)
        messages.success(request, _("Invito accettato."))
        return redirect("organisations:detail", slug=invitation.organisation.slug)
    return page(request, invitation, "confirm")


def _accept_new(request: HttpRequest, invitation: OrganisationInvitation) -> HttpResponse:
    form = AcceptForm(request.POST or None, invitation=invitation)
    if form.is_valid():
        name, password = form.cleaned_data["full_name"], form.cleaned_data["password2"]
        user = attempt(form, actions.join_by_invitation, invitation=invitation, full_name=name, password=password)
        if user:
            messages.success(request, _("Benvenuto in FamilyNet: il tuo account è pronto."))
            address = reverse("organisations:detail", args=[invitation.organisation.slug])
            return perform_login(request, user, email_verification="none", redirect_url=address)
    return page(request, invitation, "new", form)
