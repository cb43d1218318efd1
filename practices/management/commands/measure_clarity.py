"""Measure the summaries of all practices again, for example after a change of the rules of counting."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from practices.models import Practice
from practices.plain_language import measure


class Command(BaseCommand):
    help = "Measures the clarity of every public summary again; --check only says which stored values differ."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing, fail if a stored value differs")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        wrong = [
            (pk, index)
            for pk, summary, clarity in Practice.objects.values_list("pk", "summary", "clarity").iterator()
            if (index := measure(summary).index) != clarity
        ]
        if check and wrong:
            raise CommandError(f"{len(wrong)} stored values differ, of practices {[pk for pk, _ in wrong[:20]]}")
        for pk, index in wrong:
            Practice.objects.filter(pk=pk).update(clarity=index)
        self.stdout.write(f"{len(wrong)} practices measured again.")
