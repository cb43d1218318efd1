"""Record the protocol of 2022 in the name of a manager of one of its parties."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser

from familynet.accounts.models import User
from familynet.protocols.known import load_protocol_2022


class Command(BaseCommand):
    help = "Record the protocol of 2022 between Trento and Piemonte; one that is there stays as it is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--by", required=True, help="e-mail of who records it: a manager of a party")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["by"]).first()
        if user is None:
            raise CommandError(f"Nobody has the address {options['by']}.")
        try:
            protocol = load_protocol_2022(by=user)
        except PermissionDenied:
            raise CommandError(f"{options['by']} may not keep protocols.") from None
        self.stdout.write(f"{protocol.title}: {protocol.get_state_display()}")
