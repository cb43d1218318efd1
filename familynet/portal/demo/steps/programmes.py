"""Programmes of the districts, with their actions and how far they are."""

import datetime
from typing import Any

from districts.actions import (
    approve_programme,
    close_programme,
    open_programme,
    record_progress,
    self_evaluate,
    start_programme,
    update_programme,
)
from districts.models import ActionArea, Programme, Taxonomy
from familynet.kernel.acts import Act
from familynet.portal.demo.content.districts import PROGRAMMES, ActionFacts, KnownAct, ProgrammeFacts
from familynet.portal.demo.steps.cast import Cast, invented, past
from familynet.portal.demo.steps.districts import district, known_act

S = Programme.State


def make_programmes(cast: Cast) -> None:
    for facts in PROGRAMMES:
        _bring_to_its_state(_write(facts, cast), facts, cast)


def _write(facts: ProgrammeFacts, cast: Cast) -> Programme:
    """The draft with its actions."""
    where = district(facts.district)
    by = cast.colleague("distretti", where.administration)
    first, last = facts.years
    programme = open_programme(where, by=by, year_from=first, year_to=last)
    return update_programme(
        programme,
        by=by,
        premise=facts.premise,
        strategic_project=facts.strategic,
        actions=[_row(action, last) for action in facts.actions],
    )


def _row(facts: ActionFacts, year: int) -> dict[str, Any]:
    return {
        "id": None,
        "title": facts.title,
        "goal": facts.goal,
        "description": "Azione di esempio.",
        "area": ActionArea.objects.get(taxonomy__in=Taxonomy.objects.in_force(), code=facts.area),
        "responsible": invented(facts.body),
        "indicator": facts.indicator,
        "due_on": datetime.date(year, 12, 15),
    }


def _bring_to_its_state(programme: Programme, facts: ProgrammeFacts, cast: Cast) -> None:
    """Approve, start, note the progress, evaluate, close: as far as the content says."""
    by = cast.colleague("distretti", programme.administration)
    if facts.state == S.DRAFT:
        return
    approve_programme(programme, by=by, act=_approval(facts))
    if facts.state == S.APPROVED:
        return
    start_programme(programme, by=by)
    for action, told in zip(programme.actions.order_by("commitments__order"), facts.actions, strict=True):
        for day, completion, note in told.progress:
            record_progress(action, by=by, programme=programme, completion=completion, note=note, on=past(day))
    if facts.evaluated_on is None:
        return
    self_evaluate(programme, by=by, text=facts.evaluation, on=past(facts.evaluated_on))
    if facts.state == S.CLOSED:
        close_programme(programme, by=by)


def _approval(facts: ProgrammeFacts) -> Act:
    """The act that the sources give; else an example that says so."""
    years = "–".join(str(year) for year in sorted(set(facts.years)))
    example = KnownAct(
        "Agenzia (atto di esempio)", f"esempio {years}", past(datetime.date(facts.years[0] - 1, 10, 30))
    )
    subject = f"Programma di lavoro {years}"
    return known_act(facts.act or example, kind=Act.Kind.DETERMINATION, subject=subject, body="")
