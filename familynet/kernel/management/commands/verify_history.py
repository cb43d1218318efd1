"""Re-derive every chain of the history and every seal; name the first broken entry."""

import itertools
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from familynet.kernel.history import HistoryEntry, HistorySeal, broken_links


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="name every fault, not only the first ten")

    def handle(self, *args: Any, **options: Any) -> None:
        faults = broken_links()
        found = list(faults if options["all"] else itertools.islice(faults, 10))
        for fault in found:
            self.stderr.write(fault)
        if found:
            raise CommandError(f"The history is broken. First fault: {found[0]}")
        self.stdout.write(
            f"History intact: {HistoryEntry.objects.count()} entries, {HistorySeal.objects.count()} seals."
        )
