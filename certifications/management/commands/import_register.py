"""Imports a register of certified bodies from CSV or XLSX: without --commit it only says what it would do."""

import sys
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from certifications.actions import apply_plan, plan_file
from certifications.importing.plan import Outcome, PlannedRow
from certifications.models import ImportRow
from certifications.models.register import compact_register_counts
from certifications.permissions import importing_administration
from familynet.accounts.models import Administration, User


class Command(BaseCommand):
    help = "Check a register file and, with --commit, import it: all of it or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--commit", action="store_true", help="write; without it nothing is written")
        parser.add_argument("--skip-errors", action="store_true", help="import the right rows, leave the wrong")
        parser.add_argument("--by", metavar="EMAIL", help="the officer on whose behalf; default: the system")
        parser.add_argument("--demo", action="store_true", help="mark what is created as demonstration data")

    def handle(self, *args: Any, **options: Any) -> None:
        by, administration = self._person(options["by"])
        try:
            with options["file"].open("rb") as file:
                plans, unknown, table = plan_file(file, administration=administration)
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self._report(plans, unknown, table.encoding)
        wrong = sum(plan.outcome == Outcome.ERROR for plan in plans)
        if options["commit"] and (options["skip_errors"] or not wrong):
            self._commit(plans, by, options)
        elif options["commit"]:
            self.stdout.write("Niente è stato importato: correggi le righe con errori, o usa --skip-errors.")
        else:
            self.stdout.write("Solo controllo: con --commit si importa.")
        if wrong:
            raise CommandError(f"Righe con errori: {wrong}.")

    def _person(self, email: str | None) -> tuple[User | None, Administration | None]:
        if email is None:
            return None, None
        user = User.objects.filter(email__iexact=email).first()
        administration = importing_administration(user) if user else None
        if user is None or administration is None:
            raise CommandError(f"{email} may not import a register.")
        return user, administration

    def _report(self, plans: list[PlannedRow], unknown: list[str], encoding: str) -> None:
        self.stdout.write(f"Codifica: {encoding}")
        if unknown:
            self.stdout.write(f"Colonne non usate: {', '.join(unknown)}")
        for plan in plans:
            label = ImportRow.Outcome(plan.outcome).label
            self.stdout.write(f"riga {plan.row.line}: {label} – {plan.row.name} – {plan.reason}")
        outcomes = [plan.outcome for plan in plans]
        totals = ", ".join(f"{o.label.lower()} {outcomes.count(o)}" for o in ImportRow.Outcome)
        self.stdout.write(f"Righe {len(plans)}: {totals}")

    def _commit(self, plans: list[PlannedRow], by: User | None, options: dict[str, Any]) -> None:
        name = options["file"].name
        with tqdm(total=len(plans), unit="righe", file=sys.stderr, disable=None) as bar:

            def show(done: int) -> None:
                bar.update(done - bar.n)

            written = apply_plan(
                plans,
                by=by,
                source=name,
                progress=show,
                is_demo=options["demo"],
                data={"file": name},
            )
        compact_register_counts()
        self.stdout.write(f"Righe importate: {written}.")
