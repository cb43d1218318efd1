"""People of the own administration, invitations, and the own profile."""

from typing import Any, cast

from allauth.account.decorators import reauthentication_required
from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django_filters.views import FilterView

from familynet.accounts import actions
from familynet.accounts.filters import PersonFilter
from familynet.accounts.forms import AcceptForm, GrantRoleForm, InvitationForm, ProfileForm, ReasonForm
from familynet.accounts.models import Invitation, RoleAssignment, User
from familynet.accounts.permissions import (
    can_accept,
    can_deactivate,
    can_grant_role,
    can_manage_invitation,
    can_manage_people,
    can_manage_person,
    can_reactivate,
    can_view_people,
)
from familynet.accounts.requests import UserRequest
from familynet.kernel.history import HistoryEntry
from familynet.kernel.pages import attempt, form_page, require


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, also when it is empty; None when the page is only asked for."""
    return request.POST if request.method == "POST" else None


# --- People ----------------------------------------------------------------------------------


class PeopleList(FilterView):
    request: UserRequest
    filterset_class = PersonFilter
    template_name = "accounts/people.html"
    paginate_by = 30

    def dispatch(self, request: UserRequest, *args: Any, **kwargs: Any) -> Any:
        require(can_view_people(request.user, request.user.administration))
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        return User.objects.visible_to(self.request.user).with_roles()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        pending = [Invitation.State.SENT, Invitation.State.EXPIRED]
        waiting = Invitation.objects.visible_to(user).filter(state__in=pending).exclude(email="")
        return super().get_context_data(
            invitations=waiting.select_related("invited_by")[:100],
            may_manage=can_manage_people(user, user.administration),
            **kwargs,
        )


def person_or_404(request: UserRequest, pk: int) -> User:
    people = User.objects.visible_to(request.user).select_related("administration").with_roles()
    return get_object_or_404(people, pk=pk)


def person(request: UserRequest, pk: int) -> HttpResponse:
    """Roles, state and history of one person."""
    subject = person_or_404(request, pk)
    history = HistoryEntry.objects.of(subject).filter(administration=subject.administration)
    context = {
        "subject": subject,
        "entries": history.select_related("actor", "act", "administration")[:100],
        "may_manage": can_manage_person(request.user, subject),
        "may_grant": can_grant_role(request.user, subject),
        "may_deactivate": can_deactivate(request.user, subject),
        "may_reactivate": can_reactivate(request.user, subject),
    }
    return render(request, "accounts/person.html", context)


@form_page
def grant(request: UserRequest, pk: int) -> HttpResponse:
    subject = person_or_404(request, pk)
    require(can_grant_role(request.user, subject))
    return _grant(request, subject)


@reauthentication_required(app="familynet.accounts")
def _grant(request: UserRequest, subject: User) -> HttpResponse:
    form = GrantRoleForm(posted(request), person=subject)
    if form.is_valid() and attempt(
        form, actions.grant_role, by=request.user, user=subject, role=form.cleaned_data["role"]
    ):
        messages.success(request, _("Ruolo assegnato."))
        return redirect("accounts:person", pk=subject.pk)
    return render(request, "accounts/grant_role.html", {"subject": subject, "form": form})


def confirmed(request: UserRequest, form: Form, action: Any, **arguments: Any) -> bool:
    """True when the confirmation was sent and the action went through."""
    return request.method == "POST" and form.is_valid() and attempt(form, action, by=request.user, **arguments)


@form_page
def end(request: UserRequest, pk: int, assignment: int) -> HttpResponse:
    subject = person_or_404(request, pk)
    held = get_object_or_404(
        RoleAssignment.objects.in_force().select_related("user", "administration"), pk=assignment, user=subject
    )
    require(can_manage_people(request.user, held.administration))
    form = ReasonForm(posted(request))
    if confirmed(request, form, actions.end_role, assignment=held, comment=request.POST.get("comment", "")):
        messages.success(request, _("Ruolo tolto: da ora non vale più."))
        return redirect("accounts:person", pk=subject.pk)
    text = _("%(person)s non potrà più agire come «%(role)s». Il cambiamento vale da subito.")
    context = {
        "title": _("Togli il ruolo"),
        "text": text % {"person": subject, "role": held.get_role_display()},
        "form": form,
        "submit_label": _("Togli il ruolo"),
        "cancel_url": reverse("accounts:person", args=[subject.pk]),
        "dangerous": True,
    }
    return render(request, "components/confirm.html", context)


@form_page
def deactivate(request: UserRequest, pk: int) -> HttpResponse:
    subject = person_or_404(request, pk)
    require(can_deactivate(request.user, subject))
    form = ReasonForm(posted(request))
    if confirmed(request, form, actions.deactivate_person, user=subject, comment=request.POST.get("comment", "")):
        messages.success(request, _("Persona disattivata."))
        return redirect("accounts:person", pk=subject.pk)
    text = _("%(person)s non potrà più accedere. Tutti i ruoli e tutti gli accessi aperti finiscono subito.")
    context = {
        "title": _("Disattiva la persona"),
        "text": text % {"person": subject},
        "form": form,
        "submit_label": _("Disattiva"),
        "cancel_url": reverse("accounts:person", args=[subject.pk]),
        "dangerous": True,
    }
    return render(request, "components/confirm.html", context)


@require_POST
def reactivate(request: UserRequest, pk: int) -> HttpResponse:
    subject = person_or_404(request, pk)
    actions.reactivate_person(by=request.user, user=subject)
    messages.success(request, _("Persona riattivata, senza ruoli. Assegna quelli che servono."))
    return redirect("accounts:person", pk=subject.pk)


# --- Invitations -----------------------------------------------------------------------------


@form_page
def invite(request: UserRequest) -> HttpResponse:
    require(can_manage_people(request.user, request.user.administration))
    return _invite(request)


@reauthentication_required(app="familynet.accounts")
def _invite(request: UserRequest) -> HttpResponse:
    administration = request.user.administration
    assert administration is not None
    form = InvitationForm(posted(request), administration=administration)
    if form.is_valid():
        data = {name: form.cleaned_data[name] for name in ("email", "full_name", "roles")}
        if attempt(form, actions.invite_person, by=request.user, administration=administration, **data):
            messages.success(request, _("Invito inviato a %(email)s.") % {"email": data["email"]})
            return redirect("accounts:people")
    return render(request, "accounts/invite.html", {"form": form, "administration": administration})


def invitation_or_404(request: UserRequest, uuid: Any) -> Invitation:
    visible = Invitation.objects.visible_to(request.user).select_related("administration")
    return get_object_or_404(visible, uuid=uuid)


@require_POST
def resend(request: UserRequest, uuid: Any) -> HttpResponse:
    invitation = invitation_or_404(request, uuid)
    try:
        actions.resend_invitation(by=request.user, invitation=invitation)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Invito inviato di nuovo. Il collegamento di prima non vale più."))
    return redirect("accounts:people")


@form_page
def withdraw(request: UserRequest, uuid: Any) -> HttpResponse:
    invitation = invitation_or_404(request, uuid)
    require(can_manage_invitation(request.user, invitation))
    if request.method == "POST":
        actions.withdraw_invitation(by=request.user, invitation=invitation)
        messages.success(request, _("Invito ritirato: il collegamento non vale più."))
        return redirect("accounts:people")
    context = {
        "title": _("Ritira l'invito"),
        "text": _("Il collegamento inviato a %(email)s non varrà più.") % {"email": invitation.email},
        "submit_label": _("Ritira l'invito"),
        "cancel_url": reverse("accounts:people"),
        "dangerous": True,
    }
    return render(request, "components/confirm.html", context)


@sensitive_post_parameters("password1", "password2")
@never_cache
@login_not_required
@form_page
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link of an invitation leads; what happens depends on who is signed in."""
    invitations = Invitation.objects.select_related("administration", "invited_by")
    invitation = get_object_or_404(invitations, token_hash=actions.hash_token(token))
    if not invitation.is_open:
        response = render(request, "accounts/invitation_closed.html", {"invitation": invitation}, status=410)
    elif request.user.is_authenticated:
        response = _accept_signed_in(cast(UserRequest, request), invitation)
    elif User.objects.filter(email__iexact=invitation.email).exists():
        response = render(request, "accounts/invitation_sign_in.html", {"invitation": invitation})
    else:
        response = _accept_new(request, invitation)
    # The address is a secret: it goes to no other site, and into no search engine.
    response["Referrer-Policy"] = "strict-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _accept_signed_in(request: UserRequest, invitation: Invitation) -> HttpResponse:
    if not can_accept(request.user, invitation):
        return render(request, "accounts/invitation_other_person.html", {"invitation": invitation}, status=403)
    if request.method == "POST":
        actions.accept_invitation(by=request.user, invitation=invitation)
        messages.success(request, _("Invito accettato."))
        return redirect("portal:desk")
    return render(request, "accounts/invitation_accept.html", {"invitation": invitation})


def _accept_new(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    form = AcceptForm(posted(request), invitation=invitation)
    if form.is_valid():
        data = {"full_name": form.cleaned_data["full_name"], "password": form.cleaned_data["password2"]}
        if attempt(form, actions.join_by_invitation, invitation=invitation, **data):
            user = User.objects.get(email=invitation.email)
            messages.success(request, _("Benvenuto in FamilyNet: il tuo account è pronto."))
            return perform_login(request, user, email_verification="none", redirect_url=reverse("portal:desk"))
    return render(request, "accounts/invitation_accept.html", {"invitation": invitation, "form": form})


# --- The own profile -------------------------------------------------------------------------


@form_page
def profile(request: UserRequest) -> HttpResponse:
    """Name and telephone; ways to password, second factor and sessions."""
    form = ProfileForm(posted(request), instance=request.user)
    if form.is_valid():
        actions.update_profile(by=request.user, **form.cleaned_data)
        messages.success(request, _("Profilo aggiornato."))
        return redirect("accounts:profile")
    roles = RoleAssignment.objects.in_force().filter(user=request.user).select_related("administration")
    return render(request, "accounts/profile.html", {"form": form, "roles": roles})
