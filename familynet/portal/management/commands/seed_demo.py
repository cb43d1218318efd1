"""Fills the portal with demo content, through its own actions; refused outside the demo."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from familynet.accounts.models import User
from familynet.portal.demo.content.people import PASSWORD, account_table
from familynet.portal.demo.seeding import is_seeded, seed


class Command(BaseCommand):
    help = "Fill the portal with demo content and print the accounts. A second run changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=7, help="the same number makes the same choices")
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing when somebody has an account already"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("seed_demo runs only in the demo (DEMO=1): its password is printed everywhere.")
        quiet = options["verbosity"] < 1
        if is_seeded():
            self._say("Demo data are there already: nothing was changed.", quiet)
        elif options["if_empty"] and User.objects.exists():
            self._say("There are accounts already: no demo data were added.", quiet)
            return
        else:
            self._seed(options["seed"], quiet)
        if not quiet:
            self._print_accounts()

    def _seed(self, number: int, quiet: bool) -> None:
        start = time.monotonic()
        seed(number=number, say=lambda part: self._say(f"  {part}", quiet))
        self._say(f"Demo data made in {time.monotonic() - start:.1f} s.", quiet)

    def _say(self, text: str, quiet: bool) -> None:
        if not quiet:
            self.stdout.write(text)

    def _print_accounts(self) -> None:
        """Who may sign in, with the one password of the demo."""
        rows = account_table()
        who = max(len(row[0]) for row in rows)
        mail = max(len(row[1]) for row in rows)
        self.stdout.write(f"\nAccounts of the demo, password: {PASSWORD}\n")
        for name, first, second in rows:
            self.stdout.write(f"  {name:<{who}}  {first:<{mail}}  {second}".rstrip())
