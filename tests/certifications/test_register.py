"""The public register: what it finds, counts, shows and hides."""

import csv
import datetime
import io

import pytest
from django.http import QueryDict
from django.urls import reverse

from certifications.filters import RegisterFilter
from certifications.models import Certificate
from tests.factories.certifications import CategoryFactory, CertificateFactory, SchemeFactory
from tests.factories.organisations import OrganisationFactory
from tests.factories.territories import MunicipalityFactory, ProvinceFactory

pytestmark = pytest.mark.django_db
DAY = datetime.date


@pytest.fixture
def register(db):
    """Five certificates in two provinces, two schemes and three years."""
    trentino = SchemeFactory(slug="family-in-trentino", name="Family in Trentino", mark="Family in Trentino")
    museums = CategoryFactory(scheme=trentino, slug="musei", name="Musei")
    alpe = MunicipalityFactory(name="San Michele d'Alpe", cadastral_code="Y001", trento=True)
    bosco = MunicipalityFactory(name="Bosco Lungo", cadastral_code="Y002")

    def make(name, place, **fields):
        trait = {"trento": True} if place is alpe else {}
        organisation = OrganisationFactory(
            name=name, municipality=place, **trait, **fields.pop("organisation", {})
        )
        return CertificateFactory(organisation=organisation, **fields)

    make("Museo della Lana", alpe, scheme=trentino, category=museums, award_date=DAY(2019, 3, 1))
    make("Museo del Sale", alpe, scheme=trentino, category=museums, ended=True, award_date=DAY(2020, 3, 1))
    make("Comune di Bosco", bosco, category=CategoryFactory(), organisation={"fiscal_code": "00514490010"})
    make("Ente del Bosco", bosco, act=None, award_date=None)
    make("Ente Sospeso", bosco, state="suspended")


def found(query):
    """(names in order, parameter → value → count) for a query string."""
    filterset = RegisterFilter(QueryDict(query), queryset=Certificate.objects.for_register())
    names = [certificate.organisation.name for certificate in filterset.results]
    assert filterset.total == len(names)
    return names, {f.name: {v.value: v.count for v in f.values} for f in filterset.facets()}


ALL = ["Comune di Bosco", "Ente del Bosco", "Ente Sospeso", "Museo del Sale", "Museo della Lana"]


def test_facets_count_everything(register):
    names, facets = found("")
    assert names == ALL
    assert facets == {
        "marchio": {"family-in-italia": 3, "family-in-trentino": 2},
        "categoria": {"family-in-italia.comuni": 1, "family-in-trentino.musei": 2},
        "provincia": {"CN": 3, "TN": 2},
        "stato": {"valid": 3, "suspended": 1, "revoked": 1},
        "anno": {"2021": 2, "2020": 1, "2019": 1},
    }


def test_each_facet_is_counted_under_all_the_others(register):
    names, facets = found("provincia=TN&stato=valid")
    assert names == ["Museo della Lana"]
    assert facets["provincia"] == {"CN": 2, "TN": 1}
    assert facets["stato"] == {"valid": 1, "revoked": 1}
    assert facets["comune"] == {"Y001": 1}
    assert facets["anno"] == {"2019": 1}


@pytest.mark.parametrize(
    "query", ["", "stato=valid&stato=revoked", "q=bosco", "q=museo&provincia=TN", "comune=Y002", "al=2022-01-01"]
)
def test_counts_are_those_of_the_results(register, query):
    """Choosing a value alone gives as many results as its facet says."""
    _names, facets = found(query)
    for name, values in facets.items():
        for value, number in values.items():
            params = QueryDict(query, mutable=True)
            params.setlist(name, [value])
            assert len(found(params.urlencode())[0]) == number, (query, name, value)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=museo", ["Museo del Sale", "Museo della Lana"]),
        ("q=mus+lan", ["Museo della Lana"]),
        ("q=s+michele+alpe", ["Museo del Sale", "Museo della Lana"]),
        ("q=mueso+lana", ["Museo della Lana"]),
        ("q=BOSCO", ["Comune di Bosco", "Ente del Bosco", "Ente Sospeso"]),
        ("q=00514490010", ["Comune di Bosco"]),
        ("q=00000000000", []),
        ("q=zzzz", []),
        ("q=%25_", []),
        ("comune=Y002", ["Comune di Bosco", "Ente del Bosco", "Ente Sospeso"]),
        ("anno=2020&anno=2019", ["Museo del Sale", "Museo della Lana"]),
        ("marchio=family-in-italia&stato=suspended", ["Ente Sospeso"]),
        ("categoria=family-in-trentino.musei", ["Museo del Sale", "Museo della Lana"]),
        ("marchio=unknown", []),
        ("provincia=XX", []),
        ("stato=x%27%22", []),
        ("anno=abcd", []),
        ("comune=nope", []),
    ],
)
def test_filters_find(register, query, names):
    assert found(query)[0] == names


def test_register_on_a_past_day(register, client):
    names, facets = found("al=2021-01-01")
    assert names == ["Museo del Sale", "Museo della Lana"]
    assert facets["stato"] == {"valid": 2}
    assert found("al=2021-01-01&stato=revoked")[0] == []
    assert found("al=2024-02-01&q=museo&stato=revoked")[0] == ["Museo del Sale"]
    assert found("al=domani")[0] == found("al=2199-01-01")[0] == ALL
    text = client.get(reverse("certifications:register"), {"al": "2021-01-01"}).content.decode()
    assert "Il registro com'era il 01/01/2021." in text
    assert "Revocata" not in text
    assert client.get(reverse("certifications:register_map"), {"al": "2021-01-01"}).context["total"] == 2
    rows = b"".join(client.get(reverse("certifications:register_csv"), {"al": "2021-01-01"})).decode()
    assert rows.count(";Valida;") == 2


def test_newest_first_leaves_the_undated_last(register):
    names = found("ordine=recenti")[0]
    assert (names[2:], set(names[:2])) == (
        ["Museo del Sale", "Museo della Lana", "Ente del Bosco"],
        {"Comune di Bosco", "Ente Sospeso"},
    )
    assert found("ordine=recenti&q=museo")[0] == ["Museo del Sale", "Museo della Lana"]


def test_list_shows_name_act_and_state(register, client):
    page = client.get(reverse("certifications:register"))
    text = page.content.decode()
    assert text.count('<article class="cert-row">') == 5
    assert "Atto non indicato dalla fonte" in text
    assert page.cookies == {}


def test_pages_hold_all_certificates_once(client):
    place = MunicipalityFactory()
    for n in range(45):
        CertificateFactory(organisation__name=f"Ente {n:02}", organisation__municipality=place)
    url = reverse("certifications:register")
    seen = [c.pk for n in (1, 2, 3) for c in client.get(url, {"page": n}).context["page_obj"].object_list]
    assert (len(seen), len(set(seen))) == (45, 45)
    assert client.get(url, {"page": "x"}).context["page_obj"].number == 1


def test_empty_list_says_what_to_do(client):
    text = client.get(reverse("certifications:register"), {"q": "niente"}).content.decode()
    assert "Nessuna certificazione trovata" in text
    assert "Togli tutti i filtri" in text


def test_map_has_a_point_and_a_row_per_comune(register, client):
    page = client.get(reverse("certifications:register_map"), {"stato": "valid"})
    assert [(p.label, p.count, p.tone) for p in page.context["points"]] == [
        ("Bosco Lungo: 2", 2, "certified"),
        ("Museo della Lana", 1, "certified"),
    ]
    url = page.context["points"][0].url
    assert url == f"{reverse('certifications:register')}?stato=valid&provincia=CN&comune=Y002"
    assert len(client.get(url).context["page_obj"].object_list) == 2
    assert page.content.decode().count('<th scope="row">') == 2


def test_mark_of_one_organisation_leads_to_its_page(register, client):
    museum = Certificate.objects.get(organisation__name="Museo della Lana").organisation
    CertificateFactory(organisation=museum)
    page = client.get(reverse("certifications:register_map"), {"provincia": "TN", "q": "lana"})
    (point,) = page.context["points"]
    assert (point.label, point.url) == ("Museo della Lana: 2", f"/organizzazioni/{museum.slug}/")
    assert client.get(point.url).status_code == 200
    assert page.content.decode().count(f'href="{point.url}"') == 2  # on the map and in the table


def test_mark_says_when_nothing_is_in_force(register, client):
    page = client.get(reverse("certifications:register_map"), {"stato": "revoked"})
    assert [(p.label, p.tone) for p in page.context["points"]] == [("Museo del Sale", "neutral")]
    assert "Nessuna certificazione in vigore" in page.content.decode()
    before = client.get(reverse("certifications:register_map"), {"al": "2021-01-01", "q": "sale"})
    assert [(p.label, p.tone) for p in before.context["points"]] == [("Museo del Sale", "certified")]


def test_download_holds_the_filtered_rows_without_formulas(register, client):
    CertificateFactory(
        organisation__name="=HYPERLINK(1)", organisation__municipality__province=ProvinceFactory(trento=True)
    )
    person = CertificateFactory(organisation__name="Ditta Rossi", organisation__fiscal_code="RSSMRA85T10A562S")
    response = client.get(reverse("certifications:register_csv"))
    rows = list(csv.reader(io.StringIO(b"".join(response).decode("utf-8-sig")), delimiter=";"))
    names = [row[0] for row in rows[1:]]
    assert sorted(names) == sorted([*ALL, "'=HYPERLINK(1)", "Ditta Rossi"])
    by_name = {row[0]: row for row in rows}
    assert by_name["Comune di Bosco"][1] == "00514490010"
    assert by_name["Ditta Rossi"][1] == ""
    assert by_name["Ditta Rossi"][-1].endswith(f"/registro/{person.public_id}/")
    filtered = b"".join(client.get(reverse("certifications:register_csv"), {"q": "museo"})).decode("utf-8-sig")
    assert [line.split(";")[0] for line in filtered.splitlines()[1:]] == ["Museo del Sale", "Museo della Lana"]


def test_certificate_page_tells_its_history_and_no_internal_text(client):
    certificate = CertificateFactory(note="nota riservata", source="file segreto.csv", ended=True)
    changes = certificate.status_changes
    changes.create(to_state="valid", effective_on=DAY(2021, 7, 5), act=certificate.act)
    changes.create(from_state="valid", to_state="revoked", effective_on=DAY(2024, 2, 1), reason="motivo riservato")
    text = client.get(reverse("certifications:certificate", args=[certificate.public_id])).content.decode()
    assert "Revocata" in text
    assert "01/02/2024" in text
    assert str(certificate.act) in text
    for hidden in ("nota riservata", "file segreto", "motivo riservato"):
        assert hidden not in text


def test_unknown_certificate_is_not_found(client):
    assert client.get(reverse("certifications:certificate", args=["nothing"])).status_code == 404


def test_schemes_say_how_many_are_certified(register, client):
    page = client.get(reverse("certifications:schemes"))
    assert {s.slug: s.certified for s in page.context["schemes"]} == {
        "family-in-italia": 2,
        "family-in-trentino": 1,
    }
    page = client.get(reverse("certifications:scheme", args=["family-in-trentino"]))
    assert [(category.slug, number) for category, number in page.context["categories"]] == [("musei", 1)]
    assert client.get(reverse("certifications:scheme", args=["nope"])).status_code == 404
