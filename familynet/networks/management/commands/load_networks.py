"""Enter the networks that public sources describe, in the name of their coordinator; safe to run again."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser

from familynet.accounts.models import User
from familynet.networks.actions import establish_known_networks


class Command(BaseCommand):
    help = "Enter the known networks that are missing; those that are there stay as they are."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--by", required=True, help="e-mail of who enters them: a coordinator of networks")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.select_related("administration").filter(email__iexact=options["by"]).first()
        if user is None or user.administration is None:
            raise CommandError(f"No official has the address {options['by']}.")
        try:
            added = establish_known_networks(by=user, administration=user.administration)
        except PermissionDenied:
            raise CommandError(f"{options['by']} may not keep networks.") from None
        self.stdout.write("\n".join(network.name for network in added) or "No change.")
