"""A table of mutual recognition in the words of SKOS, as JSON-LD: requirements are concepts of two schemes.

Source: W3C SKOS Reference (18 August 2009), section 10, mapping properties. "A broadMatch B" says that B is the
broader one: who meets A meets B.
"""

from typing import Any

from django.conf import settings
from django.urls import reverse

from certifications.engine.recognition import Relation
from certifications.models import Requirement, RequirementMap, RequirementMatch, SchemeVersion

MEDIA_TYPE = "application/ld+json"
CONTEXT: dict[str, Any] = {
    "@language": "it",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "prefLabel": "skos:prefLabel",
    "definition": "skos:definition",
    "notation": {"@id": "skos:notation", "@language": None},
    "inScheme": {"@id": "skos:inScheme", "@type": "@id"},
    "exactMatch": {"@id": "skos:exactMatch", "@type": "@id"},
    "closeMatch": {"@id": "skos:closeMatch", "@type": "@id"},
    "broadMatch": {"@id": "skos:broadMatch", "@type": "@id"},
    "title": "dcterms:title",
    "source": "dcterms:source",
    "license": {"@id": "dcterms:license", "@type": "@id"},
    "issued": {"@id": "dcterms:issued", "@type": "xsd:date"},
}
LICENSE = "https://creativecommons.org/licenses/by/4.0/"
PROPERTY = {Relation.EXACT: "exactMatch", Relation.CLOSE: "closeMatch", Relation.BROADER: "broadMatch"}


def describe_map(table: RequirementMap, matches: list[RequirementMatch]) -> dict[str, Any]:
    """The whole table as one JSON-LD document; `matches` with target and source."""
    things = [_scheme(table.from_version), _scheme(table.to_version)]
    concepts: dict[int, dict[str, Any]] = {}
    for match in matches:
        concepts.setdefault(match.target_id, _concept(match.target, table.to_version))
        if match.source is None:
            continue
        concept = concepts.setdefault(match.source.pk, _concept(match.source, table.from_version))
        concept.setdefault(PROPERTY[Relation(match.relation)], []).append(requirement_uri(match.target))
    return {"@context": CONTEXT, "@graph": [_table(table), *things, *concepts.values()]}


def _table(table: RequirementMap) -> dict[str, Any]:
    about: dict[str, Any] = {"@id": map_uri(table), "title": str(table), "license": LICENSE}
    if table.act:
        about["source"] = str(table.act)
        if table.act.date:
            about["issued"] = table.act.date.isoformat()
    return about


def map_uri(table: RequirementMap) -> str:
    return settings.SITE_URL + reverse("certifications:recognition", args=[table.pk])


def version_uri(version: SchemeVersion) -> str:
    return settings.SITE_URL + reverse("certifications:version", args=[version.scheme.slug, version.pk])


def requirement_uri(requirement: Requirement) -> str:
    return settings.SITE_URL + reverse("certifications:requirement_id", args=[requirement.pk])


def _scheme(version: SchemeVersion) -> dict[str, Any]:
    scheme = {"@id": version_uri(version), "@type": "skos:ConceptScheme", "title": str(version)}
    return {**scheme, **({"source": str(version.act)} if version.act else {})}


def _concept(requirement: Requirement, version: SchemeVersion) -> dict[str, Any]:
    return {
        "@id": requirement_uri(requirement),
        "@type": "skos:Concept",
        "prefLabel": requirement.text,
        "notation": requirement.code,
        "inScheme": version_uri(version),
    }
