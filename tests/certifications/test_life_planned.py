"""Changes decided today with effect on a later day, and the register as it was on any day."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from certifications.actions import apply_planned, cancel_planned, change_state, live_one_day, plan_change
from certifications.models import Certificate, PlannedChange
from familynet.accounts.roles import Role
from familynet.kernel.acts import Act
from familynet.kernel.history import HistoryEntry
from familynet.kernel.workflow import TransitionConflict
from familynet.notifications.models import Notification
from tests.factories.certifications import ActFactory, CertificateFactory
from tests.factories.life import PlannedChangeFactory
from tests.factories.organisations import OrganisationMemberFactory

pytestmark = pytest.mark.django_db
DAY = datetime.date


def after(days):
    return timezone.localdate() + datetime.timedelta(days=days)


@pytest.fixture
def manager(official, trento):
    return official(Role.CERTIFICATION_MANAGER, trento)


def plan(certificate, by, days=30, name="suspend", **more):
    arguments = {"comment": "Manca il piano", "act": ActFactory.build(number="9"), **more}
    return plan_change(certificate=certificate, name=name, by=by, effective_on=after(days), **arguments)


def pass_days(planned, days):
    """As if the plan had been made so many days ago."""
    PlannedChange.objects.filter(pk=planned.pk).update(effective_on=after(-days))


def test_planned_change_leaves_the_state_and_tells_holder_and_office(manager, official, trento):
    officer = official(Role.CERTIFICATION_OFFICER, trento)
    certificate = CertificateFactory()
    holder = OrganisationMemberFactory(organisation=certificate.organisation).user
    planned = plan(certificate, manager)
    certificate.refresh_from_db()
    assert (certificate.state, certificate.status_changes.count()) == ("valid", 0)
    assert (planned.state, planned.act.number, planned.planned_by) == ("planned", "9", manager)
    entry = HistoryEntry.objects.of(certificate).get()
    assert (entry.verb, entry.public, entry.act) == ("plan_change", False, planned.act)
    assert set(Notification.objects.values_list("recipient", flat=True)) == {holder.pk, officer.pk}


def test_planned_change_happens_on_its_day_and_not_before(manager):
    certificate = CertificateFactory()
    planned = plan(certificate, manager, days=30)
    assert (apply_planned(today=after(29)), apply_planned(today=timezone.localdate())) == (0, 0)
    pass_days(planned, 0)
    assert (apply_planned(), apply_planned()) == (1, 0)
    certificate.refresh_from_db()
    planned.refresh_from_db()
    change = certificate.status_changes.get()
    assert (certificate.state, planned.state, planned.status_change) == ("suspended", "applied", change)
    assert (change.effective_on, change.act, change.reason) == (
        timezone.localdate(),
        planned.act,
        "Manca il piano",
    )
    entry = HistoryEntry.objects.of(certificate).filter(verb="suspend").get()
    assert (entry.actor, entry.public, entry.data["planned_by"]) == (None, True, manager.pk)


def test_job_that_stood_still_applies_with_the_day_that_was_decided(manager):
    planned = plan(CertificateFactory(), manager)
    pass_days(planned, 12)
    assert apply_planned() == 1
    planned.refresh_from_db()
    assert planned.status_change.effective_on == after(-12)


def test_two_planned_changes_follow_one_another(manager):
    certificate = CertificateFactory()
    suspension = plan(certificate, manager, days=10)
    back = plan(certificate, manager, days=40, name="lift_suspension", act=ActFactory.build())
    pass_days(suspension, 20)
    pass_days(back, 5)
    assert apply_planned() == 2
    certificate.refresh_from_db()
    changes = certificate.status_changes.values_list("to_state", "effective_on")
    assert list(changes) == [("suspended", after(-20)), ("valid", after(-5))]
    assert certificate.state == "valid"


def test_register_as_of_a_day_follows_the_days_of_effect(manager):
    """Past, applied late, and still to come: what the register says of each day."""
    certificate = CertificateFactory()
    change_state(
        certificate=certificate,
        name="suspend",
        by=manager,
        comment="M",
        act=ActFactory.build(),
        effective_on=after(-100),
    )
    change_state(
        certificate=certificate,
        name="lift_suspension",
        by=manager,
        act=ActFactory.build(),
        effective_on=after(-60),
    )
    planned = plan(certificate, manager, days=10, name="revoke")
    pass_days(planned, 7)

    def state_on(days):
        return Certificate.objects.as_of(after(days)).get().state_then

    assert [state_on(d) for d in (-101, -100, -61, -60, -8, -7, 0)] == [
        *("valid", "suspended", "suspended", "valid", "valid", "valid", "valid")
    ]
    apply_planned()
    assert [state_on(d) for d in (-101, -100, -61, -60, -8, -7, 0)] == [
        *("valid", "suspended", "suspended", "valid", "valid", "revoked", "revoked")
    ]
    certificate.refresh_from_db()
    assert certificate.ended_on == after(-7)


def test_change_that_no_longer_fits_is_marked_and_told(manager):
    certificate = CertificateFactory()
    planned = plan(certificate, manager, days=10)
    change_state(certificate=certificate, name="revoke", by=manager, comment="M", act=ActFactory.build())
    pass_days(planned, 0)
    assert apply_planned() == 0
    planned.refresh_from_db()
    certificate.refresh_from_db()
    assert (planned.state, certificate.state) == ("failed", "revoked")
    assert planned.closing_reason == "Quel giorno la certificazione era: Revocata."
    assert Notification.objects.filter(recipient=manager, subject__startswith="Non applicato").count() == 1


def test_term_that_passed_before_the_planned_day_comes_first(manager):
    """The job stood still over the end of the term and over a later planned day."""
    certificate = CertificateFactory(valid_to=after(50))
    planned = plan(certificate, manager, days=40)
    Certificate.objects.filter(pk=certificate.pk).update(valid_to=after(-9))
    pass_days(planned, 5)
    done = live_one_day()
    certificate.refresh_from_db()
    planned.refresh_from_db()
    assert (done["applied"], done["lapsed"]) == (0, 1)
    assert (certificate.state, certificate.ended_on, planned.state) == ("expired", after(-9), "failed")


def test_planned_day_before_the_term_is_not_lost_to_it(manager):
    certificate = CertificateFactory(valid_to=after(50))
    planned = plan(certificate, manager, days=40)
    Certificate.objects.filter(pk=certificate.pk).update(valid_to=after(-5))
    pass_days(planned, 9)
    live_one_day()
    certificate.refresh_from_db()
    states = certificate.status_changes.order_by("pk").values_list("to_state", "effective_on")
    assert list(states) == [("suspended", after(-9)), ("expired", after(-5))]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"days": 0}, "effective_on"),
        ({"days": -1}, "effective_on"),
        ({"days": 400}, "effective_on"),
        ({"act": None}, "act"),
        ({"act": ActFactory.build(number="")}, "act"),
        ({"comment": "  "}, "comment"),
    ],
)
def test_plan_with_something_missing_leaves_nothing(manager, change, field):
    certificate, acts = CertificateFactory(valid_to=after(365)), Act.objects.count()
    with pytest.raises(ValidationError) as refused:
        plan(certificate, manager, **change)
    assert list(refused.value.message_dict) == [field]
    assert (PlannedChange.objects.count(), HistoryEntry.objects.count()) == (0, 0)
    assert Act.objects.count() == acts


def test_second_plan_for_the_same_day_is_refused(manager):
    certificate = CertificateFactory()
    plan(certificate, manager)
    with pytest.raises(ValidationError):
        plan(certificate, manager, name="revoke")
    assert PlannedChange.objects.count() == 1


def test_plan_that_no_state_of_that_day_allows_is_a_conflict(manager):
    with pytest.raises(TransitionConflict):
        plan(CertificateFactory(), manager, name="lift_suspension")
    assert PlannedChange.objects.count() == 0


def test_officer_and_the_other_side_plan_nothing(official, trento, piemonte):
    for user in (official(Role.CERTIFICATION_OFFICER, trento), official(Role.CERTIFICATION_MANAGER, piemonte)):
        with pytest.raises(PermissionDenied):
            plan(CertificateFactory(), user)
    assert PlannedChange.objects.count() == 0


def test_cancelled_plan_does_not_happen(manager):
    certificate = CertificateFactory()
    holder = OrganisationMemberFactory(organisation=certificate.organisation).user
    planned = plan(certificate, manager)
    with pytest.raises(ValidationError):
        cancel_planned(planned=planned, by=manager, reason="")
    cancel_planned(planned=planned, by=manager, reason="Piano arrivato")
    pass_days(planned, 0)
    assert apply_planned() == 0
    planned.refresh_from_db()
    assert (planned.state, planned.closed_by, planned.closing_reason) == ("cancelled", manager, "Piano arrivato")
    assert Notification.objects.filter(recipient=holder, text="Piano arrivato").count() == 1
    assert CertificateFactory._meta.model.objects.get().state == "valid"


def test_cancelled_or_applied_plan_is_not_cancelled_again(manager):
    for state in ("cancelled", "failed"):
        planned = PlannedChangeFactory(state=state)
        with pytest.raises(TransitionConflict):
            cancel_planned(planned=planned, by=manager, reason="x")
    assert PlannedChange.objects.filter(closed_by=None).count() == 2
