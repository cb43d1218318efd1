"""Write docs/permissions.md from the one table of roles; a test compares the two."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation

from familynet.accounts.roles import (
    CAPABILITY_MEANING,
    ROLE_CAPABILITIES,
    SECOND_FACTOR_ROLES,
    Capability,
    Role,
)

HEAD = """# Roles and permissions

Made by `manage.py permissions_doc` from `familynet/accounts/roles.py`: change that file, not this one.

A role is held for one administration, from a moment to another, and reaches no further: a person of
Trento can do nothing for Piemonte. A role that ends stops working with the next request. Superusers
enter the management site (`/gestione/`) and have no capability by being superusers. People who act for
an organisation have no role here: what they may do follows from their organisation.
"""


def permissions_document() -> str:
    """The whole text of docs/permissions.md."""
    with translation.override("it"):
        return "\n".join([HEAD, *_roles(), *_capabilities(), *_matrix(), ""])


def _roles() -> list[str]:
    lines = ["## Roles", "", "| role | name on the site | second factor required |", "|---|---|---|"]
    for role in Role:
        needed = "yes" if role in SECOND_FACTOR_ROLES else "no"
        lines.append(f"| `{role.value}` | {role.label} | {needed} |")
    return [*lines, ""]


def _capabilities() -> list[str]:
    lines = ["## Capabilities", "", "| capability | meaning |", "|---|---|"]
    lines += [f"| `{capability.value}` | {CAPABILITY_MEANING[capability]} |" for capability in sorted(Capability)]
    return [*lines, ""]


def _matrix() -> list[str]:
    lines = ["## Which role has which capability", ""]
    for role in Role:
        names = ", ".join(f"`{capability.value}`" for capability in sorted(ROLE_CAPABILITIES[role]))
        lines.append(f"- **{role.label}** (`{role.value}`): {names}")
    return lines


class Command(BaseCommand):
    help = "Write docs/permissions.md from familynet/accounts/roles.py"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--stdout", action="store_true", help="print it instead")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["stdout"]:
            self.stdout.write(permissions_document(), ending="")
            return
        path = settings.BASE_DIR / "docs" / "permissions.md"
        path.write_text(permissions_document())
        self.stdout.write(f"{path.relative_to(settings.BASE_DIR)} written")
