"""Registering, changing, closing; people; merging."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from familynet.accounts.actions import hash_token
from familynet.accounts.models import User
from familynet.accounts.roles import Role
from familynet.kernel.emails import OutgoingEmail
from familynet.kernel.history import HistoryEntry
from familynet.kernel.workflow import TransitionConflict
from familynet.organisations import actions
from familynet.organisations.models import Organisation, OrganisationInvitation, OrganisationMember
from familynet.organisations.permissions import can_act_for
from familynet.organisations.tasks import expire_invitations
from tests.factories.accounts import AdministrationFactory, UserFactory
from tests.factories.organisations import (
    OrganisationFactory,
    OrganisationInvitationFactory,
    OrganisationMemberFactory,
)
from tests.factories.territories import MunicipalityFactory, ProvinceFactory, RegionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(official, piemonte):
    return official(Role.DISTRICT_OFFICER, piemonte)


@pytest.fixture
def manager(official, piemonte):
    return official(Role.CERTIFICATION_MANAGER, piemonte)


def register(by, **fields):
    return actions.register_organisation(
        **{
            "by": by,
            "name": "Museo civico",
            "kind": "culture",
            "municipality": MunicipalityFactory(name="Bra"),
            **fields,
        }
    )


def history(obj):
    return list(HistoryEntry.objects.of(obj).values_list("verb", flat=True))


def test_register_derives_the_administration_from_the_comune(officer, piemonte, trento):
    organisation = register(officer, fiscal_code=" 8008 7670 016")
    assert organisation.administration == piemonte
    assert (organisation.slug, organisation.fiscal_code) == ("museo-civico", "80087670016")
    assert history(organisation) == ["register"]


def test_register_in_the_territory_of_another_administration_is_denied(officer, trento):
    with pytest.raises(PermissionDenied):
        register(officer, municipality=MunicipalityFactory(trento=True))
    assert Organisation.objects.count() == 0


def test_register_outside_every_territory_is_refused(officer):
    rome = ProvinceFactory(
        istat_code="058", abbreviation="RM", name="Roma", region=RegionFactory(istat_code="12", name="Lazio")
    )
    with pytest.raises(ValidationError, match="Nessuna amministrazione"):
        register(officer, municipality=MunicipalityFactory(istat_code="058091", province=rome))


def test_register_takes_the_narrowest_administration(officer, piemonte):
    cuneo = AdministrationFactory(region=piemonte.region, province=ProvinceFactory(), name="Provincia di Cuneo")
    assert actions.administration_of(MunicipalityFactory()) == cuneo


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"fiscal_code": "80087670017"}, "codice fiscale non è corretto"),
        ({"vat_number": "123"}, "partita IVA non è corretta"),
        ({"kind": "nothing"}, "nothing"),
        ({"name": "  "}, "name"),
    ],
)
def test_register_refuses_bad_facts(officer, fields, message):
    with pytest.raises(ValidationError, match=message):
        register(officer, **fields)


def test_register_twice_with_one_fiscal_code_is_refused(officer):
    register(officer, fiscal_code="80087670016")
    with pytest.raises(ValidationError, match="C'è già un'organizzazione con questo codice fiscale"):
        register(officer, fiscal_code="80087670016")


def test_update_keeps_old_and_new_values(officer):
    organisation = register(officer)
    entry = actions.update_organisation(by=officer, organisation=organisation, name="Museo della città", phone="")
    assert entry.data == {"changes": {"name": ["Museo civico", "Museo della città"]}}
    organisation.refresh_from_db()
    assert organisation.name == "Museo della città"


def test_update_with_nothing_new_leaves_no_trace(officer):
    organisation = register(officer)
    assert actions.update_organisation(by=officer, organisation=organisation, name="Museo civico") is None
    assert history(organisation) == ["register"]


def test_people_of_the_organisation_change_contacts_only():
    member = OrganisationMemberFactory()
    organisation = member.organisation
    actions.update_organisation(by=member.user, organisation=organisation, pec="museo@pec.example.org")
    organisation.refresh_from_db()
    assert organisation.pec == "museo@pec.example.org"
    with pytest.raises(PermissionDenied):
        actions.update_organisation(by=member.user, organisation=organisation, name="Altro")


def test_update_does_not_move_to_another_administration(officer, trento):
    organisation = register(officer)
    with pytest.raises(ValidationError, match="altra amministrazione"):
        actions.update_organisation(
            by=officer, organisation=organisation, municipality=MunicipalityFactory(trento=True)
        )


def test_update_of_a_closed_organisation_conflicts(officer):
    organisation = OrganisationFactory(state="closed")
    with pytest.raises(TransitionConflict):
        actions.update_organisation(by=officer, organisation=organisation, name="Altro")


def test_close_withdraws_invitations_and_reopen_does_not_bring_them_back(officer):
    invitation = OrganisationInvitationFactory()
    organisation = invitation.organisation
    actions.close_organisation(by=officer, organisation=organisation, comment="Cessata")
    invitation.refresh_from_db()
    assert (organisation.state, invitation.state) == ("closed", "withdrawn")
    actions.reopen_organisation(by=officer, organisation=organisation, comment="Errore")
    assert organisation.state == "active"
    assert history(organisation) == ["reopen", "close"]


def test_close_needs_a_reason(officer):
    with pytest.raises(ValidationError, match="Scrivi il motivo"):
        actions.close_organisation(by=officer, organisation=OrganisationFactory(), comment=" ")


# --- People ----------------------------------------------------------------------------------


def invite(by, organisation, **fields):
    return actions.invite_member(
        by=by,
        organisation=organisation,
        **{"email": "Nuova@Example.org", "full_name": "Nuova Persona", "role": "contact", **fields},
    )


def token_of(email):
    return email.text.split("/organizzazioni/invito/")[1].split("/")[0]


def test_invitation_from_letter_to_membership(officer):
    organisation = OrganisationFactory(name="Museo civico")
    invitation = invite(officer, organisation)
    email = OutgoingEmail.objects.get()
    assert (email.to, email.subject) == ("nuova@example.org", "Invito ad agire per Museo civico")
    assert hash_token(token_of(email)) == invitation.token_hash
    assert token_of(email) not in str(list(OrganisationInvitation.objects.values()))
    user = actions.join_by_invitation(invitation=invitation, full_name="Nuova Persona", password="una frase lunga")
    assert user.check_password("una frase lunga")
    assert can_act_for(user, organisation)
    assert invitation.state == "accepted"
    assert history(organisation) == ["add_member", "invite_member"]


def test_legal_representative_invites_and_contact_does_not():
    representative = OrganisationMemberFactory(role="legal_representative")
    contact = OrganisationMemberFactory(organisation=representative.organisation)
    assert invite(representative.user, representative.organisation).state == "sent"
    with pytest.raises(PermissionDenied):
        invite(contact.user, contact.organisation, email="altra@example.org")


def test_second_open_invitation_for_one_address_is_refused(officer):
    organisation = OrganisationFactory()
    invite(officer, organisation)
    with pytest.raises(ValidationError, match="C'è già un invito in attesa"):
        invite(officer, organisation, email="NUOVA@example.org")


def test_overdue_invitation_gives_way_to_a_new_one(officer):
    old = OrganisationInvitationFactory(
        email="nuova@example.org", expires_at=timezone.now() - datetime.timedelta(days=1)
    )
    invite(officer, old.organisation)
    old.refresh_from_db()
    assert old.state == "expired"


def test_official_is_not_invited(officer, trento, official):
    colleague = official(Role.AUDITOR, trento)
    with pytest.raises(ValidationError, match="persona di un'amministrazione"):
        invite(officer, OrganisationFactory(), email=colleague.email)


def test_member_is_not_invited_again(officer):
    member = OrganisationMemberFactory()
    with pytest.raises(ValidationError, match="agisce già"):
        invite(officer, member.organisation, email=member.user.email)


def test_invitation_of_somebody_else_is_not_accepted():
    with pytest.raises(PermissionDenied):
        actions.accept_invitation(by=UserFactory(), invitation=OrganisationInvitationFactory())
    assert OrganisationMember.objects.count() == 0


def test_expired_invitation_is_not_accepted():
    user = UserFactory()
    invitation = OrganisationInvitationFactory(email=user.email, expires_at=timezone.now())
    with pytest.raises(ValidationError, match="scaduto"):
        actions.accept_invitation(by=user, invitation=invitation)


def test_invitation_is_used_once():
    user = UserFactory()
    invitation = OrganisationInvitationFactory(email=user.email)
    actions.accept_invitation(by=user, invitation=invitation)
    with pytest.raises(TransitionConflict):
        actions.accept_invitation(by=user, invitation=OrganisationInvitation.objects.get())


def test_existing_account_is_not_made_again():
    user = UserFactory()
    with pytest.raises(ValidationError, match="C'è già un account"):
        actions.join_by_invitation(
            invitation=OrganisationInvitationFactory(email=user.email), full_name="X", password="y"
        )
    assert User.objects.filter(email=user.email).count() == 1


def test_daily_job_expires_what_is_overdue_and_nothing_else():
    overdue = OrganisationInvitationFactory(expires_at=timezone.now())
    fresh = OrganisationInvitationFactory()
    expire_invitations(0)
    expire_invitations(0)
    states = dict(OrganisationInvitation.objects.values_list("pk", "state"))
    assert states == {overdue.pk: "expired", fresh.pk: "sent"}
    assert history(overdue) == ["expire"]


def test_removed_person_stops_acting_at_once(officer):
    member = OrganisationMemberFactory()
    assert can_act_for(member.user, member.organisation)
    actions.remove_member(by=officer, member=member)
    assert not can_act_for(member.user, member.organisation)
    assert OutgoingEmail.objects.get().to == member.user.email
    with pytest.raises(TransitionConflict):
        actions.remove_member(by=officer, member=member)


def test_last_legal_representative_does_not_leave_alone():
    member = OrganisationMemberFactory(role="legal_representative")
    with pytest.raises(ValidationError, match="prima invitane uno"):
        actions.remove_member(by=member.user, member=member)
    OrganisationMemberFactory(organisation=member.organisation, role="legal_representative")
    actions.remove_member(by=member.user, member=member)
    assert member.organisation.members.current().count() == 1


# --- Merging ---------------------------------------------------------------------------------


def test_merge_moves_people_fills_gaps_and_writes_both_histories(manager):
    source = OrganisationFactory(name="Museo", fiscal_code="80087670016", pec="museo@pec.example.org")
    target = OrganisationFactory(name="Museo civico", pec="civico@pec.example.org")
    member = OrganisationMemberFactory(organisation=source)
    actions.merge_organisations(by=manager, source=source, target=target, comment="Doppione")
    source.refresh_from_db()
    target.refresh_from_db()
    member.refresh_from_db()
    assert (source.state, source.merged_into) == ("merged", target)
    assert (target.fiscal_code, target.pec) == ("80087670016", "civico@pec.example.org")
    assert member.organisation == target
    assert history(source) == ["merge"]
    entry = HistoryEntry.objects.of(target).get()
    assert entry.data["inherited"] == ["fiscal_code"]
    assert entry.data["moved"] == {"organisations.OrganisationMember": 1}


def test_merge_ends_the_second_membership_of_one_person(manager):
    source, target = OrganisationFactory(), OrganisationFactory()
    user = OrganisationMemberFactory(organisation=source).user
    kept = OrganisationMemberFactory(organisation=target, user=user, role="legal_representative")
    actions.merge_organisations(by=manager, source=source, target=target)
    assert list(target.members.current()) == [kept]
    assert target.members.count() == 2


def test_merge_keeps_one_open_invitation_per_address(manager):
    source, target = OrganisationFactory(), OrganisationFactory()
    ours = OrganisationInvitationFactory(organisation=source, email="a@example.org")
    theirs = OrganisationInvitationFactory(organisation=target, email="A@example.org")
    actions.merge_organisations(by=manager, source=source, target=target)
    ours.refresh_from_db()
    assert (ours.state, ours.organisation) == ("withdrawn", target)
    assert list(target.invitations.open()) == [theirs]


def test_merge_follows_chains(manager):
    first, second, third = OrganisationFactory(), OrganisationFactory(), OrganisationFactory()
    actions.merge_organisations(by=manager, source=first, target=second)
    actions.merge_organisations(by=manager, source=second, target=third)
    first.refresh_from_db()
    assert first.merged_into == third


def test_merge_with_itself_is_refused(manager):
    organisation = OrganisationFactory()
    with pytest.raises(ValidationError, match="è la stessa"):
        actions.merge_organisations(by=manager, source=organisation, target=organisation)


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        ({"fiscal_code": "80087670016"}, {"fiscal_code": "00337460224"}, "due codici fiscali sono diversi"),
        ({"kind": "municipality"}, {"kind": "municipality"}, "due Comuni diversi"),
    ],
)
def test_merge_of_two_bodies_is_refused(manager, first, second, message):
    source, target = OrganisationFactory(**first), OrganisationFactory(**second)
    with pytest.raises(ValidationError, match=message):
        actions.merge_organisations(by=manager, source=source, target=target)


@pytest.mark.parametrize("state", ["closed", "merged"])
def test_merge_into_what_is_not_active_conflicts(manager, state):
    target = OrganisationFactory(state=state, merged_into=OrganisationFactory() if state == "merged" else None)
    source = OrganisationFactory()
    with pytest.raises(TransitionConflict):
        actions.merge_organisations(by=manager, source=source, target=target)
    source.refresh_from_db()
    assert source.state == "active"


def test_merge_across_administrations_is_denied(manager, trento):
    source, target = OrganisationFactory(), OrganisationFactory(trento=True)
    with pytest.raises(PermissionDenied):
        actions.merge_organisations(by=manager, source=source, target=target)


def test_merge_stops_with_a_sentence_when_something_cannot_move(manager, monkeypatch):
    source, target = OrganisationFactory(), OrganisationFactory()

    def refuse(source, target):
        raise ValidationError("Il certificato non si può spostare.")

    monkeypatch.setitem(actions.MERGE_HANDLERS, "certifications.Certificate", refuse)
    with pytest.raises(ValidationError, match="certificato"):
        actions.merge_organisations(by=manager, source=source, target=target)
    source.refresh_from_db()
    assert (source.state, history(source), history(target)) == ("active", [], [])
