"""Creates the schemes that public sources describe, for their certifier; safe to run again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from certifications.actions import ensure_schemes
from familynet.accounts.models import Administration


class Command(BaseCommand):
    help = "Create the known schemes and categories where they are missing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--administration", default="p_TN", help="IPA code of the certifier")

    def handle(self, *args: Any, **options: Any) -> None:
        administration = Administration.objects.filter(ipa_code=options["administration"]).first()
        if administration is None:
            raise CommandError(f"There is no administration with IPA code {options['administration']}.")
        for scheme in ensure_schemes(administration=administration):
            self.stdout.write(f"{scheme.name}: {scheme.categories.count()} categories")
