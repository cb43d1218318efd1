"""What the actions change, write in the history, tell, and refuse."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from certifications.actions import change_state, complete_act, lapse_certificates, move_certificates
from certifications.models import Certificate
from familynet.accounts.roles import Role
from familynet.kernel.acts import Act
from familynet.kernel.emails import OutgoingEmail
from familynet.kernel.history import HistoryEntry
from familynet.kernel.workflow import TransitionConflict
from familynet.organisations.actions.merging import MERGE_HANDLERS
from tests.factories.certifications import ActFactory, CertificateFactory
from tests.factories.organisations import OrganisationFactory, OrganisationMemberFactory

pytestmark = pytest.mark.django_db
DAY = datetime.date


@pytest.fixture
def manager(official, trento):
    return official(Role.CERTIFICATION_MANAGER, trento)


@pytest.fixture
def officer(official, trento):
    return official(Role.CERTIFICATION_OFFICER, trento)


def new_act(**fields):
    return ActFactory.build(**{"number": "9", "date": DAY(2024, 5, 6), **fields})


def test_suspension_keeps_act_day_reason_and_tells_the_organisation(manager):
    certificate = CertificateFactory()
    person = OrganisationMemberFactory(organisation=certificate.organisation).user
    change = change_state(
        certificate=certificate, name="suspend", by=manager, comment="Manca il piano", act=new_act()
    )
    certificate.refresh_from_db()
    assert (certificate.state, certificate.ended_on) == ("suspended", None)
    assert (change.from_state, change.to_state, change.effective_on) == ("valid", "suspended", DAY(2024, 5, 6))
    assert (change.act.number, change.reason) == ("9", "Manca il piano")
    entry = HistoryEntry.objects.of(certificate).get()
    assert (entry.actor, entry.act, entry.public, entry.comment) == (manager, change.act, True, "Manca il piano")
    mail = OutgoingEmail.objects.get()
    assert (mail.to, mail.subject) == (person.email, "Family in Italia: certificazione sospesa")
    assert "Manca il piano" in mail.text


def test_revocation_ends_on_its_day(manager):
    certificate = CertificateFactory()
    day = DAY(2024, 6, 1)
    change_state(
        certificate=certificate, name="revoke", by=manager, comment="Motivo", act=new_act(), effective_on=day
    )
    certificate.refresh_from_db()
    assert (certificate.state, certificate.ended_on) == ("revoked", day)
    assert not certificate.organisation.certificates.in_force().exists()


@pytest.mark.parametrize(
    ("act", "day", "field"),
    [
        ({"number": ""}, None, "act"),
        ({"date": None}, None, "act"),
        ({}, DAY(2199, 1, 1), "effective_on"),
        ({}, DAY(2021, 1, 1), "effective_on"),
    ],
)
def test_change_with_a_wrong_act_or_day_leaves_all_as_it_was(manager, act, day, field):
    certificate, acts = CertificateFactory(), Act.objects.count()
    with pytest.raises(ValidationError) as refused:
        change_state(
            certificate=certificate, name="suspend", by=manager, comment="M", act=new_act(**act), effective_on=day
        )
    assert list(refused.value.message_dict) == [field]
    certificate.refresh_from_db()
    assert (certificate.state, certificate.status_changes.count()) == ("valid", 0)
    assert (Act.objects.count(), HistoryEntry.objects.count()) == (acts, 0)


def test_changes_go_forward_in_time(manager):
    certificate = CertificateFactory()
    suspend = {"certificate": certificate, "by": manager, "comment": "M"}
    change_state(name="suspend", act=new_act(date=DAY(2024, 5, 6)), **suspend)
    with pytest.raises(ValidationError):
        change_state(name="lift_suspension", act=new_act(date=DAY(2024, 5, 5)), **suspend)
    assert certificate.state == "suspended"


def test_officer_does_not_decide(officer):
    certificate = CertificateFactory()
    with pytest.raises(PermissionDenied):
        change_state(certificate=certificate, name="revoke", by=officer, comment="M", act=new_act())
    assert (Act.objects.filter(number="9").count(), HistoryEntry.objects.count()) == (0, 0)


def test_change_of_a_certificate_that_moved_meanwhile_is_a_conflict(manager):
    certificate = CertificateFactory()
    Certificate.objects.filter(pk=certificate.pk).update(state="suspended")
    with pytest.raises(TransitionConflict):
        change_state(certificate=certificate, name="suspend", by=manager, comment="M", act=new_act())
    assert HistoryEntry.objects.count() == 0


def test_missing_act_is_completed_with_its_history(officer):
    certificate = CertificateFactory(act=None, award_date=None)
    certificate.status_changes.create(to_state="valid")
    assert list(Certificate.objects.without_act()) == [certificate]
    complete_act(certificate=certificate, by=officer, act=new_act())
    certificate.refresh_from_db()
    assert (certificate.act.number, certificate.award_date, certificate.award_year) == ("9", DAY(2024, 5, 6), 2024)
    assert certificate.status_changes.get().effective_on == DAY(2024, 5, 6)
    assert HistoryEntry.objects.of(certificate).values_list("verb", "public").get() == ("complete_act", True)
    assert not Certificate.objects.without_act().exists()


def test_officer_who_acts_for_the_holder_does_not_complete_its_act(officer):
    certificate = CertificateFactory(act=None)
    OrganisationMemberFactory(organisation=certificate.organisation, user=officer)
    with pytest.raises(PermissionDenied):
        complete_act(certificate=certificate, by=officer, act=new_act())
    certificate.refresh_from_db()
    assert certificate.act is None


def test_complete_act_is_never_replaced(officer):
    certificate = CertificateFactory()
    with pytest.raises(TransitionConflict):
        complete_act(certificate=certificate, by=officer, act=new_act())
    certificate.refresh_from_db()
    assert certificate.act.number != "9"


@pytest.mark.parametrize("act", [{"number": ""}, {"date": None}, {"date": DAY(2199, 1, 1)}])
def test_act_that_cannot_be_found_again_is_refused(officer, act):
    certificate = CertificateFactory(act=None)
    with pytest.raises(ValidationError):
        complete_act(certificate=certificate, by=officer, act=new_act(**act))
    certificate.refresh_from_db()
    assert certificate.act is None


def test_act_after_the_end_is_refused(officer):
    certificate = CertificateFactory(act=None, ended=True)
    with pytest.raises(ValidationError):
        complete_act(certificate=certificate, by=officer, act=new_act())
    assert HistoryEntry.objects.count() == 0


def test_other_administration_does_not_complete_the_act(official, piemonte):
    certificate = CertificateFactory(act=None)
    with pytest.raises(PermissionDenied):
        complete_act(certificate=certificate, by=official(Role.CERTIFICATION_OFFICER, piemonte), act=new_act())
    assert HistoryEntry.objects.count() == 0


def test_certificates_past_their_date_lapse_once():
    today = timezone.localdate()
    past = CertificateFactory(valid_to=today - datetime.timedelta(days=1))
    kept = [CertificateFactory(valid_to=today), CertificateFactory(valid_to=None)]
    assert (lapse_certificates(), lapse_certificates()) == (1, 0)
    past.refresh_from_db()
    assert (past.state, past.ended_on) == ("expired", today - datetime.timedelta(days=1))
    entry = HistoryEntry.objects.of(past).get()
    assert (entry.verb, entry.actor) == ("lapse", None)
    assert {c.state for c in Certificate.objects.filter(pk__in=[c.pk for c in kept])} == {"valid"}


def test_certificates_move_with_a_merge():
    assert MERGE_HANDLERS["certifications.Certificate"] is move_certificates
    certificate, target = CertificateFactory(), OrganisationFactory(name="Resta")
    assert move_certificates(certificate.organisation, target) == 1
    certificate.refresh_from_db()
    assert (certificate.organisation, certificate.sort_name) == (target, "resta")
    assert HistoryEntry.objects.of(certificate).get().verb == "move"


def test_two_open_certificates_of_one_mark_stop_a_merge():
    certificate, other = CertificateFactory(), CertificateFactory()
    with pytest.raises(ValidationError):
        move_certificates(certificate.organisation, other.organisation)
    certificate.refresh_from_db()
    assert certificate.organisation != other.organisation
