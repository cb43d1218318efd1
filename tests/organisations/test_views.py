"""The work pages, and the page an invitation leads to."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from familynet.accounts.models import User
from familynet.accounts.roles import Role
from familynet.kernel.history import record
from familynet.organisations.desk import waiting_for
from familynet.organisations.models import Organisation, OrganisationInvitation
from tests.factories.accounts import UserFactory
from tests.factories.organisations import (
    OrganisationFactory,
    OrganisationInvitationFactory,
    OrganisationMemberFactory,
)
from tests.factories.territories import MunicipalityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(official, piemonte):
    return official(Role.CERTIFICATION_OFFICER, piemonte)


def url(name, *args):
    return reverse(f"organisations:{name}", args=args)


def names(response):
    return [o.name for o in response.context["page_obj"]]


def test_list_searches_and_filters(client_as, officer):
    OrganisationFactory(name="Museo civico", kind="culture", municipality=MunicipalityFactory(name="Bra"))
    OrganisationFactory(name="Albergo Aurora", kind="hospitality", state="closed")
    client = client_as(officer)
    assert names(client.get(url("list"))) == ["Albergo Aurora", "Museo civico"]
    assert names(client.get(url("list"), {"q": "mus bra"})) == ["Museo civico"]
    assert names(client.get(url("list"), {"kind": "hospitality", "state": "closed", "province": "CN"})) == [
        "Albergo Aurora"
    ]
    facets = {f.name: {v.label: v.count for v in f.values} for f in client.get(url("list")).context["facets"]}
    assert facets["kind"] == {"Struttura ricettiva": 1, "Museo o ente culturale": 1}
    assert facets["state"] == {"Attiva": 1, "Chiusa": 1}


@pytest.mark.parametrize("rows", [1, 30])
def test_list_queries_are_constant(client_as, officer, django_assert_num_queries, rows):
    OrganisationFactory.create_batch(rows)
    client = client_as(officer)
    client.get(url("list"))
    with django_assert_num_queries(11):
        client.get(url("list"))


@pytest.mark.parametrize("rows", [1, 30])
def test_detail_queries_are_constant(client_as, officer, django_assert_num_queries, rows):
    organisation = OrganisationFactory()
    OrganisationMemberFactory.create_batch(rows, organisation=organisation)
    OrganisationInvitationFactory.create_batch(rows, organisation=organisation)
    OrganisationFactory.create_batch(rows, state="merged", merged_into=organisation)
    for _n in range(rows):
        record(organisation, "update", label="Dati modificati", by=officer)
    client = client_as(officer)
    client.get(url("detail", organisation.slug))
    with django_assert_num_queries(10):
        client.get(url("detail", organisation.slug))


def test_create_registers_with_the_comune_as_typed(client_as, officer, piemonte):
    bra = MunicipalityFactory(name="Bra")
    data = {"name": "Museo civico", "kind": "culture", "municipality": "bra", "fiscal_code": "8008 7670 016"}
    response = client_as(officer).post(url("create"), data)
    organisation = Organisation.objects.get()
    assert response["Location"] == url("detail", "museo-civico")
    assert (organisation.municipality, organisation.fiscal_code) == (bra, "80087670016")
    assert organisation.administration == piemonte


def test_create_shows_what_is_wrong_and_keeps_what_was_typed(client_as, officer):
    data = {"name": "Museo civico", "kind": "culture", "municipality": "Parigi", "fiscal_code": "1"}
    response = client_as(officer).post(url("create"), data)
    assert set(response.context["form"].errors) == {"municipality", "fiscal_code"}
    assert "Museo civico" in response.content.decode()
    assert Organisation.objects.count() == 0


def test_official_edits_everything(client_as, officer):
    organisation = OrganisationFactory(name="Museo", municipality=MunicipalityFactory(name="Bra"))
    page = client_as(officer).get(url("edit", organisation.slug)).content.decode()
    assert 'value="Bra (CN)"' in page
    data = {"name": "Museo civico", "kind": "culture", "municipality": "Bra (CN)"}
    client_as(officer).post(url("edit", organisation.slug), data)
    organisation.refresh_from_db()
    assert (organisation.name, organisation.kind, organisation.fiscal_code) == ("Museo civico", "culture", None)


def test_member_edits_contacts_and_nothing_else(client_as):
    member = OrganisationMemberFactory(organisation__name="Museo")
    data = {"name": "Altro", "pec": "museo@pec.example.org"}
    client_as(member.user).post(url("edit", member.organisation.slug), data)
    member.organisation.refresh_from_db()
    assert (member.organisation.name, member.organisation.pec) == ("Museo", "museo@pec.example.org")


def test_close_asks_for_a_reason_then_closes(client_as, officer):
    organisation = OrganisationFactory()
    client = client_as(officer)
    assert "Motivo" in client.get(url("close", organisation.slug)).content.decode()
    client.post(url("close", organisation.slug), {"comment": ""})
    organisation.refresh_from_db()
    assert organisation.state == "active"
    client.post(url("close", organisation.slug), {"comment": "Cessata"})
    organisation.refresh_from_db()
    assert organisation.state == "closed"
    assert client.post(url("close", organisation.slug), {"comment": "Cessata"}).status_code == 409


def test_merge_compares_then_joins(client_as, official, piemonte):
    manager = official(Role.ADMINISTRATOR, piemonte)
    source = OrganisationFactory(name="Museo")
    target = OrganisationFactory(name="Museo civico di Bra", municipality=MunicipalityFactory(name="Bra"))
    client = client_as(manager)
    address = url("merge", source.slug) + "?target=museo+civico"
    page = client.get(address)
    assert page.context["target"] == target
    assert [row["differs"] for row in page.context["rows"]][:2] == [True, False]
    assert client.post(address, {"comment": "Doppione"})["Location"] == url("detail", target.slug)
    source.refresh_from_db()
    assert source.merged_into == target
    assert "è stata unita" in client.get(url("detail", source.slug)).content.decode()


def test_merge_does_not_offer_a_foreign_record(client_as, official, piemonte):
    source = OrganisationFactory()
    OrganisationFactory(name="Albergo Molveno", trento=True)
    client = client_as(official(Role.ADMINISTRATOR, piemonte))
    page = client.get(url("merge", source.slug), {"target": "albergo molveno"})
    assert page.context["target"] is None
    assert "Nessuna organizzazione si chiama" in page.content.decode()


def test_merge_suggests_neither_the_record_itself_nor_a_foreign_one(client_as, official, piemonte):
    source = OrganisationFactory(name="Museo doppio")
    OrganisationFactory(name="Museo civico")
    OrganisationFactory(name="Museo trentino", trento=True)
    client = client_as(official(Role.ADMINISTRATOR, piemonte))
    page = client.get(url("merge", source.slug)).content.decode()
    address = f"{url('suggest')}?unisci={source.slug}"
    assert f'data-suggest-url="{address}"' in page
    results = client.get(address + "&q=museo").json()["results"]
    assert [result["label"].split(" – ")[0] for result in results] == ["Museo civico"]


def test_suggest_gives_officials_all_and_members_their_own(client_as, officer):
    member = OrganisationMemberFactory(organisation__name="Museo di Bra")
    OrganisationFactory(name="Museo di Alba", trento=True)
    OrganisationFactory(name="Museo chiuso", state="closed")

    def labels(user):
        results = client_as(user).get(url("suggest"), {"q": "museo"}).json()["results"]
        return [r["label"].split(" – ")[0] for r in results]

    assert labels(officer) == ["Museo di Alba", "Museo di Bra"]
    assert labels(member.user) == ["Museo di Bra"]


@pytest.mark.parametrize("rows", [1, 30])
def test_suggest_queries_are_constant(client_as, officer, django_assert_num_queries, rows):
    OrganisationFactory.create_batch(rows)
    client = client_as(officer)
    with django_assert_num_queries(4):
        client.get(url("suggest"), {"q": "organizzazione"})


# --- People ----------------------------------------------------------------------------------


def test_representative_invites_and_withdraws(client_as):
    member = OrganisationMemberFactory(role="legal_representative")
    slug, client = member.organisation.slug, client_as(member.user)
    data = {"email": "nuova@example.org", "full_name": "Nuova", "role": "contact"}
    client.post(url("invite", slug), data)
    invitation = OrganisationInvitation.objects.get()
    assert (invitation.email, invitation.invited_by) == ("nuova@example.org", member.user)
    assert "nuova@example.org" in client.get(url("detail", slug)).content.decode()
    client.post(url("withdraw_invitation", slug, invitation.pk))
    invitation.refresh_from_db()
    assert invitation.state == "withdrawn"


def test_contact_does_not_see_invitations(client_as):
    member = OrganisationMemberFactory()
    OrganisationInvitationFactory(organisation=member.organisation, email="segreta@example.org")
    assert (
        "segreta@example.org"
        not in client_as(member.user).get(url("detail", member.organisation.slug)).content.decode()
    )


def test_remove_ends_the_membership(client_as, officer):
    member = OrganisationMemberFactory()
    client_as(officer).post(url("remove_member", member.organisation.slug, member.pk), {"comment": ""})
    member.refresh_from_db()
    assert (member.valid_to is not None, member.ended_by) == (True, officer)


def test_member_who_leaves_goes_to_the_desk(client_as):
    member = OrganisationMemberFactory()
    response = client_as(member.user).post(url("remove_member", member.organisation.slug, member.pk))
    assert response["Location"] == reverse("portal:desk")


def test_new_person_makes_the_account_and_is_signed_in(client):
    invitation = OrganisationInvitationFactory(token="parola", email="nuova@example.org")
    page = client.get(url("accept_invitation", "parola"))
    assert (page["X-Robots-Tag"], page.context["situation"]) == ("noindex, nofollow", "new")
    data = {"full_name": "Nuova Persona", "password1": "una frase lunga", "password2": "una frase lunga"}
    response = client.post(url("accept_invitation", "parola"), data)
    user = User.objects.get(email="nuova@example.org")
    assert response["Location"] == url("detail", invitation.organisation.slug)
    assert client.get(response["Location"]).context["request"].user == user


@pytest.mark.parametrize(
    ("first", "second"),
    [("una frase lunga", "un'altra frase"), ("corta", "corta"), ("123456789012", "123456789012")],
)
def test_weak_or_different_passwords_are_refused(client, first, second):
    OrganisationInvitationFactory(token="parola")
    data = {"full_name": "Nuova", "password1": first, "password2": second}
    response = client.post(url("accept_invitation", "parola"), data)
    assert set(response.context["form"].errors) == {"password2"}


def test_known_person_is_sent_to_sign_in(client):
    user = UserFactory()
    OrganisationInvitationFactory(token="parola", email=user.email)
    assert client.get(url("accept_invitation", "parola")).context["situation"] == "sign_in"


def test_signed_in_person_accepts(client_as):
    user = UserFactory()
    invitation = OrganisationInvitationFactory(token="parola", email=user.email.upper())
    client_as(user).post(url("accept_invitation", "parola"))
    assert invitation.organisation.members.current().get().user == user


@pytest.mark.parametrize("state", ["withdrawn", "expired", "overdue"])
def test_closed_invitation_says_so(client, state):
    past = timezone.now() - datetime.timedelta(days=1)
    OrganisationInvitationFactory(
        token="parola", **({"expires_at": past} if state == "overdue" else {"state": state})
    )
    response = client.get(url("accept_invitation", "parola"))
    assert (response.status_code, response.context["situation"]) == (410, "closed")


def test_unknown_token_is_not_found(client):
    assert client.get(url("accept_invitation", "niente")).status_code == 404


# --- Desk ------------------------------------------------------------------------------------


def test_desk_asks_for_missing_contacts_and_shows_invitations_about_to_expire(django_assert_num_queries):
    member = OrganisationMemberFactory()
    OrganisationMemberFactory(user=member.user, organisation__pec="ok@pec.example.org")
    soon = timezone.now() + datetime.timedelta(days=2)
    OrganisationInvitationFactory(invited_by=member.user, full_name="Ada", expires_at=soon)
    OrganisationInvitationFactory(invited_by=member.user)
    with django_assert_num_queries(2):
        items = waiting_for(member.user)
    assert [item.title.split(",")[0] for item in items] == [member.organisation.name, "Ada"]
