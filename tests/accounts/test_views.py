"""Pages of people, invitations and the own profile, by real requests."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from familynet.accounts.actions import end_role, invite_person
from familynet.accounts.models import Invitation, RoleAssignment, User
from familynet.accounts.roles import Role
from familynet.kernel.emails import OutgoingEmail
from tests.accounts.conftest import token_in_mail
from tests.factories.accounts import InvitationFactory, RoleAssignmentFactory, UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "una frase lunga 7"


@pytest.fixture
def desk(client, administrator, signed_in):
    """The administrator's browser, with the password confirmed a moment ago."""
    signed_in(client, administrator)
    client.post("/accesso/conferma/", {"password": PASSWORD})
    return client


def held_by(user):
    return sorted(RoleAssignment.objects.in_force().filter(user=user).values_list("role", flat=True))


# --- People ----------------------------------------------------------------------------------


def test_people_filtered_by_role_state_and_text(desk, administrator, official, piemonte):
    assessor = official(Role.ASSESSOR, piemonte, full_name="Zita Valuta")
    leaver = UserFactory(administration=piemonte, full_name="Ugo Partito", is_active=False)

    def listed(**query):
        return list(desk.get("/scrivania/persone/", query).context["page_obj"])

    assert listed() == [administrator, leaver, assessor]
    assert listed(role="assessor") == [assessor]
    assert listed(state="inactive") == [leaver]
    assert listed(q="zita") == [assessor]


def test_invite_page_sends_the_invitation(desk, piemonte):
    data = {"email": "Nuova@piemonte.example", "full_name": "Nuova Persona", "roles": ["assessor", "auditor"]}
    response = desk.post("/scrivania/persone/invita/", data)
    invitation = Invitation.objects.get()
    assert (response.status_code, response["Location"]) == (302, "/scrivania/persone/")
    assert (invitation.email, invitation.roles) == ("nuova@piemonte.example", ["assessor", "auditor"])
    assert (invitation.administration, invitation.state) == (piemonte, "sent")


def test_invite_page_warns_of_another_domain_once(desk):
    data = {"email": "nuova@posta.example", "full_name": "Nuova Persona", "roles": ["assessor"]}
    page = desk.post("/scrivania/persone/invita/", data)
    assert "non è dell" in page.context["form"].errors["email"][0]
    assert Invitation.objects.count() == 0
    desk.post("/scrivania/persone/invita/", {**data, "other_domain": "on"})
    assert Invitation.objects.get().email == "nuova@posta.example"


def test_invite_page_asks_for_the_password_again_after_a_while(client_as, administrator):
    """The session is known, the sign-in is not recent."""
    administrator.set_password(PASSWORD)
    administrator.save()
    client = client_as(administrator)
    response = client.get("/scrivania/persone/invita/")
    assert response["Location"] == "/accesso/conferma/?next=%2Fscrivania%2Fpersone%2Finvita%2F"
    response = client.post(response["Location"], {"password": PASSWORD})
    assert response["Location"] == "/scrivania/persone/invita/"
    assert client.get(response["Location"]).status_code == 200


def test_grant_role_by_post_asks_again_and_then_goes_on(client_as, administrator, piemonte):
    administrator.set_password(PASSWORD)
    administrator.save()
    client, user = client_as(administrator), UserFactory(administration=piemonte)
    asked = client.post(reverse("accounts:grant_role", args=[user.pk]), {"role": "auditor"})
    assert (asked.status_code, held_by(user)) == (302, [])
    done = client.post(asked["Location"], {"password": PASSWORD})
    assert (done["Location"], held_by(user)) == (f"/scrivania/persone/{user.pk}/", ["auditor"])


def test_end_role_page_says_why_not(desk, administrator):
    held = administrator.role_assignments.get()
    url = reverse("accounts:end_role", args=[administrator.pk, held.pk])
    page = desk.post(url, {"comment": ""})
    assert page.context["form"].non_field_errors() == [
        "Non puoi togliere il tuo ruolo di amministrazione: lo fa un'altra persona che amministra."
    ]
    assert held_by(administrator) == ["administrator"]


def test_removed_role_stops_within_the_same_session(client, official, administrator, piemonte, signed_in):
    auditor = official(Role.AUDITOR, piemonte)
    signed_in(client, auditor)
    assert client.get("/scrivania/persone/").status_code == 200
    end_role(by=administrator, assignment=auditor.role_assignments.get())
    assert client.get("/scrivania/persone/").status_code == 403


def test_deactivated_person_is_signed_out_everywhere(desk, client_as, piemonte):
    user = UserFactory(administration=piemonte)
    theirs = client_as(user)
    assert theirs.get("/scrivania/profilo/").status_code == 200
    desk.post(reverse("accounts:deactivate", args=[user.pk]), {"comment": "Trasferita"})
    response = theirs.get("/scrivania/profilo/")
    assert (response.status_code, response["Location"]) == (302, "/accesso/?next=/scrivania/profilo/")
    assert User.objects.get(pk=user.pk).is_active is False


def test_withdrawn_invitation_opens_no_more(desk, client_as, invite):
    invitation, token = invite()
    desk.post(reverse("accounts:invitation_withdraw", args=[invitation.uuid]))
    response = client_as().get(f"/invito/{token}/")
    assert (response.status_code, Invitation.objects.get().state) == (410, "withdrawn")


def test_resent_invitation_has_a_new_link(desk, client_as, invite):
    invitation, old = invite()
    desk.post(reverse("accounts:invitation_resend", args=[invitation.uuid]))
    new = token_in_mail(invitation.email)
    assert [client_as().get(f"/invito/{token}/").status_code for token in (old, new)] == [404, 200]


# --- Invitations -----------------------------------------------------------------------------


def test_invitation_makes_the_account_and_signs_in(client, invite, piemonte):
    invitation, token = invite()
    page = client.get(f"/invito/{token}/")
    assert page["Referrer-Policy"] == "strict-origin"
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in page["Cache-Control"]
    data = {"full_name": "Nuova Persona", "password1": PASSWORD, "password2": PASSWORD}
    response = client.post(f"/invito/{token}/", data)
    user = User.objects.get(email=invitation.email)
    assert (response.status_code, response["Location"]) == (302, "/scrivania/")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert (user.administration, held_by(user)) == (piemonte, ["assessor"])


@pytest.mark.parametrize(
    ("first", "second", "says"),
    [
        (PASSWORD, "un'altra frase", "non sono uguali"),
        ("corta", "corta", "troppo corta"),
        ("nuova@piemonte.example", "nuova@piemonte.example", "simile"),
    ],
)
def test_invitation_refuses_weak_passwords(client, invite, first, second, says):
    _invitation, token = invite()
    page = client.post(f"/invito/{token}/", {"full_name": "Nuova", "password1": first, "password2": second})
    assert says in " ".join(page.context["form"].errors["password2"])
    assert Invitation.objects.get().state == "sent"


def test_invitation_of_who_has_an_account_asks_to_sign_in(client, signed_in, administrator, piemonte):
    user = UserFactory(email="sindaca@comune.example")
    invitation = invite_person(
        by=administrator, administration=piemonte, email=user.email, full_name="Sindaca", roles=["auditor"]
    )
    url = f"/invito/{token_in_mail(user.email)}/"
    page = client.get(url)
    assert f"/accesso/?next={url}" in page.content.decode().replace("%2F", "/")
    assert "password1" not in page.content.decode()
    signed_in(client, user)
    assert client.get(url).status_code == 200
    assert held_by(user) == []
    client.post(url)
    invitation.refresh_from_db()
    user.refresh_from_db()
    assert (invitation.state, user.administration, held_by(user)) == ("accepted", piemonte, ["auditor"])


def test_invitation_with_somebody_else_signed_in_says_so(client_as, invite, administrator):
    invitation, token = invite()
    page = client_as(administrator).post(f"/invito/{token}/")
    assert page.status_code == 403
    assert invitation.email not in page.content.decode()
    assert Invitation.objects.get().state == "sent"


def test_mail_of_the_invitation_leads_to_this_site_only(invite):
    invitation, token = invite()
    email = OutgoingEmail.objects.get(to=invitation.email)
    assert email.subject == "FamilyNet: invito di Piemonte"
    assert re.findall(r"https?://[^\s\"<]+", email.text) == [f"{settings.SITE_URL}/invito/{token}/"]
    assert "Valutazione certificazioni" in email.text


# --- The own profile -------------------------------------------------------------------------


def test_profile_changes_name_and_telephone_only(desk, administrator):
    data = {"full_name": "Ada A.", "phone": "011 432111", "email": "x@x.example", "is_superuser": "on"}
    desk.post("/scrivania/profilo/", data)
    administrator.refresh_from_db()
    assert (administrator.full_name, administrator.phone) == ("Ada A.", "011 432111")
    assert (administrator.email, administrator.is_superuser) == ("ada@piemonte.example", False)


# --- Isolation and queries -------------------------------------------------------------------


def test_people_and_invitations_of_the_other_administration_hidden(desk, trento, official):
    stranger = official(Role.ASSESSOR, trento)
    held = stranger.role_assignments.get()
    invitation = InvitationFactory(administration=trento)
    urls = [
        reverse("accounts:person", args=[stranger.pk]),
        reverse("accounts:grant_role", args=[stranger.pk]),
        reverse("accounts:end_role", args=[stranger.pk, held.pk]),
        reverse("accounts:deactivate", args=[stranger.pk]),
        reverse("accounts:reactivate", args=[stranger.pk]),
        reverse("accounts:invitation_resend", args=[invitation.uuid]),
        reverse("accounts:invitation_withdraw", args=[invitation.uuid]),
    ]
    assert [desk.post(url, {"role": "auditor"}).status_code for url in urls] == [404] * 7
    assert (held_by(stranger), Invitation.objects.get().state) == (["assessor"], "sent")
    page = desk.get("/scrivania/persone/").content.decode()
    assert (stranger.full_name in page, invitation.email in page) == (False, False)


@pytest.mark.parametrize("rows", [1, 30])
def test_people_page_takes_the_same_queries(rows, desk, piemonte, django_assert_num_queries):
    for user in UserFactory.create_batch(rows, administration=piemonte):
        RoleAssignmentFactory(user=user, role=Role.ASSESSOR, administration=piemonte)
        InvitationFactory(administration=piemonte, invited_by=user)
    desk.get("/scrivania/persone/")
    with django_assert_num_queries(10):
        desk.get("/scrivania/persone/")


@pytest.mark.parametrize("rows", [1, 8])
def test_person_page_takes_the_same_queries(rows, desk, administrator, piemonte, django_assert_num_queries):
    user = UserFactory(administration=piemonte)
    for role in Role.values[:rows]:
        RoleAssignmentFactory(user=user, role=role, administration=piemonte, granted_by=administrator)
    desk.get(reverse("accounts:person", args=[user.pk]))
    with django_assert_num_queries(8):
        desk.get(reverse("accounts:person", args=[user.pk]))


@pytest.mark.parametrize("rows", [1, 8])
def test_profile_takes_the_same_queries(rows, client_as, official, piemonte, django_assert_num_queries):
    user = official(Role.values[0], piemonte)
    for role in Role.values[1:rows]:
        RoleAssignmentFactory(user=user, role=role, administration=piemonte)
    browser = client_as(user)
    with django_assert_num_queries(7):
        response = browser.get(reverse("accounts:profile"))
    assert len(response.context["roles"]) == rows
