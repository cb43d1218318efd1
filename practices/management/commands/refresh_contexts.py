"""Derive the contexts of all practices again, for example after `load_facts`."""

from typing import Any

from django.core.management.base import BaseCommand

from practices.actions import refresh_contexts


class Command(BaseCommand):
    help = "Derive the contexts of all practices from the facts of their comuni."

    def handle(self, *args: Any, **options: Any) -> None:
        count = refresh_contexts()
        if options["verbosity"]:
            self.stdout.write(f"{count} practices.")
