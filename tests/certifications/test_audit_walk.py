"""A whole first cycle of 42 months, then maintenance and consolidation, with the jobs of every night."""

import datetime

import pytest
import time_machine

from certifications import actions
from certifications.models import Certificate, Phase, PhaseReminder, Process, SchemeVersion
from familynet.kernel.dates import add_months
from familynet.kernel.history import HistoryEntry
from familynet.notifications.models import Notification
from tests.certifications.audit_walk import Walk, run_jobs
from tests.factories.certifications import SchemeFactory

pytestmark = pytest.mark.django_db
D = datetime.date
START = D(2022, 1, 31)


def nights(clock, day, until, every=1):
    """The jobs from `day` to `until`, every so many nights, each time twice: the second run changes nothing.

    A night on which they did not run is made up for, so a test may leave some out.
    """
    while day <= until:
        clock.move_to(datetime.datetime.combine(day, datetime.time(1), datetime.UTC))
        run_jobs()
        assert run_jobs() == (0, 0)
        day += datetime.timedelta(days=every)
    clock.move_to(datetime.datetime.combine(until, datetime.time(9), datetime.UTC))


def terms(process, cycle=1):
    return [
        (phase.template.code, phase.starts_on, phase.due_on) for phase in process.phases.filter(cycle_number=cycle)
    ]


def walk_first_cycle(clock, walk, *, every):
    clock.move_to(datetime.datetime(2022, 1, 31, 9, tzinfo=datetime.UTC))
    process = walk.activate()
    walk.close()  # a, at once
    day = add_months(START, 6)
    nights(clock, START, day, every)
    for code in "bcd":
        assert walk.phase.template.code == code
        walk.close()
    for year in (1, 2, 3):
        assert (walk.phase.template.code, walk.phase.round) == ("e", year)
        until = add_months(START, 6 + 12 * year)
        nights(clock, day, until, every)
        walk.close()
        day = until
    walk.close()  # f
    process.refresh_from_db()
    return process, day


def test_first_cycle_takes_forty_two_months_and_ends_with_executive():
    with time_machine.travel(START, tick=False) as clock:
        walk = Walk()
        process, day = walk_first_cycle(clock, walk, every=7)
    assert day == D(2025, 7, 31) == add_months(START, 42)
    assert terms(process) == [
        ("a", D(2022, 1, 31), None),
        ("b", D(2022, 1, 31), D(2022, 7, 31)),
        ("c", D(2022, 7, 31), D(2022, 7, 31)),
        ("d", D(2022, 7, 31), D(2022, 7, 31)),
        ("e", D(2022, 7, 31), D(2023, 7, 31)),
        ("e", D(2023, 7, 31), D(2024, 7, 31)),
        ("e", D(2024, 7, 31), D(2025, 7, 31)),
        ("f", D(2025, 7, 31), D(2025, 7, 31)),
    ]
    assert (process.state, process.level.code, process.level_on) == ("between", "executive", day)
    assert process.level_act_id is not None
    certificate = process.certificate
    assert (certificate.number, certificate.award_date) == ("1/2022", D(2022, 7, 31))
    assert (certificate.state, certificate.valid_to) == ("valid", D(2026, 1, 31))
    assert process.application.state == "awarded"
    assert [c.year for c in process.collections.all()] == [2021, 2022, 2023, 2024]
    # Reminders 3 and 1 months before b, which takes six; 6, 3, 1 before each round; nobody was told twice of one.
    told = PhaseReminder.objects.filter(phase__process=process)
    assert sorted(told.values_list("phase__place", "months")) == [
        (2, 1),
        (2, 3),
        *((place, months) for place in (5, 6, 7) for months in (1, 3, 6)),
    ]
    to_contact = Notification.objects.filter(recipient=walk.contact, subject__startswith="Manca")
    assert to_contact.count() == 11
    public = HistoryEntry.objects.of(certificate).public().values_list("verb", flat=True)
    assert list(public) == ["level", "award"]


def test_maintenance_then_consolidation_then_expiry_by_itself():
    with time_machine.travel(START, tick=False) as clock:
        walk = Walk()
        process, day = walk_first_cycle(clock, walk, every=61)
        cycles = {cycle.code: cycle for cycle in process.version.cycles.all()}
        assert [cycle.code for cycle in actions.next_cycles(process)] == ["mantenimento"]
        for number, (code, following) in enumerate(
            (("mantenimento", ["consolidamento"]), ("consolidamento", ["mantenimento", "consolidamento"])), start=2
        ):
            actions.start_cycle(process=process, cycle=cycles[code], by=walk.officer, starts_on=day)
            process.certificate.refresh_from_db()
            assert process.certificate.valid_to == add_months(add_months(day, 36), 6)
            for _year in range(3):
                until = add_months(day, 12)
                nights(clock, day, until, 61)
                walk.close()
                day = until
            walk.close()
            process.refresh_from_db()
            assert (process.state, process.level.code, process.cycle_number) == ("between", code, number)
            assert [cycle.code for cycle in actions.next_cycles(process)] == following
        end = add_months(day, 6)
        nights(clock, day, end, 61)
        assert Certificate.objects.get(pk=process.certificate_id).state == "valid"
        nights(clock, end, end + datetime.timedelta(days=1))
    process.refresh_from_db()
    assert Certificate.objects.get(pk=process.certificate_id).state == "expired"
    assert (process.state, process.ended_on, process.end_reason) == (Process.State.ENDED, end, "Scaduta")
    assert not process.appointments.active().exists()


def test_late_planning_is_overdue_and_implementation_follows_the_act():
    with time_machine.travel(D(2023, 3, 1), tick=False) as clock:
        walk = Walk()
        walk.activate()
        walk.close()
        nights(clock, D(2023, 3, 1), D(2023, 11, 10), 7)
        late = walk.phase
        assert (late.due_on, late.is_overdue, late.days_left) == (D(2023, 9, 1), True, -70)
        told = list(PhaseReminder.objects.filter(phase=late).order_by("pk").values_list("months", flat=True))
        assert told == [3, 1, -1]
        for _phase in "bcd":
            walk.close()
        rounds = Phase.objects.filter(process=walk.process, template__code="e")
        assert [phase.due_on for phase in rounds] == [D(2024, 11, 10), D(2025, 11, 10), D(2026, 11, 10)]


def test_older_text_of_two_years_is_only_data(trento):
    """A version with maintenance of 24 months runs by the same code."""

    scheme = SchemeFactory(slug="marchio-lungo", name="Marchio lungo", administration=trento)
    version = SchemeVersion.objects.create(scheme=scheme, label="Testo del 2014")
    round_of_two = {"kind": "round", "months": 12, "repeats": 2, "on_schedule": True, "closes_with": []}
    actions.fill_phases(
        version,
        {
            "levels": [{"code": "pieno", "title": "Pieno", "makes_certificate": True}],
            "cycles": [
                {
                    "code": "primo",
                    "title": "Primo ciclo",
                    "phases": [
                        {"code": "anni", "title": "Anno", **round_of_two},
                        {
                            "code": "fine",
                            "title": "Fine",
                            "kind": "grant",
                            "months": 0,
                            "closes_with": ["act"],
                            "grants": "pieno",
                        },
                    ],
                }
            ],
        },
    )
    with time_machine.travel(D(2020, 1, 1), tick=False) as clock:
        walk = Walk(version=version)
        process = walk.activate()
        for until in (D(2021, 1, 1), D(2022, 1, 1)):
            nights(clock, until - datetime.timedelta(days=1), until)
            walk.close()
    assert terms(process) == [
        ("anni", D(2020, 1, 1), D(2021, 1, 1)),
        ("anni", D(2021, 1, 1), D(2022, 1, 1)),
        ("fine", D(2022, 1, 1), D(2022, 1, 1)),
    ]
