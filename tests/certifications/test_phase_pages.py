"""The editor of the multi-year part, on its pages."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from certifications.actions import copy_version
from certifications.models import Cycle, Indicator, PhaseTemplate, PlanField, PlanRule, SchemeVersion
from familynet.accounts.roles import Role
from familynet.kernel.history import HistoryEntry
from tests.factories.applications import SchemeVersionFactory
from tests.factories.processes import family_audit

pytestmark = pytest.mark.django_db
PAGES = ("version_way", "version_plan", "version_indicators")
HOSTILE = "<script>alert(1)</script> {{ 7|add:7 }}"


def url(name, *args):
    return reverse(f"certifications:{name}", args=args)


def text(response):
    return response.content.decode()


@pytest.fixture
def person(official, trento):
    return official(Role.CERTIFICATION_OFFICER, trento)


@pytest.fixture
def officer(client_as, person):
    return client_as(person)


@pytest.fixture
def draft(person):
    return copy_version(source=family_audit(), label="Linee guida 2027", by=person)


def test_pages_say_the_way_the_plan_and_the_figures_in_words(officer, draft):
    way = text(officer.get(url("version_way", draft.pk)))
    assert "Dura in tutto 42 mesi (3 anni e 6 mesi)." in way
    assert "<strong>12 mesi, per 3 volte</strong> · mesi 7–42" in way
    assert way.count('<svg class="sch-bar') == 10
    assert "Si chiude con: parere del Consiglio, atto" in way
    plan = text(officer.get(url("version_plan", draft.pk)))
    assert "Almeno 1 attività in ogni campo" in plan
    assert "11 campi" in plan
    figures = text(officer.get(url("version_indicators", draft.pk)))
    assert "(parte di «Personale»)" in figures
    assert "media di: Entrata e uscita flessibili, Banca delle ore" in figures


def test_way_is_begun_on_the_pages(officer):
    version = SchemeVersionFactory(with_requirements=1)
    assert "non ha un percorso di più anni" in text(officer.get(url("version_way", version.pk)))
    assert officer.get(url("part_new", version.pk, "fasi")).url == url("part_new", version.pk, "cicli")
    assert officer.get(url("part_new", version.pk, "campi")).url == url("part_new", version.pk, "macro-aree")
    steps = (
        ("livelli", {"title": "Base", "code": "base", "makes_certificate": "on"}),
        ("cicli", {"title": "Primo", "code": "primo", "grace_months": "6"}),
        ("macro-aree", {"title": "Orari", "code": "orari"}),
        ("contenuto-minimo", {"sizes": ["micro", "small"], "minimum": "2", "per": "area"}),
        ("indicatori", {"title": "Persone", "code": "persone", "formula": "number"}),
    )
    for kind, data in steps:
        assert officer.post(url("part_new", version.pk, kind), data).status_code == 302
    cycle, area, level = version.cycles.get(), version.planareas.get(), version.levels.get()
    page = officer.get(url("part_new", version.pk, "fasi") + f"?area={cycle.pk}")
    assert page.context["form"]["cycle"].value() == str(cycle.pk)
    phase = {"cycle": cycle.pk, "title": "Rilascio", "code": "a", "kind": "grant", "months": "", "repeats": "1"}
    phase |= {"closes_with": ["opinion", "act"], "grants": level.pk}
    made = officer.post(url("part_new", version.pk, "fasi"), phase)
    kept = PhaseTemplate.objects.get()
    assert made.url == url("version_way", version.pk) + f"#phasetemplate-{kept.pk}"
    assert (kept.months, kept.closes_with, kept.grants) == (None, ["opinion", "act"], level)
    officer.post(url("part_new", version.pk, "campi"), {"area": area.pk, "title": "Flessibili", "code": "f"})
    base = version.indicators.get()
    share = {"title": "Donne", "code": "donne", "formula": "percentage", "base": base.pk, "by_sex": "on"}
    officer.post(url("part_new", version.pk, "indicatori"), share)
    index = {"title": "Indice", "code": "indice", "formula": "index", "parts": ["donne"], "base": base.pk}
    officer.post(url("part_new", version.pk, "indicatori"), index)
    officer.post(url("part_new", version.pk, "quote"), {"sizes": ["micro"], "amount": "10.50"})
    assert PlanField.objects.get().area == area
    assert PlanRule.objects.get().sizes == ["micro", "small"]
    assert Indicator.objects.get(code="donne").base == base
    assert (Indicator.objects.get(code="indice").parts, Indicator.objects.get(code="indice").base) == (
        ["donne"],
        None,
    )
    assert version.fee_rules.get().amount == 10.5
    assert HistoryEntry.objects.of(version).filter(verb="part").count() == 10


@pytest.mark.parametrize(
    ("kind", "change", "sentence"),
    [
        ("fasi", {"code": "a"}, "C'è già una fase con questo codice"),
        ("fasi", {"code": "Fase Uno"}, "slug"),
        ("fasi", {"code": "UNO"}, "Usa solo lettere minuscole"),
        ("fasi", {"months": "-1"}, "maggiore o uguale a 0"),
        ("fasi", {"months": "601"}, "minore o uguale a 600"),
        ("fasi", {"months": "sei"}, "numero intero"),
        ("fasi", {"repeats": "0"}, "maggiore o uguale a 1"),
        ("fasi", {"kind": "festa"}, "festa"),
        ("fasi", {"closes_with": ["firma"]}, "firma"),
        ("fasi", {"cycle": "0"}, "Scegli un'opzione valida"),
        ("fasi", {"guidance": "x" * 10_001}, "10000 caratteri"),
        ("fasi", {"grants": "LEVEL", "closes_with": ["plan"]}, "scegli anche «atto»"),
        ("fasi", {"title": "a\x00b"}, "caratteri null"),
        ("livelli", {"code": "base"}, "C'è già una parte con questo codice"),
        ("cicli", {"follows": ["mai"]}, "mai"),
        ("cicli", {"grace_months": ""}, "obbligatorio"),
        ("contenuto-minimo", {"sizes": []}, "Scegli almeno una dimensione"),
        ("contenuto-minimo", {"sizes": ["enorme"]}, "enorme"),
        ("contenuto-minimo", {"minimum": "0"}, "maggiore o uguale a 1"),
        ("indicatori", {"formula": "percentage"}, "Scegli di che cosa è una parte"),
        ("indicatori", {"formula": "index"}, "Un indice è fatto di percentuali"),
        ("indicatori", {"formula": "index", "parts": ["personale"]}, "personale"),
        ("quote", {"amount": "-1"}, "maggiore o uguale a 0"),
        ("quote", {"amount": "1e999"}, "9 cifre"),
    ],
)
def test_wrong_part_is_said_next_to_its_field_and_kept_as_typed(officer, draft, kind, change, sentence):
    good = {
        "fasi": {
            "cycle": draft.cycles.first().pk,
            "title": "Nuova fase",
            "code": "z",
            "kind": "round",
            "repeats": 1,
        },
        "livelli": {"title": "Nuovo", "code": "z"},
        "cicli": {"title": "Nuovo", "code": "z", "grace_months": "6"},
        "contenuto-minimo": {"sizes": ["micro"], "minimum": "1", "per": "area"},
        "indicatori": {"title": "Nuovo", "code": "z", "formula": "number"},
        "quote": {"sizes": ["micro"], "amount": "1"},
    }[kind]
    change = {name: draft.levels.first().pk if value == "LEVEL" else value for name, value in change.items()}
    before = HistoryEntry.objects.count()
    response = officer.post(url("part_new", draft.pk, kind), good | change)
    assert response.status_code == 200
    assert escape(sentence) in text(response)
    assert response.context["form"].errors
    assert HistoryEntry.objects.count() == before


def test_phase_is_changed_moved_and_taken_out(officer, draft):
    phase = draft.phasetemplates.get(code="b")
    address = url("part_edit", draft.pk, "fasi", phase.pk)
    form = officer.get(address).context["form"]
    data = {name: value for name, value in form.initial.items() if value is not None}
    officer.post(address, {**data, "months": "9"})
    phase.refresh_from_db()
    assert (phase.months, phase.closes_with) == (9, ["plan"])
    assert "mesi 1–9" in text(officer.get(url("version_way", draft.pk)))
    officer.post(url("part_move", draft.pk, "fasi", phase.pk), {"su": "1"})
    assert phase.cycle.phases.first() == phase
    asked = officer.get(url("part_delete", draft.pk, "fasi", phase.pk))
    assert "Togli la fase" in text(asked)
    officer.post(url("part_delete", draft.pk, "fasi", phase.pk))
    assert not PhaseTemplate.objects.filter(pk=phase.pk).exists()
    assert "«Valutazione del piano» dura 0 mesi" not in text(officer.get(url("version_way", draft.pk)))


def test_refused_move_and_removal_say_why_and_change_nothing(officer, draft):
    base, cycle = draft.indicators.get(code="personale"), draft.cycles.get(code="mantenimento")
    moved = officer.post(url("part_move", draft.pk, "indicatori", base.pk), {"su": "0"}, follow=True)
    assert "deve venire prima" in text(moved)
    removed = officer.post(url("part_delete", draft.pk, "cicli", cycle.pk), follow=True)
    assert "serve ancora a «Consolidamento»" in text(removed)
    assert Cycle.objects.filter(pk=cycle.pk).exists()


def test_rule_has_no_place_to_move_to(officer, draft):
    rule = draft.plan_rules.first()
    assert officer.post(url("part_move", draft.pk, "contenuto-minimo", rule.pk), {"su": "1"}).status_code == 404
    assert url("part_move", draft.pk, "contenuto-minimo", rule.pk) not in text(
        officer.get(url("version_plan", draft.pk))
    )


def test_second_editor_of_a_part_is_told_and_keeps_what_was_typed(officer, draft):
    area = draft.planareas.first()
    address = url("part_edit", draft.pk, "macro-aree", area.pk)
    seen = officer.get(address).context["seen"]
    officer.post(address, {"title": "Di lei", "code": area.code, "seen": seen})
    answer = officer.post(address, {"title": "Di lui", "code": area.code, "seen": seen})
    assert "mentre la scrivevi" in text(answer)
    assert 'value="Di lui"' in text(answer)
    area.refresh_from_db()
    assert area.title == "Di lei"
    officer.post(address, {"title": "Di lui", "code": area.code, "seen": answer.context["seen"]})
    area.refresh_from_db()
    assert area.title == "Di lui"


@pytest.mark.parametrize("kind", ["fasi", "cicli", "livelli", "macro-aree", "campi", "indicatori", "quote"])
def test_published_version_is_read_but_not_written(officer, kind):
    version = family_audit()
    refused = officer.get(url("part_new", version.pk, kind))
    assert refused.status_code == 409
    assert "pubblicato e non si cambia più" in text(refused)
    for name in PAGES:
        page = text(officer.get(url(name, version.pk)))
        assert "non si cambia più" in page
        assert "sch-tools" not in page


def test_who_only_reads_gets_no_buttons(client_as, official, trento, draft):
    reader = client_as(official(Role.AUDITOR, trento))
    for name in PAGES:
        page = text(reader.get(url(name, draft.pk)))
        assert "Qui si legge soltanto" in page
        assert "sch-tools" not in page
    assert reader.get(url("part_new", draft.pk, "fasi")).status_code == 403


def test_part_of_another_version_is_not_found(officer, draft):
    other = SchemeVersionFactory()
    phase = draft.phasetemplates.first()
    assert officer.get(url("part_edit", other.pk, "fasi", phase.pk)).status_code == 404
    assert officer.post(url("part_delete", other.pk, "fasi", phase.pk)).status_code == 404


def test_faults_stand_on_the_pages_of_the_way(officer, draft):
    PhaseTemplate.objects.filter(version=draft, code="b").update(months=0)
    PhaseTemplate.objects.filter(version=draft, code="a").delete()
    page = text(officer.get(url("version_way", draft.pk)))
    assert "dura 0 mesi ma è la prima del ciclo" in page
    assert "Da sistemare prima della revisione" in page


def test_comparison_shows_phases_plan_and_figures(officer, draft):
    PhaseTemplate.objects.filter(version=draft, code="b").update(months=9)
    draft.plan_rules.filter(per="area").update(minimum=2)
    draft.indicators.filter(code="malattia").update(unit="ore")
    page = text(officer.get(url("version_compare", draft.pk, family_audit().pk)))
    for words in ("<h2>Fasi</h2>", "<td>6 mesi</td><td>9 mesi</td>", "almeno 2 attività in ogni macro area"):
        assert words in page
    assert "<td>giorni a persona</td><td>ore</td>" in page


def test_hostile_words_are_shown_as_words(officer, client, draft):
    for rows in (
        draft.cycles,
        draft.phasetemplates,
        draft.levels,
        draft.planareas,
        draft.planfields,
        draft.indicators,
    ):
        rows.update(title=HOSTILE)
    draft.phasetemplates.update(guidance=HOSTILE)
    draft.indicators.update(help=HOSTILE)
    SchemeVersion.objects.filter(pk=draft.pk).update(state="published")
    pages = [officer.get(url(name, draft.pk)) for name in PAGES]
    pages.append(client.get(url("version", draft.scheme.slug, draft.pk)))
    for page in map(text, pages):
        assert "<script>alert(1)" not in page
        assert "{{ 7|add:7 }}" in page
    assert client.get(url("version_pdf", draft.scheme.slug, draft.pk)).content.startswith(b"%PDF")


def grown(version, rows):
    cycle = Cycle.objects.create(version=version, code="primo", title="Primo")
    for n in range(rows):
        PhaseTemplate.objects.create(version=version, cycle=cycle, code=f"f{n}", title="F", kind="round", order=n)
        area = version.planareas.create(code=f"a{n}", title="A", order=n)
        version.planfields.create(area=area, code=f"c{n}", title="C")
        version.plan_rules.create(sizes=["micro"], per="area")
        base = version.indicators.create(code=f"b{n}", title="B", order=n * 2)
        version.indicators.create(code=f"p{n}", title="P", order=n * 2 + 1, formula="percentage", base=base)
        level = version.levels.create(code=f"l{n}", title="L")
        version.cycles.create(code=f"k{n}", title="K", follows=["primo"], needs_level=level)
        version.fee_rules.create(cycle=cycle, sizes=["micro"], amount=1)
    return version


@pytest.mark.parametrize("rows", [1, 12])
@pytest.mark.parametrize("name", PAGES)
def test_queries_of_the_pages_do_not_grow(officer, django_assert_num_queries, rows, name):
    version = grown(SchemeVersionFactory(with_requirements=1), rows)
    officer.get(url(name, version.pk))
    with django_assert_num_queries(18):
        assert officer.get(url(name, version.pk)).status_code == 200


@pytest.mark.parametrize("rows", [1, 12])
def test_queries_of_the_public_page_do_not_grow(client, settings, django_assert_num_queries, rows):
    settings.PUBLIC_PAGE_SECONDS = 0
    version = grown(SchemeVersionFactory(with_requirements=1), rows)
    SchemeVersion.objects.filter(pk=version.pk).update(state="published")
    address = url("version", version.scheme.slug, version.pk)
    client.get(address)
    with django_assert_num_queries(15):
        client.get(address)
