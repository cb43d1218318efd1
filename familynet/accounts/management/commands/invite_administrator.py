"""Invite the first administrator of an administration, in the name of a superuser."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from familynet.accounts.actions import invite_first_administrator
from familynet.accounts.models import Administration, User


class Command(BaseCommand):
    help = "Invite the first person who administers an administration; further ones are invited on the site"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("ipa_code", help="IPA code of the administration, such as p_TN")
        parser.add_argument("email")
        parser.add_argument("full_name")
        parser.add_argument("--by", required=True, help="e-mail of the superuser who invites")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            by = User.objects.get(email__iexact=options["by"])
            administration = Administration.objects.get(ipa_code=options["ipa_code"])
            invite_first_administrator(
                by=by, administration=administration, email=options["email"], full_name=options["full_name"]
            )
        except (User.DoesNotExist, Administration.DoesNotExist) as error:
            raise CommandError(str(error)) from error
        except PermissionDenied as error:
            raise CommandError(f"{options['by']} is not a superuser.") from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"Invitation sent to {options['email']}.")
