"""The exchange of a protocol: what counts where and for whom, the page, its numbers, the yearly report."""

import csv
import datetime
import io

import pypdf
import pytest
from django.urls import reverse
from django.utils import timezone

from familynet.accounts.roles import Role
from familynet.portal.exchange import plots
from familynet.portal.exchange.period import PeriodForm
from familynet.portal.exchange.sources import Window
from familynet.portal.exchange.summary import gather, steps_between
from tests.factories.accounts import AdministrationFactory
from tests.factories.certifications import CertificateFactory, SchemeFactory
from tests.factories.events import EventFactory
from tests.factories.networks import MembershipFactory
from tests.factories.organisations import OrganisationFactory
from tests.factories.practices import (
    DocumentFactory,
    PolicyAreaFactory,
    PracticeDocumentFactory,
    PracticeFactory,
    ReviewFactory,
)
from tests.factories.protocols import ProtocolActionFactory, ProtocolAreaFactory, ProtocolFactory
from tests.factories.transfers import TransferFactory

pytestmark = pytest.mark.django_db
DAY = datetime.date
CODES = ("good_practices", "instruments", "work_life", "networks")


def moment(year, month=1, day=1):
    return datetime.datetime(year, month, day, 12, tzinfo=datetime.UTC)


@pytest.fixture
def protocol(trento, piemonte):
    made = ProtocolFactory(slug="intesa", title="Intesa")
    for position, code in enumerate(CODES, 1):
        ProtocolAreaFactory(protocol=made, code=code, position=position, title=f"Tema {position}")
    return made


@pytest.fixture
def reader(official, piemonte):
    """The role that can do least: reads, writes nothing."""
    return official(Role.AUDITOR, piemonte)


def published(at, code="good_practices", **fields):
    area = PolicyAreaFactory(code=code, name=code, protocol_code=code)
    return PracticeFactory(**{"published": True, "published_at": at, "policy_area": area} | fields)


def whole(protocol, **more):
    return gather(Window(protocol, DAY(2022, 1, 1), DAY(2026, 12, 31)), **more)


def found(exchange):
    """Area → the things under it, as (kind, party, title)."""
    return {
        part.area.code: [(line.source.kind, line.party.slug, line.item.title) for line in part.lines]
        for part in exchange.areas
    }


# --- What counts ------------------------------------------------------------------------------


def test_each_kind_stands_under_its_area_and_party(protocol, trento):
    ProtocolActionFactory(area=protocol.areas.get(code="instruments"), title="Bando", date=DAY(2022, 11, 18))
    practice = published(moment(2023, 5), title="Spazio", administration=trento)
    PracticeDocumentFactory(practice=practice, document=DocumentFactory(title="Delibera"))
    published(moment(2024), code="work_life", title="Orari")
    member = MembershipFactory(member=True)
    award = CertificateFactory(award_date=DAY(2024, 6, 1))
    assert found(whole(protocol)) == {
        "good_practices": [("pratiche", "trento", "Spazio"), ("documenti", "trento", "Delibera")],
        "instruments": [
            ("azioni", "insieme", "Bando"),
            ("certificati", "piemonte", f"{award.organisation.name}: {award.scheme.name}"),
        ],
        "work_life": [("pratiche", "piemonte", "Orari")],
        "networks": [("adesioni", "piemonte", f"{member.organisation.name}: {member.network.name}")],
    }


def test_family_audit_is_about_work_and_life(protocol):
    CertificateFactory(award_date=DAY(2024, 6, 1), scheme=SchemeFactory(slug="family-audit", name="Family Audit"))
    assert [kind for kind, *_rest in found(whole(protocol))["work_life"]] == ["certificati"]


def test_requests_adoptions_and_events(protocol, piemonte, trento):
    practice = published(moment(2021), title="Carta")
    TransferFactory(practice=practice, adopter=trento, asked_on=DAY(2024, 1, 15))
    other = published(moment(2021), title="Sportello", code="work_life")
    TransferFactory(practice=other, adopter=trento, adopted=True)
    TransferFactory(practice=practice, internal=True)
    held = {"state": "held", "protocol_area": "networks", "starts_at": moment(2023, 3), "ends_at": moment(2023, 4)}
    EventFactory(title="Visita", trento=True, **held)
    EventFactory(title="Insieme", trento=True, **held).co_organisers.add(piemonte)
    EventFactory(title="Annunciato", trento=True, **held | {"state": "published"})
    kinds = found(whole(protocol))
    assert kinds["good_practices"] == [("richieste", "trento", "Carta (Richiesta)")]
    assert sorted(kinds["work_life"]) == [
        ("adozioni", "trento", "Sportello"),
        ("richieste", "trento", "Sportello (Adottata)"),
    ]
    assert sorted(kinds["networks"]) == [("incontri", "insieme", "Insieme"), ("incontri", "trento", "Visita")]


def test_a_request_is_not_told_to_a_third_party(protocol, trento):
    protocol.parties.add(AdministrationFactory())
    TransferFactory(practice=published(moment(2021)), adopter=trento, asked_on=DAY(2024, 1, 15))
    assert whole(type(protocol).objects.get(pk=protocol.pk)).total == 0


def test_what_both_sides_validated_is_theirs_together(protocol):
    practice = published(moment(2021), title="Carta")
    ReviewFactory(practice=practice, stage="joint", outcome="validated", comment="Bene.")
    ReviewFactory(practice=practice, stage="joint", outcome="changes_requested", round=2)
    window = Window(protocol, DAY(2022, 1, 1), timezone.localdate())
    assert found(gather(window))["good_practices"] == [("validate", "insieme", "Carta")]


def test_a_mark_given_at_home_is_no_exchange(protocol):
    CertificateFactory(award_date=DAY(2024, 6, 1), organisation=OrganisationFactory(trento=True))
    assert whole(protocol).total == 0


@pytest.mark.parametrize("state", ["submitted", "rejected"])
def test_what_is_not_public_does_not_count(protocol, state):
    practice = PracticeFactory(**{state: True}, policy_area=PolicyAreaFactory(protocol_code="good_practices"))
    PracticeDocumentFactory(practice=practice)
    assert whole(protocol).total == 0


def test_others_do_not_count(trento, piemonte, protocol):
    other = ProtocolFactory(slug="altra", parties=[trento])
    ProtocolActionFactory(area=ProtocolAreaFactory(protocol=other))
    ProtocolAreaFactory(protocol=other, code="good_practices", position=2)
    published(moment(2024))
    assert whole(other).sums == [0, 1]
    assert whole(protocol).total == 1


def test_first_and_last_day_belong_to_the_period(protocol):
    inside = {DAY(2023, 1, 1), DAY(2023, 12, 31)}
    for day in (*inside, DAY(2022, 12, 31), DAY(2024, 1, 1)):
        ProtocolActionFactory(area=protocol.areas.get(code="networks"), date=day)
        published(datetime.datetime.combine(day, datetime.time(0, 30), timezone.get_current_timezone()))
    exchange = gather(Window(protocol, DAY(2023, 1, 1), DAY(2023, 12, 31)))
    assert {line.item.date for line in exchange.lines} == inside
    assert exchange.total == 4


def test_one_administration_alone(protocol, trento):
    published(moment(2024), administration=trento)
    published(moment(2024), title="Di Piemonte")
    ProtocolActionFactory(area=protocol.areas.get(code="networks"))
    assert [line.party.slug for line in whole(protocol, only="trento").lines] == ["trento"]
    assert whole(protocol, only="insieme").total == 1
    assert whole(protocol, only="nessuna").total == 0


def test_sums_agree(protocol, trento):
    published(moment(2023), administration=trento)
    published(moment(2024), code="work_life")
    published(moment(2026), code="work_life")
    exchange = whole(protocol)
    _steps, values = exchange.by_time
    assert exchange.sums == [sum(values[party.slug]) for party in exchange.parties]
    assert sum(exchange.sums) == sum(total for *_rest, total in exchange.table) == exchange.total == 3


def test_steps_of_time_are_quarters_or_years():
    assert [label for label, _day in steps_between(DAY(2022, 7, 14), DAY(2023, 1, 2))] == [
        "3/2022",
        "4/2022",
        "1/2023",
    ]
    assert [label for label, _day in steps_between(DAY(2020, 1, 1), DAY(2026, 1, 1))][:2] == ["2020", "2021"]


# --- The page ---------------------------------------------------------------------------------


def test_page_shows_figures_plots_and_links(client_as, reader, protocol):
    practice = published(moment(2023, 5), title="Spazio")
    text = client_as(reader).get(reverse("portal:exchange", args=["intesa"])).content.decode()
    for words in (
        "Tema 1",
        "c'è stato 1 scambio".replace("'", "&#x27;"),
        practice.get_absolute_url(),
        "Rapporto 2022",
    ):
        assert words in text.replace("c'è", "c&#x27;è")
    assert text.count('role="img" aria-labelledby="exchange-') == 2
    assert "Senza scambi nel periodo: Tema 2; Tema 3; Tema 4" in text


def test_an_empty_exchange_is_friendly(client_as, reader, protocol):
    text = client_as(reader).get(reverse("portal:exchange", args=["intesa"])).content.decode()
    assert "In questo periodo non risulta nessuno scambio" in text


def test_hostile_titles_are_text(client_as, reader, protocol):
    evil = '<script>alert("x")</script>'
    published(moment(2023), title=evil)
    ProtocolActionFactory(area=protocol.areas.get(code="networks"), title=evil)
    text = client_as(reader).get(reverse("portal:exchange", args=["intesa"])).content.decode()
    assert "<script>alert" not in text
    assert text.count("&lt;script&gt;alert") == 2


@pytest.mark.parametrize("rows", [1, 30])
def test_number_of_queries_does_not_depend_on_rows(client_as, reader, protocol, rows, django_assert_num_queries):
    for _number in range(rows):
        PracticeDocumentFactory(practice=published(moment(2023)))
        ProtocolActionFactory(area=protocol.areas.get(code="networks"))
        MembershipFactory(member=True)
        CertificateFactory(award_date=DAY(2024, 6, 1))
        TransferFactory(practice=published(moment(2023)), adopter=AdministrationFactory(trento=True), adopted=True)
        EventFactory(state="held", protocol_area="networks", starts_at=moment(2023), ends_at=moment(2023, 2))
    browser = client_as(reader)
    with django_assert_num_queries(19):
        response = browser.get(reverse("portal:exchange", args=["intesa"]))
    assert response.status_code == 200


@pytest.mark.parametrize(
    ("query", "start", "end"),
    [
        ({"periodo": "durata"}, DAY(2022, 7, 14), DAY(2025, 7, 13)),
        ({"periodo": "2023"}, DAY(2023, 1, 1), DAY(2023, 12, 31)),
        ({"dal": "2023-02-01", "al": "2023-02-28"}, DAY(2023, 2, 1), DAY(2023, 2, 28)),
        ({"periodo": "2023", "dal": "2023-06-01"}, DAY(2023, 6, 1), DAY(2023, 12, 31)),
    ],
)
def test_period(protocol, query, start, end):
    window = PeriodForm(query, protocol=protocol).window()
    assert (window.start, window.end) == (start, end)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("periodo=1800", "periodo"),
        ("dal=2023-02-01&al=2022-01-01", "La fine del periodo viene prima"),
        ("al=9999-12-31", "tra il 2000 e il 2100"),
        ("dal=ieri", "data"),
        ("amministrazione=%00", "amministrazione"),
    ],
)
def test_wrong_filters_are_said_and_show_the_whole(client_as, reader, protocol, query, words):
    published(moment(2023))
    response = client_as(reader).get(f"{reverse('portal:exchange', args=['intesa'])}?{query}")
    assert words in response.content.decode()
    assert response.context["exchange"].window.start == DAY(2022, 1, 1)


def test_csv_has_every_line_and_no_formula(client_as, reader, protocol):
    published(moment(2023, 5, 2), title="=1+1")
    published(moment(2024))
    url = reverse("portal:exchange_csv", args=["intesa"])
    text = b"".join(client_as(reader).get(url, {"periodo": "2023"}).streaming_content).decode("utf-8-sig")
    [row] = csv.reader(io.StringIO(text.split("\n", 1)[1]), delimiter=";")
    assert row[:3] == ["2023-05-02", "Tema 1", "Buone pratiche pubblicate"]
    assert row[4] == "'=1+1"


def test_one_protocol_opens_at_once_several_are_listed(client_as, official, reader, protocol, piemonte):
    browser = client_as(reader)
    assert browser.get(reverse("portal:exchange_home")).headers["Location"].endswith("/intesa/scambio/")
    ProtocolFactory(slug="altra", title="Altra", parties=[piemonte])
    assert "Altra" in browser.get(reverse("portal:exchange_home")).content.decode()


def test_without_a_protocol_the_list_says_what_will_come(client_as, reader):
    assert "Nessun protocollo firmato" in client_as(reader).get(reverse("portal:exchange_home")).content.decode()


def test_draft_and_foreign_protocols_are_not_there(client_as, official, reader, trento, piemonte, protocol):
    ProtocolFactory(slug="bozza", state="draft", signed_on=None)
    ProtocolFactory(slug="estranea", parties=[trento])
    for slug in ("bozza", "estranea", "nessuna"):
        for name, more in (("exchange", []), ("exchange_csv", []), ("exchange_report", [2023])):
            assert client_as(reader).get(reverse(f"portal:{name}", args=[slug, *more])).status_code == 404


# --- The yearly report ------------------------------------------------------------------------


def pdf(client, year=2023):
    response = client.get(reverse("portal:exchange_report", args=["intesa", year]))
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/pdf")
    return response.content


def tags(node, kind):
    """All structure elements of a kind, in reading order."""
    node = node.get_object()
    if isinstance(node, list):
        return [found for child in node for found in tags(child, kind)]
    if not isinstance(node, dict):
        return []
    own = [node] if node.get("/S") == kind else []
    return own + (tags(node["/K"], kind) if "/K" in node else [])


def test_report_is_archivable_accessible_and_complete(client_as, reader, protocol, trento, piemonte):
    practice = published(moment(2023, 5), title="#panic(1) Spazio *famiglie* 👪", administration=trento)
    published(moment(2022, 12), title="Di un altro anno")
    made = pdf(client_as(reader))
    for claim in (b"pdfaid:part>2<", b"pdfaid:conformance>A<", b"pdfuaid:part>1<"):
        assert claim in made
    document = pypdf.PdfReader(io.BytesIO(made))
    root = document.root_object
    assert (document.metadata.title, root["/Lang"]) == ("Rapporto annuale dello scambio 2023", "it")
    text = " ".join("\n".join(page.extract_text() for page in document.pages).split())
    for words in (trento.name, piemonte.name, "In sintesi", "Tema 4", "#panic(1) Spazio *famiglie*", "01/05/2023"):
        assert words in text
    assert "Di un altro anno" not in text
    tree = root["/StructTreeRoot"]
    assert len(tags(tree["/K"], "/H1")) >= 7
    assert len(tags(tree["/K"], "/Table")) == 4
    assert all(tags(table, "/TH") for table in tags(tree["/K"], "/Table"))
    drawings = [figure["/Alt"] for figure in tags(tree["/K"], "/Figure") if "/Alt" in figure]
    assert len(drawings) == 2
    assert "2/2023: " in drawings[0]
    assert "Tema 1: Scambi 1" in drawings[1]
    links = [a.get_object() for page in document.pages for a in page.get("/Annots", [])]
    assert any(practice.get_absolute_url() in str(link.get("/A", {}).get("/URI")) for link in links)


def test_same_data_same_bytes(client_as, reader, protocol):
    published(moment(2023, 5))
    browser = client_as(reader)
    assert pdf(browser) == pdf(browser)


def test_report_of_an_empty_year(client_as, reader, protocol):
    text = pypdf.PdfReader(io.BytesIO(pdf(client_as(reader)))).pages[2].extract_text()
    assert "non risulta nessuno scambio" in " ".join(text.split())


@pytest.mark.parametrize("year", [2021, 1, 99999])
def test_no_report_outside_the_life_of_the_protocol(client_as, reader, protocol, year):
    assert client_as(reader).get(reverse("portal:exchange_report", args=["intesa", year])).status_code == 404


def test_plots_stand_on_their_own(protocol):
    published(moment(2023, 5))
    for chart in (plots.over_time(whole(protocol)), plots.by_area(whole(protocol))):
        drawing = plots.drawing(chart)
        assert drawing.startswith("<svg ")
        assert "class=" not in drawing
        assert "None" not in drawing
