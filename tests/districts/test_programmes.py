import datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from districts import actions, desk, tasks
from districts.models import Action, Programme
from familynet.accounts.roles import Role
from familynet.kernel.history import HistoryEntry
from familynet.kernel.workflow import TransitionConflict
from tests.factories.districts import (
    ActFactory,
    ActionAreaFactory,
    ActionFactory,
    AreaAgreementFactory,
    DistrictFactory,
    ProgrammeFactory,
    ProgressUpdateFactory,
)
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.django_db
D = datetime.date


@pytest.fixture
def officer(official, trento):
    return official(Role.DISTRICT_OFFICER, trento)


def verbs(obj):
    return list(HistoryEntry.objects.of(obj).values_list("verb", flat=True))


def titles(programme):
    return [c.action.title for c in programme.commitments.select_related("action")]


def update(programme, officer, rows, **texts):
    values = {"premise": "", "strategic_project": "", **texts}
    return actions.update_programme(programme, by=officer, actions=rows, **values)


def test_open_programme_copies_the_actions_without_progress(officer):
    last = ProgrammeFactory(closed=True, year_from=2024)
    partner = OrganisationFactory(trento=True)
    original = ActionFactory(programme=last, title="Trasporto gratuito", due_on=D(2024, 12, 31))
    original.partners.add(partner)
    ProgressUpdateFactory(action=original, completion=100)
    programme = actions.open_programme(last.district, by=officer, year_from=2025, copy_from=last)
    copy = programme.actions.get()
    assert (copy.title, copy.copied_from, copy.due_on) == ("Trasporto gratuito", original, None)
    assert (list(copy.partners.all()), copy.updates.count()) == ([partner], 0)
    assert HistoryEntry.objects.of(programme).get().data == {"copied_from": last.pk, "copied_actions": 1}


def test_open_programme_for_a_year_taken_is_refused(officer):
    programme = ProgrammeFactory()
    with pytest.raises(ValidationError, match="C'è già un programma"):
        actions.open_programme(programme.district, by=officer, year_from=2025)


def test_open_programme_copies_only_within_the_district(officer):
    with pytest.raises(ValidationError, match="stesso distretto"):
        actions.open_programme(DistrictFactory(), by=officer, year_from=2026, copy_from=ProgrammeFactory())


def test_update_programme_writes_rows_in_their_order(officer):
    programme, area = ProgrammeFactory(), ActionAreaFactory()
    kept, gone = ActionFactory(programme=programme, title="Resta"), ActionFactory(programme=programme)
    organisation = OrganisationFactory(trento=True)
    new = {"id": None, "title": "Nuova", "area": area, "responsible": organisation, "partners": [organisation]}
    update(programme, officer, [new, {"id": kept.pk, "title": "Cambiata"}], premise="Perché")
    programme.refresh_from_db()
    assert (titles(programme), programme.premise) == (["Nuova", "Cambiata"], "Perché")
    assert not Action.objects.filter(pk=gone.pk).exists()
    created = Action.objects.get(title="Nuova")
    assert (created.area, created.responsible, list(created.partners.all())) == (
        area,
        organisation,
        [organisation],
    )
    assert HistoryEntry.objects.of(programme).get().data["dropped"] == [gone.title]


def test_update_programme_keeps_an_action_that_another_programme_shares(officer):
    programme = ProgrammeFactory()
    shared = ActionFactory(programme=programme)
    other = ProgrammeFactory(district=programme.district, year_from=2026)
    other.commitments.create(action=shared)
    update(programme, officer, [])
    assert (titles(programme), titles(other)) == ([], [shared.title])


def test_update_programme_refuses_an_action_of_another(officer):
    foreign = ActionFactory(programme=ProgrammeFactory())
    programme = ProgrammeFactory()
    with pytest.raises(ValidationError, match="non è più in questo programma"):
        update(programme, officer, [{"id": foreign.pk, "title": "Rubata"}])
    foreign.refresh_from_db()
    assert foreign.title != "Rubata"


@pytest.mark.parametrize("state", ["approved", "running", "evaluated", "closed"])
def test_update_programme_once_approved_is_a_conflict(state, officer):
    programme = ProgrammeFactory(**{state: True})
    action = ActionFactory(programme=programme, title="Com'era")
    with pytest.raises(TransitionConflict):
        update(programme, officer, [{"id": action.pk, "title": "Cambiata"}])
    assert titles(programme) == ["Com'era"]


def test_approve_needs_an_action_and_an_act(officer):
    programme = ProgrammeFactory()
    with pytest.raises(ValidationError, match="non ha ancora azioni"):
        actions.approve_programme(programme, by=officer, act=ActFactory())
    ActionFactory(programme=programme)
    with pytest.raises(ValidationError, match="Indica l'atto"):
        actions.approve_programme(programme, by=officer, act=None)
    act = ActFactory()
    actions.approve_programme(programme, by=officer, act=act)
    programme.refresh_from_db()
    assert (programme.state, programme.approval_act, verbs(programme)) == ("approved", act, ["approve"])


def test_programme_runs_is_evaluated_and_closed(officer):
    programme = ProgrammeFactory(approved=True)
    first, second = ActionFactory(programme=programme), ActionFactory(programme=programme, title="Muta")
    actions.start_programme(programme, by=officer)
    actions.record_progress(first, by=officer, programme=programme, completion=75, note="Bene", on=D(2025, 6, 1))
    with pytest.raises(ValidationError, match="Mancano: Muta"):
        actions.self_evaluate(programme, by=officer, text="Riuscito", on=D(2026, 1, 31))
    actions.record_progress(second, by=officer, programme=programme, completion=0, on=D(2025, 6, 1))
    actions.self_evaluate(programme, by=officer, text="Riuscito", on=D(2026, 1, 31))
    actions.close_programme(programme, by=officer)
    programme.refresh_from_db()
    assert (programme.state, programme.self_evaluation) == ("closed", "Riuscito")
    assert verbs(programme) == ["close", "self_evaluate", "progress", "progress", "start"]
    assert Programme.objects.with_progress().get().progress == 37.5


@pytest.mark.parametrize("state", ["draft", "approved", "evaluated", "closed"])
def test_record_progress_of_a_programme_that_does_not_run_is_a_conflict(state, officer):
    programme = ProgrammeFactory(**({} if state == "draft" else {state: True}))
    action = ActionFactory(programme=programme)
    with pytest.raises(TransitionConflict):
        actions.record_progress(action, by=officer, programme=programme, completion=50)
    assert action.updates.count() == 0


@pytest.mark.parametrize("completion", [10, 60, 101])
def test_record_progress_only_in_quarters(completion, officer):
    programme = ProgrammeFactory(running=True)
    action = ActionFactory(programme=programme)
    with pytest.raises(ValidationError):
        actions.record_progress(action, by=officer, programme=programme, completion=completion)
    assert verbs(programme) == []


def test_record_progress_of_a_foreign_action_is_refused(officer):
    with pytest.raises(ValidationError, match="non è di questo programma"):
        actions.record_progress(
            ActionFactory(), by=officer, programme=ProgrammeFactory(running=True), completion=50
        )


def test_programmes_of_another_administration_are_out_of_reach(officer):
    programme = ProgrammeFactory(district__piemonte=True, running=True)
    action = ActionFactory(programme=programme)
    with pytest.raises(PermissionDenied):
        actions.record_progress(action, by=officer, programme=programme, completion=50)
    with pytest.raises(PermissionDenied):
        update(programme, officer, [])
    with pytest.raises(PermissionDenied):
        actions.open_programme(programme.district, by=officer, year_from=2030)
    with pytest.raises(PermissionDenied):
        actions.self_evaluate(programme, by=officer, text="x", on=D(2026, 1, 1))
    assert verbs(programme) == []


def test_start_programmes_begins_those_whose_year_has_come(trento):
    due, later = ProgrammeFactory(approved=True, year_from=2025), ProgrammeFactory(approved=True, year_from=2026)
    with time_machine.travel("2025-01-01T09:00:00+00:00", tick=False):
        tasks.start_programmes(0)
        tasks.start_programmes(0)
    states = {p.pk: p.state for p in Programme.objects.all()}
    assert states == {due.pk: "running", later.pk: "approved"}
    assert verbs(due) == ["start"]


@time_machine.travel("2026-11-23T09:00:00+00:00", tick=False)
def test_waiting_for_lists_what_the_officer_has_to_do(official, trento, django_assert_num_queries):
    officer = official(Role.DISTRICT_OFFICER, trento)  # appointed on the day of the test, not on today's
    AreaAgreementFactory(district__name="Fiemme")
    AreaAgreementFactory(district__name="Lontano", valid_to=D(2029, 1, 1))
    AreaAgreementFactory(district__name="Altrove", district__piemonte=True)
    ProgrammeFactory(district__name="Bozza", year_from=2027)
    ProgrammeFactory(district__name="Passato", year_from=2025, running=True)
    current = ProgrammeFactory(district__name="Corrente", year_from=2026, running=True)
    ActionFactory(programme=current, title="Zitta")
    told = ActionFactory(programme=current, title="Detta")
    ProgressUpdateFactory(action=told, recorded_on=D(2026, 2, 1))
    with django_assert_num_queries(4):
        items = desk.waiting_for(officer)
    assert [(str(item.kind), item.title) for item in items] == [
        ("Accordi di distretto in scadenza", "Fiemme"),
        ("Programmi da autovalutare", "Programma 2025 – Passato"),
        ("Programmi da approvare", "Programma 2027 – Bozza"),
        ("Azioni senza avanzamento quest'anno", "Zitta"),
    ]


def test_waiting_for_says_nothing_to_others(official, trento):
    ProgrammeFactory()
    assert desk.waiting_for(official(Role.AUDITOR, trento)) == []
