import datetime

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from practices.filters import PracticeFilterSet
from practices.models import Practice
from practices.search import find, mark, match, parts, similar_parts
from tests.factories.practices import PolicyAreaFactory, PracticeFactory, TargetGroupFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def library():
    """A few published practices with telling words."""
    texts = {
        "numerosa": {"title": "Tariffe per la famiglia numerosa", "summary": "Sconti sui rifiuti."},
        "comunita": {"title": "La comunità che educa", "summary": "Doposcuola nel quartiere."},
        "nido": {"title": "Asilo nido aperto la sera", "summary": "Per chi lavora su turni."},
        "perche": {
            "title": "Biblioteca dei più piccoli",
            "solution": "Ogni sabato si leggono fiabe ad alta voce.",
        },
    }
    return {key: PracticeFactory(published=True, slug=key, **fields) for key, fields in texts.items()}


def slugs(query):
    filters = PracticeFilterSet(QueryDict(query), queryset=Practice.objects.published().for_cards())
    return [practice.slug for practice in filters.qs[0:100]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("famiglie numerose", ["numerosa"]),
        ("comunita", ["comunita"]),
        ("COMUNITÀ", ["comunita"]),
        ("asilo nio", ["nido"]),
        ("asili nido", ["nido"]),
        ("bibloteca", ["perche"]),
        ("famigila numerosa", ["numerosa"]),
        ("communita educca", ["comunita"]),
        ("scont", ["numerosa"]),
        ("unita", []),  # the end of a word is not a word: no "comunità"
        ('"alta voce"', ["perche"]),
        ("asilo -sera", []),
        ("di la", []),
        ("motocicletta", []),
        ("' OR 1=1 --", []),
    ],
)
def test_search_finds(library, text, expected):
    query = QueryDict(mutable=True)
    query["q"] = text
    assert slugs(query.urlencode()) == expected


def test_search_never_finds_what_is_not_published(library):
    PracticeFactory(submitted=True, title="Motocicletta")
    assert slugs("q=motocicletta") == []
    assert slugs("q=motociclete") == []


def test_search_never_looks_into_the_contact(library):
    assert slugs("q=Contatto") == []
    assert slugs("q=riservato") == []


def test_title_counts_more_than_the_text():
    PracticeFactory(published=True, slug="text", solution="Un marsupio per tutti.")
    PracticeFactory(published=True, slug="title", title="Il marsupio")
    assert slugs("q=marsupio") == ["title", "text"]


def test_hits_are_marked_in_title_summary_or_passage(library):
    match = find("famiglie numerose")
    practice = Practice.objects.get(slug="numerosa")
    mark([practice], match)
    assert [part.text for part in practice.title_parts if part.is_hit] == ["famiglia", "numerosa"]
    match = find("fiabe")
    practice = Practice.objects.get(slug="perche")
    mark([practice], match)
    assert [part.text for part in practice.passage_parts if part.is_hit] == ["fiabe"]


def test_similar_words_are_marked(library):
    marked = [part.text for part in similar_parts("Asilo nido aperto la sera", "asilo nio") if part.is_hit]
    assert marked == ["Asilo", "nido"]


def test_parts_lose_nothing_but_the_signs():
    assert "".join(part.text for part in parts("a \ue000b\ue001 c \ue000d\ue001")) == "a b c d"


def test_markup_in_hits_is_escaped(client_as):
    PracticeFactory(
        published=True, title="Nido <script>alert(1)</script>", summary='<img src=x onerror="alert(2)"> nido'
    )
    page = client_as().get(reverse("practices:list"), {"q": "nido"}).content.decode()
    assert "<mark>Nido</mark> &lt;script&gt;" in page
    assert ("<script>alert" in page, "<img src=x" in page) == (False, False)


def test_page_says_when_words_are_only_similar(library, client_as):
    page = client_as().get(reverse("practices:list"), {"q": "asilo nio"}).content.decode()
    assert "Risultati anche per parole simili" in page
    page = client_as().get(reverse("practices:list"), {"q": "sera"}).content.decode()
    assert "<mark>sera</mark>" in page


# --- Facets ----------------------------------------------------------------------------------


@pytest.fixture
def shelves():
    """Two areas, two target groups, two administrations, two years."""
    TargetGroupFactory()
    TargetGroupFactory(code="imprese", name="Imprese")
    other = PolicyAreaFactory(code="misure-economiche", name="Misure economiche")
    PracticeFactory(published=True, slug="a")
    PracticeFactory(published=True, slug="b", target_codes=["imprese", "prima-infanzia"])
    PracticeFactory(published=True, slug="c", policy_area=other, started_on="2020-05-01", trento=True)
    PracticeFactory(submitted=True, slug="hidden")


def facets(query):
    filters = PracticeFilterSet(QueryDict(query), queryset=Practice.objects.published().for_cards())
    return {f.name: {v.value: (v.count, v.selected) for v in f.values} for f in filters.facets()}, filters.total


def test_facets_count_everything_at_first(shelves):
    found, total = facets("")
    assert total == 3
    assert found["area"] == {"welfare-territoriale": (2, False), "misure-economiche": (1, False)}
    assert found["target"] == {"prima-infanzia": (3, False), "imprese": (1, False)}
    assert found["administration"] == {"trento": (1, False), "piemonte": (2, False)}
    assert found["year"] == {"2022": (2, False), "2020": (1, False)}
    assert found["province"].keys() <= {"CN", "TO", "TN"}


def test_facet_keeps_its_other_values_when_one_is_chosen(shelves):
    found, total = facets("area=misure-economiche")
    assert total == 1
    assert found["area"] == {"welfare-territoriale": (2, False), "misure-economiche": (1, True)}
    assert found["year"] == {"2020": (1, False)}


def test_facets_follow_one_another_and_the_text(shelves):
    found, total = facets("area=welfare-territoriale&target=imprese&q=pratica")
    assert total == 1
    assert found["target"] == {"prima-infanzia": (2, False), "imprese": (1, True)}


def test_chosen_value_without_results_can_be_taken_away(shelves):
    found, total = facets("area=misure-economiche&year=2022")
    assert total == 0
    assert found["year"]["2022"] == (0, True)


@pytest.mark.parametrize(
    "query",
    [
        "area=sconosciuta",
        "year=abc",
        "year=99999",
        "province=%00",
        "sort=boh&area=x",
        "target=%F0%9F%98%80",
        "page=1&q=%00",
    ],
)
def test_odd_addresses_answer_calmly(client_as, shelves, query):
    response = client_as().get(f"{reverse('practices:list')}?{query}")
    assert response.status_code == 200


def test_page_after_the_last_one_is_the_last_one(client_as, shelves):
    response = client_as().get(reverse("practices:list"), {"page": "99"})
    assert [practice.slug for practice in response.context["practices"]] == ["c", "b", "a"]


def test_sort_by_title_and_by_date(shelves):
    Practice.objects.filter(slug="a").update(title="Zeta")
    Practice.objects.filter(slug="b").update(title="àlbero")
    Practice.objects.filter(slug="c").update(title="Bosco")
    assert slugs("sort=title") == ["b", "c", "a"]
    assert slugs("") == ["c", "b", "a"]
    assert slugs("sort=relevance") == ["c", "b", "a"]


def test_very_many_hits_rank_the_newest_and_lose_none(monkeypatch):
    monkeypatch.setattr(match, "MOST_RANKED", 3)
    now = timezone.now()
    for number in range(5):
        title = f"Nido numero {number}" if number == 1 else f"Casa numero {number}"
        PracticeFactory(
            published=True,
            slug=f"p{number}",
            title=title,
            solution="Un nido per tutti.",
            published_at=now - datetime.timedelta(days=number),
        )
    found = slugs("q=nido")[0:5]
    # Among the three newest the one with the word in its title comes first; the older ones follow by date.
    assert [found[0], found[-2:]] == ["p1", ["p3", "p4"]]
    assert sorted(found) == ["p0", "p1", "p2", "p3", "p4"]
