"""Plans, data, reports and fees of a process: what is asked of them, and what is refused."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from certifications import actions
from certifications.engine.figures import Typed
from certifications.models import Recommendation
from tests.certifications.audit_walk import Walk
from tests.factories.organisations import OrganisationMemberFactory
from tests.factories.processes import (
    ActivityFactory,
    CompanyPlanFactory,
    DataCollectionFactory,
    ProcessFactory,
    family_audit,
)

pytestmark = pytest.mark.django_db


def sentences(error):
    return error.value.messages


def test_evaluator_sends_the_plan_back_and_the_phase_waits():
    walk = Walk()
    walk.activate()
    for _phase in "ab":
        walk.close()
    plan = walk.process.plans.get()
    actions.return_plan(plan=plan, by=walk.evaluator.user, comment="Mancano gli indicatori")
    walk.send_report()
    with pytest.raises(ValidationError, match="nuova versione"):
        actions.close_phase(phase=walk.phase, by=walk.officer)
    again = walk.send_plan()
    assert (again.phase, again.number, again.activities.count()) == (plan.phase, 2, 11)


@pytest.mark.parametrize(
    ("size", "places", "first"),
    [
        ("large", 11, "Serve almeno un'attività nel campo «Orari e permessi»: ce ne sono 0."),
        ("small", 6, "Serve almeno un'attività nella macro area «Organizzazione del lavoro»: ce ne sono 0."),
    ],
)
def test_minimum_content_follows_the_size(size, places, first):
    process = ProcessFactory(size=size, running=True, running__code="b")
    member = OrganisationMemberFactory(organisation=process.organisation).user
    plan = actions.start_plan(process=process, by=member)
    with pytest.raises(ValidationError) as error:
        actions.send_plan(plan=plan, by=member)
    assert sentences(error)[:3] == [
        "Il piano non si può ancora inviare.",
        "Il piano non ha ancora attività.",
        first,
    ]
    assert len(sentences(error)) == 2 + places
    fields = process.version.planfields.all()
    chosen = (
        fields
        if size == "large"
        else [fields.filter(area=area).first() for area in process.version.planareas.all()]
    )
    for key, field in enumerate(chosen, start=1):
        ActivityFactory(plan=plan, key=key, field=field)
    plan.activities.filter(key=1).update(state="dropped")
    with pytest.raises(ValidationError) as error:
        actions.send_plan(plan=plan, by=member)
    assert sentences(error)[1:] == [first]
    plan.activities.filter(key=1).update(state="to_start")
    assert actions.send_plan(plan=plan, by=member).state == "sent"
    with pytest.raises(PermissionDenied):
        actions.save_activity(plan=plan, by=member, field=fields[0], title="Tardi")


def test_activity_of_an_earlier_version_is_not_taken_out():
    walk = Walk()
    walk.activate()
    for _phase in "ab":
        walk.close()
    actions.return_plan(plan=walk.process.plans.get(), by=walk.officer, comment="Rivedere")
    draft = actions.start_plan(process=walk.process, by=walk.consultant.user)
    with pytest.raises(ValidationError, match="abbandonata"):
        actions.remove_activity(activity=draft.activities.first(), by=walk.contact)
    new = actions.save_activity(
        plan=draft,
        by=walk.contact,
        field=walk.version.planfields.first(),
        title="Nuova",
        responsible="Direzione",
        times="Subito",
        description="x",
        expected="x",
        indicators="x",
    )
    assert new.key == 12
    actions.remove_activity(activity=new, by=walk.contact)
    assert draft.activities.count() == 11
    with pytest.raises(PermissionDenied):
        actions.send_plan(plan=draft, by=walk.consultant.user)


def test_data_that_contradict_themselves_are_refused_and_nothing_is_kept():
    collection = DataCollectionFactory()
    member = OrganisationMemberFactory(organisation=collection.process.organisation).user
    values = {
        "personale": Typed(women=Decimal(5), men=Decimal(5)),
        "part-time": Typed(women=Decimal(6), men=Decimal(0)),
    }
    with pytest.raises(ValidationError) as error:
        actions.save_values(collection=collection, by=member, values=values)
    assert set(error.value.message_dict) == {"part-time"}
    assert collection.values.count() == 0
    with pytest.raises(ValidationError, match="Personale"):
        actions.send_collection(collection=collection, by=member)


def test_benchmark_is_the_median_of_five_others_of_the_same_size():
    version = family_audit()
    walk = Walk()
    walk.activate()
    walk.hand_over_documents()
    mine = walk.send_data(share=60)
    indicators = list(version.indicators.all())

    def another(share, size="medium"):
        made = DataCollectionFactory(
            process=ProcessFactory(size=size, running=True), year=mine.year, state="sent", sent_at=timezone.now()
        )
        for code, value in (("personale", 50), ("part-time", share)):
            made.values.create(
                indicator=version.indicators.get(code=code), women=value, men=value, total=value * 2
            )

    for share in (5, 10, 15, 20):
        another(share)
    another(1, size="large")
    assert actions.benchmarks(walk.process, mine.year, indicators)["part-time"] is None
    another(25)
    found = actions.benchmarks(walk.process, mine.year, indicators)
    assert (found["part-time"], found["telelavoro"]) == (Decimal("30.0"), None)
    assert actions.benchmarks(walk.process, mine.year + 1, indicators)["part-time"] is None


def test_every_recommendation_is_followed_up_in_the_next_round():
    walk = Walk()
    walk.activate()
    for _phase in "abcd":
        walk.close()
    phase = walk.phase
    waiting = actions.to_follow_up(phase)
    assert [r.text for r in waiting] == ["Coinvolgere il sindacato"]
    draft = {
        "visit_on": timezone.localdate(),
        "outcome": "favourable",
        "text": "Bene",
        "recommendations": ["Altro"],
    }
    report = actions.save_report(phase=phase, by=walk.evaluator.user, follow_ups={}, **draft)
    with pytest.raises(ValidationError, match="Coinvolgere il sindacato"):
        actions.send_report(report=report, by=walk.evaluator.user)
    ups = {waiting[0].pk: ("partly", "Un incontro")}
    report = actions.save_report(phase=phase, by=walk.evaluator.user, follow_ups=ups, **draft)
    actions.send_report(report=report, by=walk.evaluator.user)
    done = Recommendation.objects.get(pk=waiting[0].pk)
    assert (done.follow_up, done.follow_up_note, done.followed_in) == ("partly", "Un incontro", report)
    assert [r.text for r in report.recommendations.all()] == ["Altro"]
    with pytest.raises(PermissionDenied):
        actions.save_report(phase=phase, by=walk.evaluator.user, follow_ups={}, **draft)


def test_fee_follows_the_size_and_is_noted_once():
    walk = Walk(size="large")
    process = walk.open()
    rule = actions.amount_due(process)
    assert (rule.amount, rule.is_example) == (Decimal("3000.00"), True)
    today = timezone.localdate()
    fee = {"process": process, "by": walk.officer, "amount": rule.amount, "reference": "301", "issued_on": today}
    actions.note_fee(**fee)
    with pytest.raises(ValidationError, match="c'è già"):
        actions.note_fee(**fee)
    with pytest.raises(ValidationError, match="dopo l'avviso"):
        actions.note_payment(process=process, by=walk.officer, paid_on=today - datetime.timedelta(days=1))
    assert actions.note_payment(process=process, by=walk.officer, paid_on=today).paid_on == today


def test_one_draft_of_the_plan_at_a_time():
    plan = CompanyPlanFactory()
    member = OrganisationMemberFactory(organisation=plan.process.organisation).user
    with pytest.raises(ValidationError, match="non c'è una fase"):
        actions.start_plan(process=plan.process, by=member)
