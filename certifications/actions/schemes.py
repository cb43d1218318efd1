"""The schemes that public sources describe, from the files in certifications/seed.

What a source gives is a fact with its act; a version with values that no source gives says so (`is_example`).
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from certifications.actions.phase_seeds import fill_known_phases
from certifications.actions.scheme_imports import create_scheme_of, ensure_categories
from certifications.actions.version_content import act_of, fill_version
from certifications.models import Category, Scheme, SchemeVersion
from certifications.schemefiles import read_scheme
from familynet.accounts.models import Administration
from familynet.kernel.history import record

FOLDER = Path(__file__).resolve().parent.parent / "seed"


def known_schemes() -> list[dict[str, Any]]:
    """The schemes of the certifier in canonical form, in their order."""
    return [read_scheme(path.read_bytes()) for path in sorted(FOLDER.glob("*.json"))]


def example_scheme(name: str) -> dict[str, Any]:
    """An invented scheme for the demo, in canonical form."""
    return read_scheme((FOLDER / "examples" / f"{name}.json").read_bytes())


@transaction.atomic
def ensure_schemes(*, administration: Administration) -> list[Scheme]:
    """Create the schemes of the certifier where they are missing; what an office has changed stays."""
    return [_ensure(content, administration) for content in known_schemes()]


def _ensure(content: Mapping[str, Any], administration: Administration) -> Scheme:
    scheme = Scheme.objects.filter(slug=content["slug"]).first()
    scheme = scheme or create_scheme_of(content, administration)
    categories = ensure_categories(scheme, content)
    for version in content["versions"]:
        _ensure_version(scheme, categories.get(version["category"]), version)
    return scheme


def _ensure_version(scheme: Scheme, category: Category | None, content: Mapping[str, Any]) -> None:
    if SchemeVersion.objects.filter(scheme=scheme, category=category, label=content["label"]).exists():
        return
    version = fill_version(SchemeVersion(scheme=scheme, category=category), {**content, "act": None})
    fill_known_phases(version=version)
    if content["state"] not in SchemeVersion.PUBLIC_STATES:
        return
    # It was in force before this portal: nobody here publishes it.
    version.state, version.act = content["state"], act_of(content["act"])
    version.save(update_fields=["state", "act", "updated_at"])
    day = parse_date(content["valid_from"] or "")
    record(
        version,
        "known",
        label=lambda: _("Disciplinare noto da fonti pubbliche"),
        by=None,
        act=version.act,
        public=True,
        to_state=version.state,
        data={"on": day},
    )
