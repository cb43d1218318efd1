"""From the bytes of a file to a scheme in canonical form, or to sentences that say what is wrong."""

import json
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from certifications.engine import Evidence
from certifications.models import Scheme, SchemeVersion
from certifications.schemefiles.fields import (
    SLUG,
    Field,
    Problems,
    amount,
    condition,
    day,
    flag,
    many,
    one_of,
    record,
    take,
    text,
    whole,
)
from certifications.schemefiles.limits import (
    LONGEST_TEXT,
    MOST_BANDS,
    MOST_REQUIREMENTS,
    MOST_SECTIONS,
    MOST_SERVICES,
)
from certifications.schemefiles.reading_phases import PHASES, check_phases
from certifications.schemefiles.writing import FORMAT, FORMAT_VERSION
from familynet.kernel.acts import Act
from familynet.organisations.models import Organisation

MAX_BYTES = 2 * 1024 * 1024  # the checked content travels back in a form
MOST_CATEGORIES, MOST_VERSIONS = 100, 300
KINDS = many(one_of(Organisation.Kind.values), len(Organisation.Kind.values), once=True)
ACT = record(
    {
        "kind": one_of(Act.Kind.values),
        "body": text(200),
        "number": text(40),
        "date": day(),
        "subject": text(300),
        "link": text(500, pattern=re.compile(r"https?://\S+")),
    },
    None,
    null=True,
)
REQUIREMENT = record(
    {
        "code": text(20, empty=False),
        "text": text(LONGEST_TEXT, empty=False),
        "guidance": text(LONGEST_TEXT),
        "mandatory": flag(),
        "points_min": amount(6, "0"),
        "points_max": amount(6, "0"),
        "evidence": one_of([e.value for e in Evidence], Evidence.NONE.value),
        "evidence_text": text(300),
        "applies_if": condition(),
        "due_months": whole(0, 600, 0),
    }
)
SECTION = record(
    {
        "code": text(20, empty=False),
        "title": text(200, empty=False),
        "guidance": text(LONGEST_TEXT),
        "requirements": many(REQUIREMENT, MOST_REQUIREMENTS),
    }
)
VERSION = record(
    {
        "category": text(80, pattern=SLUG),
        "label": text(160, empty=False),
        "state": one_of(SchemeVersion.State.values, SchemeVersion.State.DRAFT.value),
        "act": ACT,
        "valid_from": day(),
        "valid_to": day(),
        "introduction": text(LONGEST_TEXT),
        "declarations": many(text(1_000, empty=False), 60),
        "fee": amount(9, None, null=True),
        "fee_note": text(LONGEST_TEXT),
        "validity_months": whole(1, 600, None, null=True),
        "renewal_months": whole(0, 600, 6),
        "assessors_needed": whole(1, 20, 1),
        "blind_percent": whole(0, 100, 0),
        "disagreement_points": amount(7, None, null=True),
        "retention_months": whole(1, 1200, 120),
        "is_example": flag(),
        "services": many(
            record({"code": text(40, empty=False, pattern=SLUG), "label": text(160, empty=False)}),
            MOST_SERVICES,
        ),
        "sections": many(SECTION, MOST_SECTIONS),
        "bands": many(
            record({"label": text(160, empty=False), "condition": condition(), "minimum": amount(7)}), MOST_BANDS
        ),
        "phases": PHASES,
    }
)
CATEGORY = record(
    {
        "slug": text(80, empty=False, pattern=SLUG),
        "name": text(160, empty=False),
        "note": text(LONGEST_TEXT),
        "kinds": KINDS,
        "open_from": day(),
        "open_to": day(),
    }
)
WINDOW = record(
    {
        "category": text(80, pattern=SLUG),
        "kinds": KINDS,
        "open_from": day(),
        "open_to": day(),
        "reason": text(300),
        "act": ACT,
    }
)
SCHEME = record(
    {
        "slug": text(60, empty=False, pattern=SLUG),
        "name": text(120, empty=False),
        "mark": text(120, empty=False),
        "summary": text(LONGEST_TEXT),
        "kinds": KINDS,
        "territory": one_of(Scheme.Territory.values, Scheme.Territory.AGREEMENT.value),
        "open_from": day(),
        "open_to": day(),
        "logo_text": text(200),
        "register": text(20),
        "categories": many(CATEGORY, MOST_CATEGORIES),
        "windows": many(WINDOW, 100),
        "versions": many(VERSION, MOST_VERSIONS),
    }
)
FILE: dict[str, Field] = {"format": text(40), "version": whole(1, 99), "scheme": SCHEME}


def read_scheme(content: bytes) -> dict[str, Any]:
    """The scheme of a file in canonical form; ValidationError with a sentence for everything that is wrong."""
    raw = _parsed(content)
    problems = Problems()
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise ValidationError(_("Il file non è un marchio esportato da questo portale: manca «format»."))
    if raw.get("version") != FORMAT_VERSION:
        raise ValidationError(
            _("Il formato è alla versione %(theirs)s, questo portale legge la %(ours)d.")
            % {"theirs": str(raw.get("version"))[:20], "ours": FORMAT_VERSION}
        )
    read = take(record(FILE), raw, _("file"), problems)
    if not problems.sentences:
        _check_whole(read["scheme"], problems)
    if problems.sentences:
        raise ValidationError(problems.sentences)
    return read["scheme"]


def _parsed(content: bytes) -> Any:
    if len(content) > MAX_BYTES:
        raise ValidationError(_("Il file è troppo grande: il limite è %(n)d MB.") % {"n": MAX_BYTES // 2**20})
    try:
        return json.loads(content.decode("utf-8-sig"), parse_float=Decimal, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise ValidationError(_("Il file non è un JSON leggibile: esportalo di nuovo.")) from None


def _refuse(word: str) -> Any:
    raise ValueError(word)


def _check_whole(scheme: dict[str, Any], problems: Problems) -> None:
    """What no single value shows: codes twice, categories that are not there, dates and points out of order."""
    slugs = [category["slug"] for category in scheme["categories"]]
    _once(slugs, "scheme.categories", problems)
    _once([category["name"] for category in scheme["categories"]], "scheme.categories", problems)
    for name in ("categories", "windows"):
        for place, part in enumerate(scheme[name]):
            _in_order(part, "open_from", "open_to", f"scheme.{name}[{place}]", problems)
    _in_order(scheme, "open_from", "open_to", "scheme", problems)
    for name in ("windows", "versions"):
        for place, part in enumerate(scheme[name]):
            if part["category"] and part["category"] not in slugs:
                problems.add(
                    f"scheme.{name}[{place}]", _("la categoria «%(slug)s» non esiste") % {"slug": part["category"]}
                )
    _once([f"{v['category']}/{v['label']}" for v in scheme["versions"]], "scheme.versions", problems)
    for place, version in enumerate(scheme["versions"]):
        _check_version(version, f"scheme.versions[{place}]", problems)


def _check_version(version: dict[str, Any], path: str, problems: Problems) -> None:
    _in_order(version, "valid_from", "valid_to", path, problems)
    requirements = [r for section in version["sections"] for r in section["requirements"]]
    _once([r["code"] for r in requirements], f"{path}.requirements", problems)
    if len(requirements) > MOST_REQUIREMENTS:
        problems.add(path, _("l'elenco supera %(n)d voci") % {"n": MOST_REQUIREMENTS})
    _once([s["code"] for s in version["sections"]], f"{path}.sections", problems)
    _once([s["code"] for s in version["services"]], f"{path}.services", problems)
    _once([b["label"] for b in version["bands"]], f"{path}.bands", problems)
    if version["phases"]:
        check_phases(version["phases"], f"{path}.phases", problems)
    for requirement in requirements:
        if Decimal(requirement["points_min"]) > Decimal(requirement["points_max"]):
            problems.add(
                path,
                _("il requisito %(code)s ha il minimo dei punti maggiore del massimo")
                % {"code": requirement["code"]},
            )


def _in_order(part: dict[str, Any], start: str, end: str, path: str, problems: Problems) -> None:
    if part[start] and part[end] and part[end] < part[start]:
        problems.add(path, _("la fine viene prima dell'inizio"))


def _once(values: Iterable[str], path: str, problems: Problems) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            problems.add(path, _("«%(value)s» c'è due volte") % {"value": value})
        seen.add(value)
