"""The exports of confirmed adoptions: PROV-O as JSON-LD, and CSV; nothing unconfirmed, no names of people."""

import csv
import io
import itertools
import json

import pytest
import rdflib
from django.conf import settings
from django.urls import reverse

from practices import provenance
from practices.models import Practice
from tests.factories.organisations import OrganisationFactory
from tests.factories.practices import PracticeFactory
from tests.factories.transfers import (
    AdaptationItemFactory,
    TransferConfirmationFactory,
    TransferFactory,
    TransferMeetingFactory,
)

pytestmark = [
    pytest.mark.django_db,
    # Its own reader of JSON-LD uses a class that it declares old.
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
]
PROV = "PREFIX prov: <http://www.w3.org/ns/prov#> "
HOSTILE = '=HYPERLINK("http://x")</script><script>alert(1)</script>"\\'
# What belongs to people, or to the two sides only.
SECRETS = (
    *("Maria Contatto Riservato", "contatto.riservato@piemonte.example", "Giuseppe Partecipante", "Lucia Ospite"),
    *("Ordine del giorno riservato", "Relazione riservata", "Serve un modo per informare", "Nota riservata"),
    *("Persona che chiede", "Persona che dichiara", "Persona che conferma"),
)


@pytest.fixture
def adoption(trento):
    """A practice of Piemonte adopted by Trento, with all that an adoption can have."""
    source = PracticeFactory(published=True, title="Carta ZeroSei")
    result = PracticeFactory(published=True, trento=True, title="Carta di valle")
    transfer = TransferFactory(
        practice=source,
        evaluated=True,
        resulting_practice=result,
        asked_by__full_name="Persona che chiede",
        declared_by__full_name="Persona che dichiara",
    )
    AdaptationItemFactory(transfer=transfer)
    TransferMeetingFactory(transfer=transfer, held=True)
    TransferMeetingFactory(transfer=transfer, kind="webinar")
    TransferConfirmationFactory(
        transfer=transfer, comment="Nota riservata", confirmed_by__full_name="Persona che conferma"
    )
    return transfer


def body(client, name, *args):
    response = client.get(reverse(f"practices:{name}", args=args))
    assert response.status_code == 200
    return b"".join(response.streaming_content).decode("utf-8-sig")


@pytest.fixture
def graph(client):
    """graph(name, *args) → the triples of an export; reading it loads nothing from elsewhere."""

    def read(name="ledger_jsonld", *args):
        text = body(client, name, *args)
        assert isinstance(json.loads(text)["@context"], dict)
        return rdflib.Graph().parse(data=text, format="json-ld")

    return read


def rows(found):
    return {tuple(str(value) for value in row) for row in found}


def test_adaptation_was_derived_from_the_version_and_generated_by_the_transfer(graph, adoption):
    site, practice = settings.SITE_URL, adoption.practice
    activity = f"{site}/adozioni/{adoption.year}/{adoption.sequence}/"
    found = graph().query(
        PROV
        + """SELECT ?made ?version ?source ?activity WHERE {
          ?made a prov:Entity ; prov:wasDerivedFrom ?version ; prov:wasGeneratedBy ?activity .
          ?version a prov:Entity ; prov:specializationOf ?source . ?source a prov:Entity .
          ?activity a prov:Activity ; prov:used ?version }"""
    )
    uri = f"{site}/adozioni/pratiche/{practice.uuid}/"
    assert rows(found) == {(f"{activity}#adattamento", f"{uri}#v1", uri, activity)}


def test_both_administrations_are_agents_of_the_transfer(graph, adoption):
    found = graph().query(
        PROV
        + """SELECT ?agent ?name WHERE {
          ?activity prov:wasAssociatedWith ?agent ; <http://purl.org/dc/terms/identifier> ?number .
          ?agent a prov:Agent ; <http://www.w3.org/2000/01/rdf-schema#label> ?name }"""
    )
    base = f"{settings.SITE_URL}/adozioni/#amministrazione-"
    assert rows(found) == {
        (f"{base}piemonte", "Regione Piemonte"),
        (f"{base}trento", "Provincia autonoma di Trento"),
    }


def test_published_adaptation_is_the_general_entity_of_what_came_out(graph, adoption):
    found = graph().query(
        PROV
        + """SELECT ?title WHERE {
          ?made prov:wasGeneratedBy ?transfer ; prov:specializationOf ?practice .
          ?practice <http://purl.org/dc/terms/title> ?title }"""
    )
    assert rows(found) == {("Carta di valle",)}


def test_meetings_that_were_held_and_the_outcome_are_activities(graph, adoption):
    kinds = graph().query(
        PROV + "SELECT ?kind WHERE { ?thing a prov:Activity ; <http://purl.org/dc/terms/type> ?kind }"
    )
    assert rows(kinds) == {("transfer",), ("visit",), ("outcome-kept",)}
    informed = graph().query(PROV + "SELECT ?meeting WHERE { ?transfer prov:wasInformedBy ?meeting }")
    assert len(informed) == 1


def test_body_acts_on_behalf_of_its_administration(graph, piemonte):
    practice = PracticeFactory(published=True)
    TransferFactory(practice=practice, internal=True, adopted=True, organisation=OrganisationFactory(name="Valle"))
    found = graph().query(
        PROV
        + """SELECT ?name ?of WHERE {
          ?made prov:wasGeneratedBy ?transfer ; prov:wasAttributedTo ?body .
          ?body prov:actedOnBehalfOf ?of ; <http://www.w3.org/2000/01/rdf-schema#label> ?name }"""
    )
    assert rows(found) == {("Valle", f"{settings.SITE_URL}/adozioni/#amministrazione-piemonte")}


def test_chain_can_be_followed_from_the_last_practice_to_the_first(graph):
    made = [PracticeFactory(published=True, trento=bool(n % 2), title=f"P{n}") for n in range(3)]
    for source, result in itertools.pairwise(made):
        TransferFactory(practice=source, adopter=result.administration, resulting_practice=result, adopted=True)
    found = graph().query(
        PROV
        + """SELECT ?title WHERE {
          ?last <http://purl.org/dc/terms/title> "P2"@it .
          ?last (^prov:specializationOf/prov:wasDerivedFrom/prov:specializationOf)+ ?origin .
          ?origin <http://purl.org/dc/terms/title> ?title }"""
    )
    assert rows(found) == {("P1",), ("P0",)}


def test_lasting_addresses_lead_to_the_pages(client, adoption):
    practice = adoption.practice
    Practice.objects.filter(pk=practice.pk).update(slug="un-altro-titolo")
    answer = client.get(reverse("practices:practice_id", args=[practice.uuid]))
    assert answer["Location"] == "/buone-pratiche/un-altro-titolo/"
    answer = client.get(reverse("practices:adoption_id", args=[adoption.year, adoption.sequence]))
    where = f"ado-{adoption.year}-{adoption.sequence}"
    assert answer["Location"] == f"/buone-pratiche/un-altro-titolo/adozioni/#{where}"
    assert f'id="{where}"' in client.get("/buone-pratiche/un-altro-titolo/adozioni/").text
    assert 'id="amministrazione-piemonte"' in client.get(reverse("practices:ledger")).text


def test_csv_says_the_same(client, adoption):
    (row,) = csv.DictReader(io.StringIO(body(client, "ledger_csv")), delimiter=";")
    act = adoption.act
    assert row == row | {
        "numero": adoption.number,
        "pratica": "Carta ZeroSei",
        "scritta_da": "Regione Piemonte",
        "adottata_da": "Provincia autonoma di Trento",
        "ente": "",
        "atto": "Deliberazione",
        "numero_atto": act.number,
        "data_atto": "2024-05-10",
        "che_cosa_e_cambiato": "Una sola carta per valle.",
        "cambiato": "Che cosa si fa: Una carta per valle. (Le valli sono piccole.)",
        "esito": "Continua come adottata",
        "esito_al": "2025-06-01",
        "esempio": "no",
    }
    assert row["pratica_adattata"].endswith(adoption.resulting_practice.get_absolute_url())


@pytest.mark.parametrize("language", ["", "/en"])
def test_exports_are_the_same_in_every_language(client, adoption, language):
    text = b"".join(client.get(f"{language}/adozioni.csv").streaming_content).decode("utf-8-sig")
    assert text == body(client, "ledger_csv")


@pytest.mark.parametrize("name", ["ledger_jsonld", "ledger_csv", "adoptions_jsonld", "adoptions_csv"])
def test_nothing_of_people_and_of_the_talk_between_the_sides_gets_out(client, adoption, name):
    args = [adoption.practice.slug] if name.startswith("adoptions") else []
    text = body(client, name, *args)
    assert "Carta ZeroSei" in text
    assert [secret for secret in SECRETS if secret in text] == []


def test_nothing_of_people_and_of_the_talk_is_on_the_public_pages(client, adoption):
    slug = adoption.practice.slug
    for url in (f"/buone-pratiche/{slug}/", f"/buone-pratiche/{slug}/adozioni/", "/adozioni/"):
        text = client.get(url).text
        assert adoption.number in text
        assert [secret for secret in SECRETS if secret in text] == []


@pytest.mark.parametrize("state", ["wanted", "in_contact", "adapting", "declared", "declined", "dropped"])
def test_unconfirmed_transfers_are_nowhere(client, state):
    traits = {} if state == "wanted" else {state: True}
    transfer = TransferFactory(**traits)
    slug = transfer.practice.slug
    assert len(body(client, "ledger_csv").splitlines()) == 1
    assert json.loads(body(client, "ledger_jsonld"))["@graph"] == []
    assert len(body(client, "adoptions_csv", slug).splitlines()) == 1
    for url in (f"/buone-pratiche/{slug}/", f"/buone-pratiche/{slug}/adozioni/", "/adozioni/"):
        assert transfer.number not in client.get(url).text


def test_adaptation_that_is_still_a_draft_is_not_named(client, adoption):
    Practice.objects.filter(pk=adoption.resulting_practice_id).update(state="draft", published_at=None)
    slug = adoption.practice.slug
    texts = [body(client, "ledger_jsonld"), body(client, "ledger_csv"), body(client, "adoptions_jsonld", slug)]
    texts += [client.get(f"/buone-pratiche/{slug}/").text, client.get(f"/buone-pratiche/{slug}/adozioni/").text]
    assert [text for text in texts if "Carta di valle" in text] == []


def test_export_of_a_practice_has_what_it_gave_and_what_it_came_from(client, adoption):
    TransferFactory(adopted=True)
    for practice in (adoption.practice, adoption.resulting_practice):
        assert len(body(client, "adoptions_csv", practice.slug).splitlines()) == 2
    assert len(body(client, "ledger_csv").splitlines()) == 3


def test_hostile_text_stays_text(client, graph, adoption):
    Practice.objects.filter(pk=adoption.practice_id).update(title=HOSTILE)
    titles = graph().query("SELECT ?title WHERE { ?practice <http://purl.org/dc/terms/title> ?title }")
    assert (HOSTILE,) in rows(titles)
    (row,) = csv.DictReader(io.StringIO(body(client, "ledger_csv")), delimiter=";")
    assert row["pratica"] == f"'{HOSTILE}"
    for url in (f"/buone-pratiche/{adoption.practice.slug}/adozioni/", "/adozioni/"):
        assert "<script>alert" not in client.get(url).text


@pytest.mark.parametrize("number", [1, 30])
def test_exports_take_the_same_queries_for_many(django_assert_num_queries, number):
    for _n in range(number):
        AdaptationItemFactory(transfer=TransferFactory(adopted=True))
    from practices.models import Transfer

    with django_assert_num_queries(3):
        text = "".join(provenance.document(provenance.for_export(Transfer.objects.all())))
    assert len(json.loads(text)["@graph"]) == 2 + 4 * number
