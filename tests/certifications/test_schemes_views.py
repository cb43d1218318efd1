"""Pages of schemes: the editor, the steps, files, dry runs, realignments, and what everyone reads."""

import datetime
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from certifications.actions import ensure_schemes
from certifications.disciplinare_pdf import printed
from certifications.models import IntakeWindow, Requirement, Scheme, SchemeVersion
from certifications.schemefiles import write_scheme
from familynet.accounts.roles import Role
from tests.factories.applications import RequirementFactory, SchemeVersionFactory
from tests.factories.certifications import CategoryFactory, SchemeFactory
from tests.factories.processes import family_audit
from tests.factories.schemes import DryRunFactory

pytestmark = pytest.mark.django_db
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)


def url(name, *args):
    return reverse(f"certifications:{name}", args=args)


@pytest.fixture
def officer(official, trento, client_as):
    return client_as(official(Role.CERTIFICATION_OFFICER, trento))


@pytest.fixture
def manager(official, trento, client_as):
    return client_as(official(Role.CERTIFICATION_MANAGER, trento))


def text(response):
    return " ".join(response.content.decode().split())


# --- Schemes ---------------------------------------------------------------------------------------


def test_officer_makes_a_scheme_a_category_and_a_window(officer):
    data = {"name": "Marchio", "slug": "marchio", "mark": "M", "territory": "own"}
    assert officer.post(url("scheme_new"), data).status_code == 302
    officer.post(url("category_new", "marchio"), {"name": "Comuni", "slug": "comuni", "order": 1})
    window = {"kinds": ["company"], "open_to": "2025-03-16", "reason": "Chiuso ai privati."}
    assert officer.post(url("window_new", "marchio"), window).status_code == 302
    page = text(officer.get(url("scheme_work", "marchio")))
    assert "Chiuso ai privati." in page
    assert "Comuni" in page


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"slug": "importa"}, "serve al portale"),
        ({"slug": "a b"}, "slug"),
        ({"name": ""}, "obbligatorio"),
        ({"open_from": "2025-02-01", "open_to": "2025-01-01"}, "prima di quella di apertura"),
    ],
)
def test_wrong_scheme_is_said_and_what_was_typed_stays(officer, change, sentence):
    data = {"name": "Marchio", "slug": "marchio", "mark": "Segno", "territory": "own", **change}
    page = text(officer.post(url("scheme_new"), data))
    assert sentence in page
    assert "Segno" in page
    assert not Scheme.objects.exists()


def test_window_needs_a_whole_act_or_a_reason(officer):
    scheme = SchemeFactory()
    page = text(officer.post(url("window_new", scheme.slug), {"kinds": ["company"]}))
    assert "Indica l&#x27;atto, o scrivi perché." in page
    half = {"kinds": ["company"], "act_number": "304"}
    assert "servono tipo, numero e data" in text(officer.post(url("window_new", scheme.slug), half))
    assert not scheme.windows.exists()


def test_logo_is_an_image_with_words_and_public(officer, client):
    scheme = SchemeFactory()
    assert client.get(url("scheme_logo", scheme.slug)).status_code == 404
    wrong = {"file": SimpleUploadedFile("x.csv", b"a;b\n1;2\n"), "text": "Logo"}
    assert "PNG o JPEG" in text(officer.post(url("scheme_logo_edit", scheme.slug), wrong))
    good = {"file": SimpleUploadedFile("logo.png", PNG), "text": "Tre figure in cerchio"}
    assert officer.post(url("scheme_logo_edit", scheme.slug), good).status_code == 302
    assert 'alt="Tre figure in cerchio"' in text(client.get(url("scheme", scheme.slug)))
    assert client.get(url("scheme_logo", scheme.slug))["Content-Type"] == "image/png"


# --- The editor ------------------------------------------------------------------------------------


def requirement(section, **fields):
    return {
        "section": section.pk,
        "code": "R9",
        "text": "Un requisito",
        "points_min": "",
        "points_max": "4",
        "evidence": "none",
        "due_months": "0",
        "join": "all",
        **fields,
    }


@pytest.fixture
def draft():
    version = SchemeVersionFactory(with_requirements=1)
    version.services.create(code="catering", label="Ristorazione")
    return version


def test_requirement_with_a_condition_is_written_without_code(officer, draft):
    rows = {"ask0": "population:lt", "number0": "5000", "ask1": "services:has", "values1": ["services:catering"]}
    data = requirement(draft.sections.get(), **rows)
    assert officer.post(url("part_new", draft.pk, "requisiti"), data).status_code == 302
    made = draft.requirements.get(code="R9")
    assert (made.points_min, made.points_max) == (4, 4)
    assert made.applies_if == {
        "all": [
            {"fact": "population", "op": "lt", "value": 5000},
            {"fact": "services", "op": "has", "value": "catering"},
        ]
    }
    words = "il comune ha meno di 5.000 abitanti e offre il servizio «Ristorazione»"
    assert words in text(officer.get(url("part_edit", draft.pk, "requisiti", made.pk)))
    assert words in text(officer.get(url("version_work", draft.pk)))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"code": "R1"}, "C&#x27;è già una parte con questo codice."),
        ({"guidance": "x" * 10_001}, "non contenga più di 10000 caratteri"),
        ({"points_min": "5"}, "Il massimo dei punti è minore del minimo."),
        ({"points_max": "-1"}, "maggiore o uguale a 0"),
        ({"evidence": "required"}, "Scrivi quale documento si chiede."),
        ({"ask0": "population:lt"}, "Scrivi il numero."),
        ({"number0": "5"}, "Scegli che cosa si guarda"),
        ({"ask0": "services:has"}, "Scegli i valori sotto «Servizi offerti»."),
        ({"ask0": "kind:is", "values0": ["kind:company", "kind:school"]}, "Scegli un valore solo"),
        ({"ask0": "kind:is", "values0": ["size:small"]}, "Scegli i valori sotto «Tipo di organizzazione»."),
        ({"ask0": "shoes:lt", "number0": "4"}, "shoes:lt"),
    ],
)
def test_wrong_requirement_is_said_next_to_its_field(officer, draft, change, sentence):
    response = officer.post(url("part_new", draft.pk, "requisiti"), requirement(draft.sections.get(), **change))
    assert sentence in text(response)
    assert "Un requisito" in text(response)
    assert draft.requirements.count() == 1


def test_rich_condition_from_a_file_stays_until_it_is_replaced(officer, draft):
    rich = {"not": {"fact": "population", "op": "lt", "value": 5000}}
    made = RequirementFactory(version=draft, code="R9", applies_if=rich)
    page = officer.get(url("part_edit", draft.pk, "requisiti", made.pk))
    assert "non vale che: il comune ha meno di 5.000 abitanti" in text(page)
    officer.post(url("part_edit", draft.pk, "requisiti", made.pk), requirement(made.section, text="Nuovo"))
    made.refresh_from_db()
    assert (made.text, made.applies_if) == ("Nuovo", rich)
    officer.post(url("part_edit", draft.pk, "requisiti", made.pk), requirement(made.section, replace="on"))
    made.refresh_from_db()
    assert made.applies_if is None


def test_sections_bands_and_services_are_written_moved_and_taken_out(officer, draft):
    officer.post(url("part_new", draft.pk, "aree"), {"code": "B", "title": "Servizi"})
    officer.post(url("part_new", draft.pk, "servizi"), {"code": "rooms", "label": "Camere"})
    officer.post(url("part_new", draft.pk, "classi"), {"label": "Tutti", "minimum": "5", "join": "all"})
    area = draft.sections.get(code="B")
    officer.post(url("part_move", draft.pk, "aree", area.pk), {"su": "1"})
    assert [s.code for s in draft.sections.all()] == ["B", "A"]
    officer.post(url("part_delete", draft.pk, "aree", area.pk))
    assert [s.code for s in draft.sections.all()] == ["A"]
    assert [b.label for b in draft.bands.all()] == ["Tutti"]
    assert officer.get(url("part_new", draft.pk, "altro")).status_code == 404


def test_first_requirement_needs_an_area(officer):
    version = SchemeVersionFactory()
    response = officer.get(url("part_new", version.pk, "requisiti"))
    assert response.url == url("part_new", version.pk, "aree")


def test_faults_of_the_whole_are_on_the_page_and_stop_the_review(officer):
    version = SchemeVersionFactory(minimum=5)
    assert "Il disciplinare non ha requisiti." in text(officer.get(url("version_work", version.pk)))
    refused = officer.post(url("version_step", version.pk, "send_to_review"), {})
    assert "Il disciplinare non ha requisiti." in text(refused)
    version.refresh_from_db()
    assert version.state == "draft"


def test_published_version_is_not_edited_but_copied(officer):
    version = SchemeVersionFactory(with_requirements=2, published=True)
    assert officer.get(url("version_edit", version.pk)).status_code == 409
    response = officer.post(url("version_copy", version.pk), {"label": version.label})
    assert "già un disciplinare con questo nome" in text(response)
    response = officer.post(url("version_copy", version.pk), {"label": "Disciplinare 2027"})
    copy = SchemeVersion.objects.get(label="Disciplinare 2027")
    assert response.url == url("version_work", copy.pk)
    assert copy.requirements.count() == 2


def test_manager_publishes_with_an_act_for_a_later_day(manager, client):
    version = SchemeVersionFactory(with_requirements=1, state="in_review")
    later = timezone.localdate() + datetime.timedelta(days=40)
    act = {"act-kind": "resolution", "act-number": "", "act-date": "2026-01-02", "valid_from": later}
    assert "obbligatorio" in text(manager.post(url("version_step", version.pk, "publish"), act))
    manager.post(url("version_step", version.pk, "publish"), {**act, "act-number": "77"})
    page = text(client.get(url("version", version.scheme.slug, version.pk)))
    assert "Pubblicato, non ancora in vigore" in page
    assert "Deliberazione n. 77 del 02/01/2026" in page


# --- Files -----------------------------------------------------------------------------------------


def upload(data, name="marchio.json"):
    content = data if isinstance(data, bytes) else json.dumps(data).encode()
    return {"file": SimpleUploadedFile(name, content)}


def test_scheme_is_exported_looked_at_and_imported_as_drafts(officer, client_as, official, piemonte):
    made = SchemeVersionFactory(with_requirements=2, minimum=10, published=True)
    file = json.loads(officer.get(url("scheme_export", made.scheme.slug)).content)
    file["scheme"]["slug"] = "nostro"
    theirs = client_as(official(Role.CERTIFICATION_OFFICER, piemonte))
    response = theirs.post(url("scheme_import"), upload(file))
    assert "Nasce una bozza." in text(response)
    assert Scheme.objects.count() == 1
    response = theirs.post(url("scheme_import"), {"content": response.context["content"]})
    assert response.url == url("scheme_work", "nostro")
    copy = SchemeVersion.objects.get(scheme__slug="nostro")
    assert (copy.state, copy.scheme.administration, copy.requirements.count()) == ("draft", piemonte, 2)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "non è un JSON leggibile"),
        (b"{}", "manca «format»"),
        ({"format": "familynet-scheme", "version": 1, "scheme": {"slug": "<b>"}}, "lettere minuscole"),
    ],
)
def test_bad_file_is_refused_on_the_page(officer, data, sentence):
    response = officer.post(url("scheme_import"), upload(data))
    assert sentence in text(response)
    assert not Scheme.objects.exists()


def test_content_that_was_not_looked_at_is_refused(officer):
    response = officer.post(url("scheme_import"), {"content": "falso"})
    assert "Il controllo è scaduto" in text(response)


# --- For everyone ----------------------------------------------------------------------------------


@pytest.fixture
def known(trento):
    ensure_schemes(administration=trento)
    return SchemeVersion.objects.get(label="Disciplinare Comuni 2015")


def test_disciplinare_is_readable_and_says_what_is_an_example(client, known):
    page = text(client.get(url("version", known.scheme.slug, known.pk)))
    assert "Valori di esempio" in page
    assert "il comune ha meno di 5.000 abitanti" in page
    assert "Vale quando il comune ha almeno 5.000 abitanti." in page
    assert "Deliberazione n. 2103 del 27/11/2015" in page
    before = SchemeVersion.objects.get(label="Disciplinare Comuni 2012")
    assert url("versions_compare", known.scheme.slug, known.pk, before.pk) in page
    compared = text(client.get(url("versions_compare", known.scheme.slug, known.pk, before.pk)))
    assert "I requisiti di «Disciplinare Comuni 2012» non sono trascritti qui" in compared


def test_two_versions_are_compared_requirement_by_requirement(client):
    old = SchemeVersionFactory(with_requirements=2, published=True)
    new = SchemeVersionFactory(scheme=old.scheme, category=old.category, with_requirements=1)
    RequirementFactory(version=new, code="R9")
    SchemeVersion.objects.filter(pk=new.pk).update(state="published")
    page = text(client.get(url("versions_compare", old.scheme.slug, new.pk, old.pk)))
    assert "Requisiti nuovi: 1. Tolti: 1. Cambiati: 0. Uguali: 1." in page


def test_disciplinare_as_pdf_is_cacheable_and_archivable(client, known):
    address = url("version_pdf", known.scheme.slug, known.pk)
    response = client.get(address)
    assert "public" in response["Cache-Control"]
    document = PdfReader(io.BytesIO(response.content))
    words = " ".join(" ".join(page.extract_text() for page in document.pages).split())
    assert "Disciplinare Comuni 2015" in words
    assert "58" in words
    assert client.get(address, headers={"if-none-match": response["ETag"]}).status_code == 304


def test_public_json_has_the_version_and_no_draft(client, known, trento):
    draft = SchemeVersionFactory(scheme=known.scheme, category=known.category, label="Segreta")
    one = json.loads(client.get(url("version_json", known.scheme.slug, known.pk)).content)
    assert [v["label"] for v in one["scheme"]["versions"]] == ["Disciplinare Comuni 2015"]
    every = client.get(url("scheme_json", known.scheme.slug)).content.decode()
    assert "Segreta" not in every
    for name in ("version", "version_pdf", "version_json"):
        assert client.get(url(name, known.scheme.slug, draft.pk)).status_code == 404
    assert "Segreta" not in text(client.get(url("scheme", known.scheme.slug)))


def test_versions_of_two_categories_are_not_compared(client):
    one = SchemeVersionFactory(published=True)
    two = SchemeVersionFactory(published=True, category=CategoryFactory(slug="altra", name="Altra"))
    assert client.get(url("versions_compare", one.scheme.slug, one.pk, two.pk)).status_code == 404
    assert client.get(url("versions_compare", one.scheme.slug, one.pk, one.pk)).status_code == 404


def test_scheme_page_shows_who_may_still_apply(client, known):
    page = text(client.get(url("scheme", "family-audit")))
    assert "Dal 17 marzo 2025 le organizzazioni private" in page
    assert "Deliberazione n. 304 del 28/02/2025" in page
    for name in ("times", "recognitions"):
        assert f'href="{url(name)}"' in page


def test_scheme_that_is_closed_but_for_a_window_is_open(client, trento):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    scheme = SchemeFactory(administration=trento, open_to=yesterday)
    assert "Chiuse" in text(client.get(url("scheme", scheme.slug)))
    IntakeWindow.objects.create(scheme=scheme, kinds=["municipality"], open_from=yesterday)
    page = text(client.get(url("scheme", scheme.slug)))
    assert "Chiuse" not in page
    assert "Chiedi la certificazione" in page


def test_public_page_and_paper_of_a_multi_year_scheme_list_its_phases(client):
    version = family_audit()
    page = text(client.get(url("version", version.scheme.slug, version.pk)))
    assert "Il percorso, fase per fase" in page
    assert "12 mesi, per 3 volte" in page
    assert "Comincia dopo: Prima certificazione" in page
    assert "(valore di esempio)" in page
    paper = printed(version)["cycles"]
    assert [row["lasts"] for row in paper[0]["rows"]][:2] == ["senza un termine", "6 mesi"]
    pdf = client.get(url("version_pdf", version.scheme.slug, version.pk))
    assert pdf.content.startswith(b"%PDF")


@pytest.mark.parametrize("rows", [1, 20])
def test_queries_of_the_disciplinare_do_not_grow(client, settings, django_assert_num_queries, rows):
    settings.PUBLIC_PAGE_SECONDS = 0
    version = SchemeVersionFactory(with_requirements=rows, minimum=5, published=True)
    address = url("version", version.scheme.slug, version.pk)
    client.get(address)
    with django_assert_num_queries(8):
        client.get(address)


@pytest.mark.parametrize("rows", [1, 12])
@pytest.mark.parametrize(("name", "number"), [("schemes_work", 7), ("scheme_work", 11), ("version_work", 20)])
def test_queries_of_work_pages_do_not_grow(officer, django_assert_num_queries, rows, name, number):
    version = SchemeVersionFactory(with_requirements=rows, minimum=5)
    for n in range(rows):
        RequirementFactory(version=version, code=f"X{n}")
        CategoryFactory(slug=f"c{n}", name=f"C{n}")
        SchemeVersionFactory(scheme=version.scheme, category=version.category, published=True)
        DryRunFactory(version=version, state="done")
    args = {"schemes_work": [], "scheme_work": [version.scheme.slug], "version_work": [version.pk]}[name]
    officer.get(url(name, *args))
    with django_assert_num_queries(number):
        assert officer.get(url(name, *args)).status_code == 200


def test_hostile_words_are_shown_as_words(officer, client):
    version = SchemeVersionFactory(label="<script>alert(1)</script>")
    RequirementFactory(version=version, text="<img src=x onerror=alert(1)>", guidance="{{ 7|add:7 }}")
    SchemeVersion.objects.filter(pk=version.pk).update(state="published")
    pages = [
        officer.get(url("version_work", version.pk)),
        client.get(url("version", version.scheme.slug, version.pk)),
    ]
    for page in map(text, pages):
        assert "<script>alert(1)" not in page
        assert "<img src=x" not in page
        assert "{{ 7|add:7 }}" in page
    assert client.get(url("version_pdf", version.scheme.slug, version.pk)).status_code == 200
    assert write_scheme(version.scheme)["scheme"]["versions"][0]["label"] == "<script>alert(1)</script>"
    assert Requirement.objects.count() == 1
