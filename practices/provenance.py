"""Confirmed adoptions in the words of W3C PROV-O, as JSON-LD; and the columns of the same facts as CSV.

Entities are practices and the versions that were adopted, activities are transfers and the meetings that were
held, agents are administrations and organisations. No person is named, nothing unconfirmed is told.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone, translation

from familynet.accounts.models import Administration
from familynet.organisations.models import Organisation
from practices.models import AdaptationItem, Practice, Transfer, TransferMeeting, TransferQuerySet

CHUNK = 200
# Stands in the file itself: nobody has to load anything from elsewhere to read it.
CONTEXT: dict[str, Any] = {
    "@language": "it",
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "dcterms": "http://purl.org/dc/terms/",
    "org": "http://www.w3.org/ns/org#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "label": "rdfs:label",
    "comment": "rdfs:comment",
    "title": "dcterms:title",
    "identifier": {"@id": "dcterms:identifier", "@language": None},
    "license": {"@id": "dcterms:license", "@type": "@id"},
    "kind": {"@id": "dcterms:type", "@language": None},
    "page": {"@id": "rdfs:seeAlso", "@type": "@id"},
    "act": "dcterms:source",
    "abstract": "dcterms:abstract",
    "specializationOf": {"@id": "prov:specializationOf", "@type": "@id"},
    "wasDerivedFrom": {"@id": "prov:wasDerivedFrom", "@type": "@id"},
    "wasGeneratedBy": {"@id": "prov:wasGeneratedBy", "@type": "@id"},
    "wasAttributedTo": {"@id": "prov:wasAttributedTo", "@type": "@id"},
    "wasAssociatedWith": {"@id": "prov:wasAssociatedWith", "@type": "@id"},
    "wasInformedBy": {"@id": "prov:wasInformedBy", "@type": "@id"},
    "used": {"@id": "prov:used", "@type": "@id"},
    "actedOnBehalfOf": {"@id": "prov:actedOnBehalfOf", "@type": "@id"},
    "startedAtTime": {"@id": "prov:startedAtTime", "@type": "xsd:dateTime"},
    "endedAtTime": {"@id": "prov:endedAtTime", "@type": "xsd:dateTime"},
    "issued": {"@id": "dcterms:issued", "@type": "xsd:date"},
    "date": {"@id": "dcterms:date", "@type": "xsd:date"},
}
LICENSE = "https://creativecommons.org/licenses/by/4.0/"
MEDIA_TYPE = "application/ld+json"


def for_export(transfers: TransferQuerySet) -> Iterator[Transfer]:
    """Confirmed adoptions with all that an export says of them, read in pieces."""
    held = TransferMeeting.objects.filter(state=TransferMeeting.State.HELD)
    rows = (
        transfers.confirmed()
        .with_parties()
        .select_related("practice__administration", "resulting_practice__administration")
        .prefetch_related("items", Prefetch("meetings", held, to_attr="held_meetings"))
    )
    yield from rows.order_by("year", "sequence").iterator(chunk_size=CHUNK)


def document(transfers: Iterable[Transfer]) -> Iterator[str]:
    """The JSON-LD text, piece by piece; each thing is described once."""
    head = json.dumps(CONTEXT, ensure_ascii=False)
    yield f'{{"@context": {head}, "@graph": ['
    seen: set[str] = set()
    for transfer in transfers:
        for thing in describe(transfer):
            if thing["@id"] in seen:
                continue
            text = json.dumps(thing, ensure_ascii=False, cls=DjangoJSONEncoder)
            yield f",\n{text}" if seen else f"\n{text}"
            seen.add(thing["@id"])
    yield "\n]}\n"


def describe(transfer: Transfer) -> list[dict[str, Any]]:
    """All that PROV says of one adoption."""
    with translation.override(settings.LANGUAGE_CODE):
        adopted = _version(transfer)
        things = [
            _administration(transfer.owner),
            _administration(transfer.adopter),
            _practice(transfer.practice),
            adopted,
            _transfer(transfer, adopted["@id"]),
            _adaptation(transfer, adopted["@id"]),
        ]
        if transfer.organisation is not None:
            things.append(_organisation(transfer.organisation, transfer.adopter))
        result = public_result(transfer)
        if result is not None:
            things.append(_practice(result))
        if transfer.outcome:
            things.append(_outcome(transfer))
        return things + [_meeting(meeting, transfer, adopted["@id"]) for meeting in _held(transfer)]


def public_result(transfer: Transfer) -> Practice | None:
    """The practice that tells the adaptation, when everybody may read it."""
    result = transfer.resulting_practice
    return result if result is not None and result.is_public else None


def _held(transfer: Transfer) -> list[TransferMeeting]:
    return transfer.held_meetings  # type: ignore[attr-defined]


# --- Addresses: they stay when titles change ---------------------------------------------------


def _address(name: str, **kwargs: Any) -> str:
    return settings.SITE_URL + reverse(name, kwargs=kwargs or None)


def practice_uri(practice: Practice) -> str:
    return _address("practices:practice_id", uuid=practice.uuid)


def transfer_uri(transfer: Transfer) -> str:
    return _address("practices:adoption_id", year=transfer.year, sequence=transfer.sequence)


def administration_uri(administration: Administration) -> str:
    return f"{_address('practices:ledger')}#amministrazione-{administration.slug}"


def organisation_uri(organisation: Organisation) -> str:
    return f"{_address('practices:ledger')}#ente-{organisation.slug}"


# --- Things --------------------------------------------------------------------------------------


def _administration(administration: Administration) -> dict[str, Any]:
    return {
        "@id": administration_uri(administration),
        "@type": ["prov:Agent", "prov:Organization", "org:FormalOrganization"],
        "label": administration.name,
        "identifier": administration.ipa_code,
    }


def _organisation(organisation: Organisation, of: Administration) -> dict[str, Any]:
    return {
        "@id": organisation_uri(organisation),
        "@type": ["prov:Agent", "prov:Organization", "org:FormalOrganization"],
        "label": organisation.name,
        "actedOnBehalfOf": administration_uri(of),
    }


def _practice(practice: Practice) -> dict[str, Any]:
    return {
        "@id": practice_uri(practice),
        "@type": "prov:Entity",
        "title": practice.title,
        "page": settings.SITE_URL + practice.get_absolute_url(),
        "wasAttributedTo": administration_uri(practice.administration),
        "issued": timezone.localdate(practice.published_at) if practice.published_at else None,
        "license": LICENSE,
    }


def _version(transfer: Transfer) -> dict[str, Any]:
    """The text as it stood when it was adopted."""
    return {
        "@id": f"{practice_uri(transfer.practice)}#v{transfer.version_number}",
        "@type": "prov:Entity",
        "label": f"{transfer.practice.title} (versione {transfer.version_number})",
        "specializationOf": practice_uri(transfer.practice),
        "wasAttributedTo": administration_uri(transfer.owner),
    }


def _transfer(transfer: Transfer, version: str) -> dict[str, Any]:
    parties = [administration_uri(transfer.owner), administration_uri(transfer.adopter)]
    if transfer.organisation is not None:
        parties.append(organisation_uri(transfer.organisation))
    return {
        "@id": transfer_uri(transfer),
        "@type": "prov:Activity",
        "label": f"Adozione {transfer.number}",
        "identifier": transfer.number,
        "kind": "transfer",
        "used": version,
        "wasAssociatedWith": list(dict.fromkeys(parties)),
        "wasInformedBy": [_meeting_uri(meeting, transfer) for meeting in _held(transfer)],
        "startedAtTime": _midnight(transfer.asked_on),
        "endedAtTime": _midnight(transfer.adopted_on) if transfer.adopted_on else transfer.adopted_at,
    }


def _adaptation(transfer: Transfer, version: str) -> dict[str, Any]:
    """What came out: the practice as the adopter does it, told by a practice of its own where there is one."""
    body = transfer.organisation
    agent = organisation_uri(body) if body is not None else administration_uri(transfer.adopter)
    thing: dict[str, Any] = {
        "@id": f"{transfer_uri(transfer)}#adattamento",
        "@type": "prov:Entity",
        "label": f"{transfer.practice.title}, adottata da {transfer.adopting_body}",
        "abstract": transfer.changes,
        "wasDerivedFrom": version,
        "wasGeneratedBy": transfer_uri(transfer),
        "wasAttributedTo": agent,
        "act": str(transfer.act or ""),
        "comment": [_item(item) for item in transfer.items.all()],
    }
    result = public_result(transfer)
    if result is not None:
        thing["specializationOf"] = practice_uri(result)
        thing["page"] = settings.SITE_URL + result.get_absolute_url()
    return thing


def _outcome(transfer: Transfer) -> dict[str, Any]:
    """What was found a year later, as an activity of its own."""
    return {
        "@id": f"{transfer_uri(transfer)}#esito",
        "@type": "prov:Activity",
        "label": str(transfer.get_outcome_display()),
        "kind": f"outcome-{transfer.outcome}",
        "comment": [transfer.outcome_text],
        "date": transfer.outcome_on,
        "used": f"{transfer_uri(transfer)}#adattamento",
        "wasAssociatedWith": [administration_uri(transfer.adopter)],
    }


def _item(item: AdaptationItem) -> str:
    why = f" Perché: {item.why}" if item.why else ""
    return f"{item.get_kind_display()}, {item.get_aspect_display()}: {item.text}{why}"


def _meeting_uri(meeting: TransferMeeting, transfer: Transfer) -> str:
    return f"{transfer_uri(transfer)}#incontro-{meeting.uuid}"


def _meeting(meeting: TransferMeeting, transfer: Transfer, version: str) -> dict[str, Any]:
    """That it took place, and when: agenda, report and who was there stay between the two sides."""
    return {
        "@id": _meeting_uri(meeting, transfer),
        "@type": "prov:Activity",
        "label": str(meeting.get_kind_display()),
        "kind": meeting.kind,
        "date": meeting.date,
        "used": version,
        "wasAssociatedWith": [administration_uri(transfer.owner), administration_uri(transfer.adopter)],
    }


def _midnight(day: Any) -> str:
    return f"{day.isoformat()}T00:00:00"


# --- CSV -----------------------------------------------------------------------------------------

CSV_HEADER = (
    "numero",
    "pratica",
    "indirizzo_pratica",
    "versione",
    "scritta_da",
    "adottata_da",
    "ente",
    "comune",
    "provincia",
    "richiesta_il",
    "atto",
    "numero_atto",
    "data_atto",
    "organo",
    "indirizzo_atto",
    "che_cosa_e_cambiato",
    "conservato",
    "cambiato",
    "tolto",
    "pratica_adattata",
    "esito",
    "esito_al",
    "esito_testo",
    "esempio",
)


def csv_row(transfer: Transfer) -> list[Any]:
    """One confirmed adoption; the same facts as the JSON-LD."""
    with translation.override(settings.LANGUAGE_CODE):
        return [*_csv_parties(transfer), *_csv_act(transfer), *_csv_changes(transfer)]


def _csv_parties(transfer: Transfer) -> list[Any]:
    place = transfer.organisation.municipality if transfer.organisation else None
    return [
        transfer.number,
        transfer.practice.title,
        settings.SITE_URL + transfer.practice.get_absolute_url(),
        transfer.version_number,
        transfer.owner.name,
        transfer.adopter.name,
        transfer.organisation.name if transfer.organisation else "",
        place.name if place else "",
        place.province.abbreviation if place else "",
        transfer.asked_on.isoformat(),
    ]


def _csv_act(transfer: Transfer) -> list[Any]:
    act = transfer.act
    if act is None:
        return [""] * 5
    day = act.date.isoformat() if act.date else ""
    return [str(act.get_kind_display()), act.number, day, act.body, act.link]


def _csv_changes(transfer: Transfer) -> list[Any]:
    items = list(transfer.items.all())
    told = [" | ".join(_told(item) for item in items if item.kind == kind) for kind in AdaptationItem.Kind.values]
    result = public_result(transfer)
    return [
        transfer.changes,
        *told,
        settings.SITE_URL + result.get_absolute_url() if result is not None else "",
        str(transfer.get_outcome_display()),
        transfer.outcome_on.isoformat() if transfer.outcome_on else "",
        transfer.outcome_text,
        "sì" if transfer.is_demo else "no",
    ]


def _told(item: AdaptationItem) -> str:
    why = f" ({item.why})" if item.why else ""
    return f"{item.get_aspect_display()}: {item.text}{why}"
