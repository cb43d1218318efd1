"""A disciplinare from tomorrow on, to which three holders re-align, and the next one in draft with its dry run."""

import datetime

from django.utils import timezone

from certifications import actions
from certifications.actions.realignments import Declared
from certifications.models import DryRun, Realignment, Requirement, Scheme, SchemeVersion
from familynet.portal.demo.content.hospitality import CONFIRMED, DECLARED, DRAFT, LATE, NEXT, SCHEME
from familynet.portal.demo.steps.cast import Cast, invented
from familynet.portal.demo.steps.holders import example_act

REASON = "Dal nuovo disciplinare il fasciatoio è obbligatorio: diteci dov'è, o quando lo mettete (esempio)."
NOTE = "Risposta di esempio: il fasciatoio è nel bagno al piano terra."
MANY_EMPLOYEES = {"fact": "employees", "op": "ge", "value": 10}


def make_realignment(cast: Cast) -> None:
    scheme = Scheme.objects.get(slug=SCHEME)
    current = _publish_next(scheme, cast)
    _realign(current, cast)
    _draft(current, cast)


def _publish_next(scheme: Scheme, cast: Cast) -> SchemeVersion:
    """Asks one thing more of everybody; in force from tomorrow, because the files of today follow the old one."""
    officer = cast.person("istruttoria", "trento")
    version = actions.copy_version(source=scheme.versions.get(), label=NEXT, by=officer)
    _change(version, "A2", cast, mandatory=True)
    actions.send_to_review(version=version, by=officer)
    actions.publish_version(
        version=version,
        by=cast.person("dirigenza", "trento"),
        act=example_act("disciplinare/2", f"{NEXT}: il fasciatoio è obbligatorio"),
        valid_from=timezone.localdate() + datetime.timedelta(days=1),
    )
    return version


def _change(version: SchemeVersion, code: str, cast: Cast, **values: object) -> None:
    part = Requirement.objects.select_related("version", "section").get(version=version, code=code)
    for name, value in values.items():
        setattr(part, name, value)
    actions.save_part(part=part, by=cast.person("istruttoria", "trento"))


def _dry_run(version: SchemeVersion, cast: Cast) -> DryRun:
    """Computed at once: what the worker would do."""
    run = actions.start_dry_run(version=version, by=cast.person("istruttoria", "trento"))
    actions.perform_dry_run(run_id=run.pk)
    run.refresh_from_db()
    return run


def _realign(version: SchemeVersion, cast: Cast) -> None:
    """Three are asked: one declares and is confirmed, one declares, the day of the third has passed."""
    manager, today = cast.person("dirigenza", "trento"), timezone.localdate()
    plan = actions.plan_realignment(
        run=_dry_run(version, cast), due_on=today + datetime.timedelta(days=30), reason=REASON, by=manager
    )
    actions.perform_plan(plan_id=plan.pk)
    asked = {number: _asked(number) for number in (DECLARED, CONFIRMED, LATE)}
    for number in (DECLARED, CONFIRMED):
        member = invented(number).members.current().select_related("user").get()
        answers = dict.fromkeys(asked[number].codes, Declared(met=True, note=NOTE))
        actions.answer_realignment(realignment=asked[number], answers=answers, by=member.user)
    actions.confirm_realignment(
        realignment=asked[CONFIRMED], by=manager, act=example_act("adeguamento", "Adeguamento (esempio)")
    )
    # No action asks for a day that has passed: in the demo the days have gone by.
    Realignment.objects.filter(pk=asked[LATE].pk).update(due_on=today - datetime.timedelta(days=5))


def _asked(number: int) -> Realignment:
    return Realignment.objects.select_related("certificate", "to_version").get(
        certificate__organisation=invented(number)
    )


def _draft(current: SchemeVersion, cast: Cast) -> None:
    """A course for everybody, a place to play where many work, and more points; tried on the holders."""
    officer = cast.person("istruttoria", "trento")
    draft = actions.copy_version(source=current, label=DRAFT, by=officer)
    _change(draft, "C2", cast, mandatory=True)
    _change(draft, "B2", cast, mandatory=True, applies_if=MANY_EMPLOYEES)
    for band in draft.bands.select_related("version"):
        band.minimum += 6
        actions.save_part(part=band, by=officer)
    _dry_run(draft, cast)
