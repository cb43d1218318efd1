"""Load facts about comuni: surface, age of the people, mountain."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from familynet.territories.facts import OWN_FACTS, load_facts, read_facts
from familynet.territories.sources import BadFile


class Command(BaseCommand):
    help = "Load the facts about comuni that the project carries, or those of FILE (see territories/facts.py)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, default=list(OWN_FACTS))

    def handle(self, *args: Any, **options: Any) -> None:
        """All files are read before the first is stored."""
        read = []
        for path in options["files"] or OWN_FACTS:
            try:
                read.append(read_facts(path))
            except BadFile as error:
                raise CommandError(f"{path}: {error}. Nothing was changed.") from None
        for file in read:
            report = load_facts(file)
            if options["verbosity"]:
                self.stdout.write(f"{file.code}: {report.stored} facts stored.")
                for code in report.unknown:
                    self.stdout.write(f"unknown  {code}")
