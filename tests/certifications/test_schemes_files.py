"""Schemes as JSON: a file written is read back the same; what is hostile is refused in sentences."""

import json

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from certifications.actions import import_scheme, plan_scheme
from certifications.engine.conditions import FACTS, OPERATORS, FactKind
from certifications.models import PassBand, Scheme, SchemeVersion
from certifications.schemefiles import read_scheme, write_scheme
from certifications.schemefiles.phases import canonical_phases
from tests.factories.applications import RequirementFactory, SchemeVersionFactory
from tests.factories.certifications import CategoryFactory
from tests.factories.processes import family_audit


def content(**scheme):
    base = {"slug": "marchio-prova", "name": "Marchio", "mark": "Marchio"}
    return {"format": "familynet-scheme", "version": 1, "scheme": {**base, **scheme}}


def as_bytes(data):
    return json.dumps(data).encode()


def version(**fields):
    return {"label": "Disciplinare 1", **fields}


def section(*requirements):
    return {"code": "A", "title": "Area", "requirements": list(requirements)}


def test_small_file_gets_its_defaults():
    read = read_scheme(as_bytes(content(versions=[version(sections=[section({"code": "1", "text": "x"})])])))
    assert read["territory"] == "agreement"
    assert read["versions"][0]["retention_months"] == 120
    assert read["versions"][0]["sections"][0]["requirements"][0] == {
        "code": "1",
        "text": "x",
        "guidance": "",
        "mandatory": False,
        "points_min": "0",
        "points_max": "0",
        "evidence": "none",
        "evidence_text": "",
        "applies_if": None,
        "due_months": 0,
    }


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xff\xfe\x00", "JSON leggibile"),
        (b"[" * 100_000, "JSON leggibile"),
        (b'{"format": "familynet-scheme", "version": NaN}', "JSON leggibile"),
        (b"[]", "non è un marchio esportato"),
        (b" " * (2 * 2**20 + 1), "troppo grande"),
        (as_bytes({**content(), "version": 9}), "versione 9"),
        (as_bytes(content(slug="../etc")), "lettere minuscole"),
        (as_bytes(content(name="")), "vuoto"),
        (as_bytes(content(name="x" * 121)), "120 caratteri"),
        (as_bytes(content(name=["x"])), "deve essere un testo"),
        (as_bytes(content(kinds=["dragon"])), "deve essere uno tra"),
        (as_bytes(content(kinds=["company", "company"])), "due voci uguali"),
        (as_bytes(content(open_from="ieri")), "2026-01-31"),
        (as_bytes(content(open_from="0001-01-01")), "credibile"),
        (as_bytes(content(open_from="2024-02-02", open_to="2024-02-01")), "fine viene prima"),
        (as_bytes(content(sudo=True)), "sudo"),
        (as_bytes(content(versions=[version(category="nope")])), "nope"),
        (as_bytes(content(versions=[version(), version()])), "due volte"),
        (as_bytes(content(versions=[version(fee="1.234")])), "due decimali"),
        (as_bytes(content(versions=[version(fee="Infinity")])), "negativo o troppo grande"),
        (as_bytes(content(versions=[version(fee=-1)])), "negativo o troppo grande"),
        (as_bytes(content(versions=[version(fee="quattro")])), "deve essere un numero"),
        (as_bytes(content(versions=[version(validity_months=True)])), "numero intero"),
        (as_bytes(content(versions=[version(blind_percent=101)])), "tra 0 e 100"),
        (as_bytes(content(versions=[version(is_example="sì")])), "true o false"),
        (as_bytes(content(versions="x")), "deve essere un elenco"),
        (as_bytes(content(versions=["x"])), "deve essere un oggetto"),
        (as_bytes(content(versions=[{}])), "manca «label»"),
        (
            as_bytes(content(versions=[version(sections=[section({"code": "1", "text": "x", "points_min": 2})])])),
            "maggiore del massimo",
        ),
        (
            as_bytes(
                content(versions=[version(bands=[{"label": "A", "minimum": 1, "condition": {"fact": "age"}}])])
            ),
            "non si può giudicare",
        ),
        (as_bytes(content(versions=[version(declarations=["x"] * 61)])), "60 voci"),
    ],
)
def test_bad_file_is_refused_in_sentences(data, words):
    with pytest.raises(ValidationError) as refused:
        read_scheme(data)
    assert words in " ".join(refused.value.messages)


def test_file_with_many_faults_gets_the_first_ones_only():
    broken = content(versions=[{} for _n in range(200)])
    with pytest.raises(ValidationError) as refused:
        read_scheme(as_bytes(broken))
    assert len(refused.value.messages) == 50


def test_text_loses_what_no_database_keeps():
    assert read_scheme(as_bytes(content(summary="a\x00b\ud800c\r\nd ")))["summary"] == "abc\nd"


# --- Import ---------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_exported_scheme_is_imported_again_without_a_change(trento):
    made = SchemeVersionFactory(with_requirements=3, minimum=20, published=True)
    SchemeVersionFactory(scheme=made.scheme, category=made.category, with_requirements=2)
    before = write_scheme(made.scheme)
    plan = plan_scheme(read_scheme(as_bytes(before)), administration=trento)
    assert {part.effect for part in plan.parts} == {"same"}
    import_scheme(read_scheme(as_bytes(before)), administration=trento, by=None)
    assert write_scheme(made.scheme) == before


@pytest.mark.django_db
def test_published_version_is_never_overwritten(trento):
    made = SchemeVersionFactory(with_requirements=1, published=True)
    file = write_scheme(made.scheme)
    file["scheme"]["versions"][0]["sections"][0]["requirements"][0]["text"] = "Altro"
    read = read_scheme(as_bytes(file))
    assert [part.effect for part in plan_scheme(read, administration=trento).parts] == ["same", "same", "refused"]
    with pytest.raises(ValidationError, match="pubblicato e non si cambia"):
        import_scheme(read, administration=trento, by=None)


@pytest.mark.django_db
def test_draft_takes_the_content_of_the_file_and_one_in_review_does_not(trento):
    made = SchemeVersionFactory(with_requirements=1)
    file = write_scheme(made.scheme)
    file["scheme"]["versions"][0]["sections"][0]["requirements"][0]["text"] = "Altro"
    import_scheme(read_scheme(as_bytes(file)), administration=trento, by=None)
    assert made.requirements.get().text == "Altro"
    file["scheme"]["versions"][0]["fee"] = "12"
    SchemeVersion.objects.update(state="in_review")
    with pytest.raises(ValidationError, match="in revisione"):
        import_scheme(read_scheme(as_bytes(file)), administration=trento, by=None)
    assert SchemeVersion.objects.get().fee is None


@pytest.mark.django_db
def test_scheme_of_another_administration_is_refused_and_a_copy_with_another_address_is_a_draft(trento, piemonte):
    made = SchemeVersionFactory(with_requirements=2, published=True)
    file = write_scheme(made.scheme)
    with pytest.raises(ValidationError, match="cambia «slug»"):
        import_scheme(read_scheme(as_bytes(file)), administration=piemonte, by=None)
    file["scheme"]["slug"] = "marchio-piemonte"
    copy = import_scheme(read_scheme(as_bytes(file)), administration=piemonte, by=None)
    assert (copy.administration, copy.versions.get().state) == (piemonte, "draft")
    again = write_scheme(copy)
    file["scheme"]["versions"][0]["state"] = "draft"
    assert again == file


# --- Any scheme -----------------------------------------------------------------------------------

WORDS = st.text(alphabet="abcàè x", min_size=1, max_size=20).map(str.strip).filter(bool)
POINTS = st.decimals(0, 40, places=2).map(lambda d: format(d.normalize(), "f"))
VALUES = {
    FactKind.NUMBER: st.integers(0, 50_000),
    FactKind.FLAG: st.booleans(),
    FactKind.CHOICE: st.sampled_from(["municipality", "small"]),
    FactKind.SET: st.sampled_from(["catering", "rooms"]),
}


@st.composite
def comparisons(draw):
    fact = draw(st.sampled_from(sorted(FACTS)))
    operator = draw(st.sampled_from(OPERATORS[FACTS[fact]]))
    value = draw(VALUES[FACTS[fact]])
    return {"fact": fact, "op": operator, "value": [value] if operator == "in" else value}


CONDITIONS = st.none() | st.recursive(
    comparisons(),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"all": parts})
        | st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any": parts})
        | inner.map(lambda part: {"not": part})
    ),
    max_leaves=4,
).filter(lambda c: depth(c) <= 4)


def depth(condition):
    parts = condition.get("all") or condition.get("any") or ([condition["not"]] if "not" in condition else [])
    return 1 + max(map(depth, parts), default=0)


@st.composite
def requirements(draw, code):
    low, high = sorted([draw(POINTS), draw(POINTS)], key=float)
    return {
        "code": code,
        "text": draw(WORDS),
        "mandatory": draw(st.booleans()),
        "points_min": low,
        "points_max": high,
        "evidence": draw(st.sampled_from(["none", "optional", "required"])),
        "applies_if": draw(CONDITIONS),
        "due_months": draw(st.sampled_from([0, 0, 12, 24])),
    }


@st.composite
def versions(draw, most=6):
    number = draw(st.integers(1, most))
    asked = [draw(requirements(f"R{n}")) for n in range(number)]
    cut = draw(st.integers(0, number))
    sections = [{"code": "A", "title": "A", "requirements": asked[:cut]}]
    sections.append({"code": "B", "title": "B", "requirements": asked[cut:]})
    bands = [
        {"label": f"Classe {n}", "condition": draw(CONDITIONS), "minimum": draw(POINTS)}
        for n in range(draw(st.integers(0, 3)))
    ]
    return {
        "label": draw(WORDS),
        "sections": sections,
        "bands": bands,
        "services": [{"code": "catering", "label": "Ristorazione"}],
        "declarations": draw(st.lists(WORDS, max_size=2)),
        "validity_months": draw(st.none() | st.integers(1, 60)),
        "is_example": draw(st.booleans()),
    }


@pytest.mark.django_db
@settings(max_examples=15, deadline=None, database=None)
@given(draft=versions())
def test_export_import_export_is_identical(draft):
    owner = CategoryFactory().scheme.administration
    slug = f"marchio-{Scheme.objects.count()}"
    read = read_scheme(as_bytes(content(slug=slug, name=slug, versions=[draft])))
    scheme = import_scheme(read, administration=owner, by=None)
    first = write_scheme(scheme)
    assert first["scheme"] == read
    import_scheme(read_scheme(as_bytes(first)), administration=owner, by=None)
    assert write_scheme(scheme) == first


@pytest.mark.django_db
def test_bands_and_services_keep_their_order(trento):
    made = SchemeVersionFactory()
    for n in (3, 1, 2):
        PassBand.objects.create(version=made, label=f"B{n}", minimum=n, order=n)
        RequirementFactory(version=made, code=f"R{n}", order=n)
    written = write_scheme(made.scheme)["scheme"]["versions"][0]
    assert [band["label"] for band in written["bands"]] == ["B1", "B2", "B3"]
    assert [r["code"] for r in written["sections"][0]["requirements"]] == ["R1", "R2", "R3"]


# --- Multi-year versions --------------------------------------------------------------------------


def phases(**changed):
    level = {"code": "base", "title": "Base", "makes_certificate": True}
    phase = {"code": "a", "title": "A", "kind": "grant", "closes_with": ["act"], "grants": "base"}
    return {"levels": [level], "cycles": [{"code": "primo", "title": "Primo", "phases": [phase]}], **changed}


def test_phases_get_their_defaults():
    read = read_scheme(as_bytes(content(versions=[version(phases=phases())])))["versions"][0]["phases"]
    assert (read["cycles"][0]["grace_months"], read["fees"]) == (6, [])
    assert (read["cycles"][0]["phases"][0]["repeats"], read["cycles"][0]["phases"][0]["months"]) == (1, None)


PHASE = {"code": "a", "title": "A", "kind": "round"}
FIRST = {"code": "primo", "title": "P", "phases": [PHASE]}


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"levels": []}, "«base» non esiste"),
        ({"cycles": [FIRST, {**FIRST, "code": "due", "follows": ["primo"]}]}, "«a» c'è due volte"),
        ({"cycles": [FIRST, {**FIRST, "code": "due", "follows": ["mai"]}]}, "«mai» non esiste"),
        ({"cycles": [{**FIRST, "needs_level": "oro"}]}, "«oro» non esiste"),
        ({"cycles": [{**FIRST, "phases": [{**PHASE, "grants": "base"}]}]}, "manca «act»"),
        ({"cycles": [{**FIRST, "phases": [{**PHASE, "repeats": 0}]}]}, "tra 1 e 50"),
        ({"cycles": [{**FIRST, "phases": [{**PHASE, "closes_with": ["firma"]}]}]}, "uno tra"),
        ({"indicators": [{"code": "x", "title": "X", "formula": "percentage"}]}, "manca «base»"),
        ({"indicators": [{"code": "x", "title": "X", "base": "x"}]}, "«x» non esiste, o viene dopo"),
        ({"indicators": [{"code": "x", "title": "X", "formula": "index", "parts": ["y"]}]}, "«y» non esiste"),
        ({"fees": [{"cycle": "mai", "sizes": ["micro"], "amount": "1"}]}, "«mai» non esiste"),
        ({"fees": [{"sizes": ["enorme"], "amount": "1"}]}, "uno tra"),
        ({"areas": [{"code": "A b", "title": "X"}]}, "lettere minuscole"),
    ],
)
def test_wrong_phases_are_refused_in_sentences(changed, words):
    with pytest.raises(ValidationError) as refused:
        read_scheme(as_bytes(content(versions=[version(phases=phases(**changed))])))
    assert words in " ".join(refused.value.messages)


@pytest.mark.parametrize(
    "begun",
    [
        {"cycles": []},
        {"cycles": [{**FIRST, "phases": []}]},
        {"cycles": [FIRST, {**FIRST, "code": "due", "phases": [{**PHASE, "code": "b"}]}]},
    ],
)
def test_way_that_is_only_begun_is_read_as_any_draft(begun):
    read = read_scheme(as_bytes(content(versions=[version(phases=phases(**begun))])))["versions"][0]["phases"]
    assert len(read["cycles"]) == len(begun["cycles"])


@pytest.mark.django_db
def test_multi_year_version_goes_through_a_file_whole(trento):
    source = family_audit()
    file = json.loads(as_bytes(write_scheme(source.scheme)))
    file["scheme"] |= {"slug": "copia", "name": "Copia"}
    read = read_scheme(as_bytes(file))
    copy = import_scheme(read, administration=trento, by=None)
    made = copy.versions.get()
    written = write_scheme(copy)["scheme"]["versions"][0]
    assert written["phases"] == file["scheme"]["versions"][0]["phases"] == canonical_phases(source)
    assert made.phasetemplates.filter(grants__version=made).count() == 4
    assert (made.indicators.count(), made.planfields.count(), made.fee_rules.filter(is_example=True).count()) == (
        source.indicators.count(),
        11,
        source.fee_rules.count(),
    )
    assert {part.effect for part in plan_scheme(read, administration=trento).parts} <= {"same"}


@pytest.mark.django_db
def test_draft_takes_the_phases_of_the_file_in_the_place_of_its_own(trento):
    file = write_scheme(family_audit().scheme)
    file["scheme"] |= {"slug": "copia", "name": "Copia"}
    made = import_scheme(read_scheme(as_bytes(file)), administration=trento, by=None).versions.get()
    file["scheme"]["versions"][0]["phases"]["cycles"][0]["phases"][1]["months"] = 9
    import_scheme(read_scheme(as_bytes(file)), administration=trento, by=None)
    assert made.phasetemplates.get(code="b").months == 9
    file["scheme"]["versions"][0]["phases"] = None
    import_scheme(read_scheme(as_bytes(file)), administration=trento, by=None)
    assert (made.cycles.count(), made.levels.count(), made.indicators.count()) == (0, 0, 0)


@pytest.mark.django_db
def test_queries_of_a_file_do_not_grow_with_multi_year_versions(trento, django_assert_num_queries):
    source = family_audit()
    with django_assert_num_queries(15):
        write_scheme(source.scheme)
    file = write_scheme(source.scheme)
    file["scheme"]["versions"][0]["label"] = "Altra"
    import_scheme(read_scheme(as_bytes(file)), administration=trento, by=None)
    with django_assert_num_queries(15):
        write_scheme(source.scheme)
