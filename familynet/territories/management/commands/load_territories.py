"""Load a list of comuni and say what changed."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError
from django.utils import timezone

from familynet.territories.actions import Report, load_municipalities
from familynet.territories.sources import OWN_LIST, BadFile, read_list


class Command(BaseCommand):
    help = "Load the comuni from the project's own list, or from FILE (same columns, or the JSON of ISTAT facts)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=OWN_LIST)
        parser.add_argument("--dry-run", action="store_true", help="say what would change, change nothing")
        extent = parser.add_mutually_exclusive_group()
        extent.add_argument("--partial", action="store_true", help="the list is a part: what it omits goes on")
        extent.add_argument("--complete", action="store_true", help="what the list omits has ended, even if many")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        complete = False if options["partial"] else (True if options["complete"] else None)
        try:
            report = load_municipalities(
                read_list(path), today=timezone.localdate(), complete=complete, dry_run=options["dry_run"]
            )
        except BadFile as error:
            raise CommandError(f"{path}: {error}. Nothing was changed.") from None
        except IntegrityError as error:
            raise CommandError(f"{path}: the database refuses it: {error}. Nothing was changed.") from None
        if options["verbosity"] == 0:
            return
        self.show(report)
        if options["dry_run"]:
            self.stdout.write("Dry run: nothing was changed.")

    def show(self, report: Report) -> None:
        """Each comune that changed, then the totals."""
        for name, fields in report.changed.items():
            facts = ", ".join(f"{key} {before} → {after}" for key, (before, after) in fields.items())
            self.stdout.write(f"changed  {name}: {facts}")
        for word, names in (
            ("created", report.created),
            ("renamed", report.renamed),
            ("closed", report.closed),
            ("kept", report.kept),
        ):
            for name in names:
                self.stdout.write(f"{word:8} {name}")
        self.stdout.write(
            f"{len(report.created)} created, {len(report.changed)} changed, {len(report.renamed)} renamed, "
            f"{len(report.closed)} closed, {report.unchanged} unchanged."
        )
        if report.changed:
            totals = ", ".join(f"{name} {count}" for name, count in sorted(report.changed_fields.items()))
            self.stdout.write(f"Changed fields: {totals}.")
        if report.is_empty:
            self.stdout.write("No change.")
