"""The multi-year part of a draft, written through the actions: what fits, what is refused, what follows."""

import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from certifications.actions import (
    copy_version,
    delete_part,
    import_scheme,
    move_part,
    plan_scheme,
    publish_version,
    save_part,
    send_to_review,
)
from certifications.actions.parts import stamp
from certifications.models import (
    Cycle,
    FeeRule,
    Indicator,
    Level,
    PhaseTemplate,
    PlanArea,
    PlanField,
    PlanRule,
    SchemeVersion,
)
from certifications.schemefiles import read_scheme, write_scheme
from certifications.schemefiles.phases import canonical_phases
from familynet.accounts.roles import Role
from familynet.kernel.acts import Act
from familynet.kernel.history import HistoryEntry
from familynet.kernel.workflow import TransitionConflict
from tests.factories.accounts import RoleAssignmentFactory
from tests.factories.applications import RequirementFactory, SchemeVersionFactory
from tests.factories.processes import family_audit

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(official, trento):
    return official(Role.CERTIFICATION_OFFICER, trento)


@pytest.fixture
def draft(officer):
    """A draft with all that Family Audit has."""
    version = copy_version(source=family_audit(), label="Linee guida 2027", by=officer)
    RequirementFactory(version=version)
    return version


@pytest.fixture
def empty():
    return SchemeVersionFactory(with_requirements=1)


def test_way_is_written_from_nothing(officer, empty):
    def add(part):
        return save_part(part=part, by=officer)

    level = add(Level(version=empty, code="base", title="Base", makes_certificate=True))
    cycle = add(Cycle(version=empty, code="primo", title="Primo"))
    add(Cycle(version=empty, code="dopo", title="Dopo", follows=["primo", "dopo"], needs_level=level))
    for code in ("a", "b"):
        add(PhaseTemplate(version=empty, cycle=cycle, code=code, title=code, kind="planning", months=6))
    closes = ["opinion", "act"]
    add(
        PhaseTemplate(
            version=empty, cycle=cycle, code="c", title="c", kind="grant", closes_with=closes, grants=level
        )
    )
    area = add(PlanArea(version=empty, code="uno", title="Uno"))
    add(PlanField(version=empty, area=area, code="orari", title="Orari"))
    add(PlanRule(version=empty, sizes=["micro"], per="area", minimum=2))
    base = add(Indicator(version=empty, code="persone", title="Persone"))
    add(Indicator(version=empty, code="donne", title="Donne", formula="percentage", base=base))
    add(FeeRule(version=empty, cycle=cycle, sizes=["micro"], amount=10))
    written = canonical_phases(SchemeVersion.objects.get(pk=empty.pk))
    assert [[p["code"] for p in c["phases"]] for c in written["cycles"]] == [["a", "b", "c"], []]
    assert written["cycles"][1]["follows"] == ["primo", "dopo"]
    assert written["indicators"][1]["base"] == "persone"
    assert (written["fees"][0]["cycle"], written["plan_rules"][0]["minimum"]) == ("primo", 2)
    verbs = HistoryEntry.objects.of(empty).filter(actor=officer).values_list("verb", flat=True)
    assert set(verbs) == {"part"}


def test_parts_of_other_people_and_other_versions_are_refused(officer, official, piemonte, draft, empty):
    stranger = official(Role.CERTIFICATION_OFFICER, piemonte)
    phase = draft.phasetemplates.get(code="b")
    with pytest.raises(PermissionDenied):
        save_part(part=phase, by=stranger)
    foreign = PhaseTemplate(version=empty, cycle=draft.cycles.first(), code="x", title="x", kind="round")
    with pytest.raises(ValidationError, match="altro disciplinare"):
        save_part(part=foreign, by=officer)
    phase.grants = Level.objects.create(version=empty, code="x", title="X")
    with pytest.raises(ValidationError, match="altro disciplinare"):
        save_part(part=phase, by=officer)


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        (lambda d: Cycle(version=d, code="x", title="X", follows=["mai"]), "«mai» non c'è"),
        (lambda d: Indicator(version=d, code="x", title="X", formula="index", parts=["mai"]), "«mai» non c'è"),
        (lambda d: Indicator(version=d, code="x", title="X", formula="index", parts=["x"]), "«x» non c'è"),
        (lambda d: Indicator(version=d, code="x", title="X", formula="percentage"), "altro indicatore"),
        (
            lambda d: Indicator(
                version=d,
                code="x",
                title="X",
                formula="percentage",
                base=d.indicators.get(code="indice-flessibilita"),
            ),
            "Un indice non si scrive",
        ),
        (
            lambda d: PhaseTemplate(
                version=d,
                cycle=d.cycles.first(),
                code="x",
                title="X",
                kind="grant",
                grants=d.levels.first(),
                closes_with=["plan"],
            ),
            "si chiude con un atto",
        ),
        (
            lambda d: PhaseTemplate(version=d, cycle=d.cycles.first(), code="b", title="X", kind="round"),
            "riga con questo codice",
        ),
    ],
)
def test_part_that_does_not_fit_is_refused_in_a_sentence(officer, draft, part, sentence):
    before = canonical_phases(draft)
    with pytest.raises(ValidationError) as refused:
        save_part(part=part(draft), by=officer)
    assert sentence in " ".join(refused.value.messages)
    assert canonical_phases(SchemeVersion.objects.get(pk=draft.pk)) == before


def test_typed_indicator_that_others_need_does_not_become_an_index(officer, draft):
    base = draft.indicators.get(code="personale")
    base.formula = "index"
    with pytest.raises(ValidationError, match="si calcola su di lui"):
        save_part(part=base, by=officer)


def test_list_that_is_full_takes_nothing_more(officer, empty):
    Level.objects.bulk_create(Level(version=empty, code=f"l{n}", title="L") for n in range(20))
    with pytest.raises(ValidationError, match="al massimo 20 voci"):
        save_part(part=Level(version=empty, code="x", title="X"), by=officer)
    kept = empty.levels.first()
    kept.title = "Cambiato"
    save_part(part=kept, by=officer)


def test_changed_code_is_changed_wherever_it_is_named(officer, draft):
    cycle = draft.cycles.get(code="consolidamento")
    cycle.code = "rinnovo"
    save_part(part=cycle, by=officer)
    follows = dict(draft.cycles.values_list("code", "follows"))
    assert follows["mantenimento"] == ["prima-certificazione", "rinnovo"]
    assert follows["rinnovo"] == ["mantenimento", "rinnovo"]
    part = draft.indicators.get(code="part-time")
    part.code = "tempo-parziale"
    save_part(part=part, by=officer)
    assert "tempo-parziale" in draft.indicators.get(code="indice-flessibilita").parts


@pytest.mark.parametrize(
    ("part", "user"),
    [
        (lambda d: d.levels.get(code="executive"), "Mantenimento"),
        (lambda d: d.levels.get(code="base"), "Rilascio del certificato"),
        (lambda d: d.cycles.get(code="mantenimento"), "Consolidamento"),
        (lambda d: d.indicators.get(code="personale"), "Contratti a tempo indeterminato"),
        (lambda d: d.indicators.get(code="telelavoro"), "Indice di flessibilità"),
    ],
)
def test_part_that_another_needs_stays(officer, draft, part, user):
    found = part(draft)
    with pytest.raises(ValidationError, match=user):
        delete_part(part=found, by=officer)
    assert type(found).objects.filter(pk=found.pk).exists()


def test_cycle_goes_with_its_phases_and_fees_and_area_with_its_fields(officer, draft):
    cycle = draft.cycles.get(code="prima-certificazione")
    save_part(part=FeeRule(version=draft, cycle=cycle, sizes=["micro"], amount=1), by=officer)
    Cycle.objects.filter(version=draft).exclude(pk=cycle.pk).update(follows=["consolidamento"])
    delete_part(part=cycle, by=officer)
    assert not draft.phasetemplates.filter(code="a").exists()
    assert not draft.fee_rules.exclude(cycle=None).exists()
    delete_part(part=draft.planareas.get(code="area-1"), by=officer)
    assert draft.planfields.count() == 8


def test_phases_move_within_their_cycle_and_to_the_end_of_another(officer, draft):
    first, later = draft.cycles.get(code="prima-certificazione"), draft.cycles.get(code="mantenimento")
    phase = first.phases.get(code="c")
    move_part(part=phase, up=True, by=officer)
    assert list(first.phases.values_list("code", flat=True)) == ["a", "c", "b", "d", "e", "f"]
    phase.cycle = later
    save_part(part=phase, by=officer)
    assert list(later.phases.values_list("code", flat=True)) == ["m-anni", "m-conferma", "c"]


def test_indicator_never_stands_before_the_one_it_is_computed_on(officer, draft):
    base, share = draft.indicators.get(code="personale"), draft.indicators.get(code="tempo-indeterminato")
    for part, up in ((base, False), (share, True)):
        with pytest.raises(ValidationError, match="deve venire prima"):
            move_part(part=part, up=up, by=officer)
    assert [i.code for i in draft.indicators.all()[:2]] == ["personale", "tempo-indeterminato"]


def test_part_that_somebody_took_out_is_not_written_again(officer, draft):
    rule = draft.plan_rules.first()
    mine = PlanRule.objects.get(pk=rule.pk)
    delete_part(part=rule, by=officer)
    with pytest.raises(TransitionConflict):
        save_part(part=mine, by=officer)
    assert draft.plan_rules.count() == 1


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten_unseen(officer, draft):
    phase = draft.phasetemplates.get(code="b")
    seen, mine = stamp(phase), PhaseTemplate.objects.get(pk=phase.pk)
    phase.months = 9
    save_part(part=phase, by=officer)
    mine.title = "Mio"
    with pytest.raises(ValidationError, match="mentre la scrivevi"):
        save_part(part=mine, by=officer, seen=seen)
    move_part(part=phase, up=True, by=officer)
    save_part(part=mine, by=officer, seen=stamp(PhaseTemplate.objects.get(pk=phase.pk)))
    assert draft.phasetemplates.get(code="b").title == "Mio"


# --- Published, reviewed, four eyes ----------------------------------------------------------------


def parts_of(version):
    return [
        version.levels.first(),
        version.cycles.first(),
        version.phasetemplates.first(),
        version.fee_rules.first(),
        version.planareas.first(),
        version.planfields.first(),
        version.plan_rules.first(),
        version.indicators.first(),
    ]


def test_published_version_is_refused_in_a_sentence_and_by_the_database(officer):
    version = family_audit()
    for part in parts_of(version):
        for write in (
            lambda part=part: save_part(part=part, by=officer),
            lambda part=part: delete_part(part=part, by=officer),
        ):
            with pytest.raises(TransitionConflict) as refused:
                write()
            assert "pubblicato e non si cambia più" in refused.value.reason
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
            part.save()


def test_version_in_review_says_that_it_waits(officer, draft):
    send_to_review(version=draft, by=officer)
    with pytest.raises(TransitionConflict) as refused:
        move_part(part=draft.levels.first(), up=False, by=officer)
    assert "in revisione" in refused.value.reason


def test_who_changed_a_phase_never_publishes(official, officer, trento, draft):
    both = official(Role.CERTIFICATION_MANAGER, trento)
    RoleAssignmentFactory(user=both, role=Role.CERTIFICATION_OFFICER, administration=trento)
    save_part(part=draft.phasetemplates.get(code="b"), by=both)
    send_to_review(version=draft, by=officer)
    with pytest.raises(ValidationError, match="un'altra persona"):
        publish_version(version=draft, by=both, act=Act(kind="resolution", number="1"))


def test_way_that_reaches_no_certificate_is_not_reviewed(officer, draft):
    Level.objects.filter(version=draft).update(makes_certificate=False)
    with pytest.raises(ValidationError, match="non arriva mai a un certificato"):
        send_to_review(version=draft, by=officer)
    draft.refresh_from_db()
    assert draft.state == "draft"


# --- Round trip ------------------------------------------------------------------------------------


def as_file(scheme):
    return read_scheme(json.dumps(write_scheme(scheme)).encode())


def test_what_was_edited_goes_through_a_file_without_a_change(officer, trento, draft):
    phase = draft.phasetemplates.get(code="b")
    phase.months, phase.guidance = 9, "Prima riga\r\nseconda  "
    save_part(part=phase, by=officer)
    move_part(part=draft.planareas.get(code="area-2"), up=True, by=officer)
    move_part(part=draft.cycles.get(code="mantenimento"), up=False, by=officer)
    added = Indicator(
        version=draft, code="nidi", title="Nidi", formula="percentage", base=draft.indicators.get(code="personale")
    )
    save_part(part=added, by=officer)
    read = as_file(draft.scheme)
    assert {part.effect for part in plan_scheme(read, administration=trento).parts} == {"same"}
    before = write_scheme(draft.scheme)
    import_scheme(read, administration=trento, by=officer)
    assert write_scheme(draft.scheme) == before
    assert (
        before["scheme"]["versions"][-1]["phases"]["cycles"][0]["phases"][1]["guidance"] == "Prima riga\nseconda"
    )


def test_way_without_cycles_is_not_lost_by_copy_or_file(officer, trento, empty):
    save_part(part=Level(version=empty, code="base", title="Base"), by=officer)
    copy = copy_version(source=empty, label="Copia", by=officer)
    assert [level.code for level in copy.levels.all()] == ["base"]
    read = as_file(empty.scheme)
    assert {part.effect for part in plan_scheme(read, administration=trento).parts} == {"same"}
