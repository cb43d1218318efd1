"""A plan becomes certificates: all of it in the caller's transaction, or nothing."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from certifications.importing.known import load_known
from certifications.importing.plan import Outcome, PlannedRow, make_plan
from certifications.importing.rows import parse_rows
from certifications.models import Certificate, StatusChange
from certifications.workflow import CERTIFICATE_WORKFLOW
from familynet.accounts.models import Administration, User
from familynet.kernel.acts import Act
from familynet.kernel.history import record
from familynet.kernel.tables import Readable, Table, read_table
from familynet.kernel.workflow import advance
from familynet.organisations.models import Organisation


def plan_file(
    file: Readable, *, administration: Administration | None
) -> tuple[list[PlannedRow], list[str], Table]:
    """Dry run: what each row of the file would do, and the headings that nothing uses. Writes nothing.

    The report is in Italian whoever reads it, because it is kept.
    """
    with translation.override("it"):
        table = read_table(file)
        rows, unknown = parse_rows(table)
        return make_plan(rows, load_known(rows, administration=administration)), unknown, table


@transaction.atomic
def apply_plan(
    plans: list[PlannedRow],
    *,
    by: User | None,
    source: str,
    progress: Callable[[int], None] = lambda done: None,
    is_demo: bool = False,
    data: dict[str, Any] | None = None,
) -> int:
    """Write the new and the changed rows; how many. The caller has checked who may import.

    `source` names where the data come from; `progress` hears how many rows are done.
    """
    writer = _Writer(by, source, is_demo, data or {})
    written = 0
    with translation.override("it"):
        for done, plan in enumerate(plans, start=1):
            if plan.outcome == Outcome.NEW:
                writer.create(plan)
            elif plan.outcome == Outcome.CHANGED:
                writer.change(plan)
            written += plan.outcome in (Outcome.NEW, Outcome.CHANGED)
            progress(done)
    return written


class _Writer:
    """Writes planned rows; remembers the organisations it made, for the file's later rows."""

    def __init__(self, by: User | None, source: str, is_demo: bool, data: dict[str, Any]) -> None:
        self.by, self.source, self.is_demo, self.data = by, source[:200], is_demo, data
        self.made: dict[str, Organisation] = {}
        self.administrations = list(Administration.objects.select_related("province", "region"))

    def create(self, plan: PlannedRow) -> None:
        """A certificate, with its organisation when new, its act when given, and its first states."""
        row = plan.row
        organisation = plan.organisation or self.made.get(plan.key) or self._register(plan)
        assert plan.scheme is not None
        act = self._act(plan, None)
        certificate = Certificate.objects.create(
            organisation=organisation,
            scheme=plan.scheme,
            category=plan.category,
            administration_id=plan.scheme.administration_id,
            state=row.state,
            source_number=row.source_number,
            act=act,
            award_date=row.act_date,
            valid_to=row.valid_to,
            ended_on=row.ended_on,
            score=row.score,
            note=row.note,
            source=self.source,
            is_demo=self.is_demo,
        )
        self._first_states(certificate, act)
        self._fill_fiscal_code(organisation, row.fiscal_code)
        record(
            certificate,
            "import",
            label=lambda: _("Iscritta dall'importazione del registro"),
            by=self.by,
            to_state=row.state,
            act=act,
            public=True,
            data={**self.data, "line": row.line},
        )

    def change(self, plan: PlannedRow) -> None:
        """What the file says more or otherwise; an empty cell never takes anything away."""
        row, certificate = plan.row, plan.certificate
        assert certificate is not None
        act = self._act(plan, certificate)
        given = {
            "category": plan.category,
            "act": act,
            "award_date": row.act_date,
            "valid_to": row.valid_to,
            "ended_on": row.ended_on,
            "score": row.score,
            "source_number": row.source_number,
            "note": row.note,
        }
        fields: dict[str, Any] = {name: value for name, value in given.items() if value}
        details = {**self.data, "line": row.line, "changes": plan.changes}
        before = certificate.state
        if row.state != before:
            name = f"source_{row.state}"
            fields.setdefault("ended_on", None)
            advance(CERTIFICATE_WORKFLOW, certificate, name, by=self.by, act=act, fields=fields, data=details)
            StatusChange.objects.create(
                certificate=certificate, from_state=before, to_state=row.state, effective_on=row.ended_on
            )
        else:
            Certificate.objects.filter(pk=certificate.pk).update(updated_at=timezone.now(), **fields)
            label = _("Aggiornata dall'importazione del registro")
            record(certificate, "import_change", label=label, by=self.by, act=act, public=True, data=details)
        if plan.organisation:
            self._fill_fiscal_code(plan.organisation, row.fiscal_code)

    def _act(self, plan: PlannedRow, certificate: Certificate | None) -> Act | None:
        """The determination that the row cites; a new record when it says more than the one known."""
        row, old = plan.row, certificate.act if certificate else None
        number = row.act_number or (old.number if old else "")
        day = row.act_date or (old.date if old else None)
        if not number and not day:
            return None
        if old and (old.number, old.date) == (number, day):
            return old
        return Act.objects.create(kind=Act.Kind.DETERMINATION, number=number, date=day)

    def _first_states(self, certificate: Certificate, act: Act | None) -> None:
        valid = Certificate.State.VALID
        StatusChange.objects.create(
            certificate=certificate, to_state=valid, effective_on=certificate.award_date, act=act
        )
        if certificate.state != valid:
            StatusChange.objects.create(
                certificate=certificate,
                from_state=valid,
                to_state=certificate.state,
                effective_on=certificate.ended_on,
            )

    def _register(self, plan: PlannedRow) -> Organisation:
        """A new organisation, in the territory of the administration that covers its comune."""
        place = plan.municipality
        assert place is not None
        organisation = Organisation(
            name=plan.row.name,
            kind=plan.kind,
            municipality=place,
            administration=next(a for a in self.administrations if a.covers(place)),
            fiscal_code=plan.row.fiscal_code or None,
            is_demo=self.is_demo,
        )
        organisation.slug = organisation.make_slug()
        organisation.save(force_insert=True)
        label = _("Scheda creata dall'importazione del registro")
        record(organisation, "register", label=label, by=self.by, data=self.data)
        self.made[plan.key] = organisation
        return organisation

    def _fill_fiscal_code(self, organisation: Organisation, code: str) -> None:
        """The codice fiscale that the record lacked; the plan has refused a different one."""
        if not code or organisation.fiscal_code:
            return
        organisation.fiscal_code = code
        organisation.save(update_fields=["fiscal_code", "updated_at"])
        label = _("Aggiunto il codice fiscale dall'importazione del registro")
        record(organisation, "fiscal_code", label=label, by=self.by, data=self.data)
