"""A collection on paper and in a package."""

import hashlib
import io
import json
from collections import Counter

import pypdf
import pytest
from django.core.files.base import ContentFile

from familynet.kernel import bagit
from practices import printing
from practices.models import Collection
from tests.factories.collections import CollectionFactory, CollectionItemFactory
from tests.factories.practices import PracticeDocumentFactory, PracticeFactory
from tests.kernel.bags import validate

pytestmark = pytest.mark.django_db
TEXT = "Uno **due** [tre](https://tre.example/x)\n\n- a\n- b\n\n## Sotto\n\n| A | B |\n|---|---|\n| 1 | 2 |"
HOSTILE = '#panic("x") 😀 `#eval` $a$ <script> @ref \\ [x](javascript:alert(1))'


@pytest.fixture
def collection():
    """Two practices, one archived, with a document and hostile texts."""
    made = CollectionFactory(public=True, title="Idee #1", description=HOSTILE, slug="idee")
    practice = PracticeFactory(
        published=True,
        title="Nido #panic(1)",
        problem=TEXT,
        solution=HOSTILE,
        contact_office="Ufficio famiglia",
        indicators=[{"name": "Famiglie", "before": "1", "after": "2", "source": ""}],
    )
    content = b"Il testo della relazione."
    PracticeDocumentFactory(
        practice=practice,
        document__name="relazione finale.txt",
        document__size=len(content),
        document__sha256=hashlib.sha256(content).hexdigest(),
        document__file=ContentFile(content, name="x"),
    )
    CollectionItemFactory(collection=made, practice=practice, note="Da leggere. " + HOSTILE)
    CollectionItemFactory(collection=made, practice=PracticeFactory(archived=True, title="Vecchia"))
    return made


def pdf_of(collection, **options):
    options = {"for_officials": False, **options}
    return pypdf.PdfReader(
        io.BytesIO(printing.collection_pdf(collection, printing.whole_items(collection), **options))
    )


def text_of(reader):
    return " ".join(" ".join(page.extract_text().split()) for page in reader.pages)


def tags(node, found):
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            tags(child, found)
    elif isinstance(node, dict):
        found[node.get("/S")] += 1
        if "/K" in node:
            tags(node["/K"], found)
    return found


def test_pdf_is_archivable_and_accessible(collection):
    reader = pdf_of(collection)
    root, claims = reader.root_object, reader.xmp_metadata.stream.get_data()
    for claim in (b"pdfaid:part>2<", b"pdfaid:conformance>A<", b"pdfuaid:part>1<"):
        assert claim in claims
    assert (root["/Lang"], bool(root["/MarkInfo"]["/Marked"])) == ("it", True)
    assert reader.metadata.title == "Idee #1"
    found = tags(root["/StructTreeRoot"]["/K"], Counter())
    assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/TD", "/L", "/LI", "/Link", "/TOC"} <= set(found)
    links = [a.get_object() for page in reader.pages for a in page.get("/Annots", [])]
    assert all(link.get("/Contents") for link in links if link["/Subtype"] == "/Link")
    assert [str(item.title) for item in reader.outline if not isinstance(item, list)][-2:] == [
        "Nido #panic(1)",
        "Vecchia",
    ]


def test_pdf_holds_the_texts_as_they_are_and_no_contact(collection):
    text = text_of(pdf_of(collection))
    for words in ("2 buone pratiche", "Nota della raccolta", 'panic("x")', "https://tre.example/x", "Famiglie"):
        assert words in text
    assert "Pratica archiviata il" in text
    for private in ("Maria Contatto", "contatto.riservato@piemonte.example", "Ufficio famiglia"):
        assert private not in text


def test_officials_read_the_office_but_no_person(collection):
    text = text_of(pdf_of(collection, for_officials=True))
    assert "Ufficio famiglia" in text
    assert "Maria Contatto" not in text


def test_practice_that_is_no_longer_public_leaves_its_title_only(collection):
    practice = collection.items.first().practice
    type(practice).objects.filter(pk=practice.pk).update(state="draft", published_at=None)
    text = text_of(pdf_of(collection))
    assert "Pratica ritirata" in text
    assert "tre.example" not in text
    files = printing.package_files(collection, printing.whole_items(collection), for_officials=True)
    assert not any("nido" in payload.path for payload in files)


def test_long_collections_come_in_volumes(collection, client_as, monkeypatch):
    monkeypatch.setattr(printing, "VOLUME", 1)
    browser, url = client_as(), f"{collection.get_absolute_url()}raccolta.pdf"
    assert "PDF, parte 2 di 2" in browser.get(collection.get_absolute_url()).text
    second = pypdf.PdfReader(io.BytesIO(browser.get(f"{url}?parte=2").content))
    assert "Parte 2 di 2" in text_of(second)
    assert "tre.example" not in text_of(second)
    assert [browser.get(f"{url}?parte={part}").status_code for part in ("3", "0", "x", "9" * 30)] == [404] * 4


def test_printing_takes_a_fixed_number_of_queries(django_assert_num_queries):
    for rows in (1, 10):
        made = CollectionItemFactory(collection=CollectionFactory(title=f"Con {rows}")).collection
        CollectionItemFactory.create_batch(rows - 1, collection=made)
        PracticeDocumentFactory.create_batch(2, practice=made.items.first().practice)
        found = Collection.objects.select_related("owner", "administration").get(pk=made.pk)
        with django_assert_num_queries(5):
            printing.printed(found, printing.whole_items(found), for_officials=True)


def test_package_is_a_valid_bag_with_everything(collection, client_as):
    response = client_as().get(f"{collection.get_absolute_url()}pacchetto.zip")
    content = b"".join(response.streaming_content)
    assert int(response["Content-Length"]) == len(content)
    info, payload = validate(content)
    assert info["Source-Organization"] == "Regione Piemonte"
    assert info["External-Identifier"].endswith("/raccolte/idee/")
    assert sorted(payload) == [
        "data/pratiche.json",
        "data/pratiche/001-nido-panic1/documenti/01-relazione finale.txt",
        "data/pratiche/001-nido-panic1/pratica.md",
        "data/pratiche/002-vecchia/pratica.md",
        "data/raccolta.pdf",
    ]
    data = json.loads(payload["data/pratiche.json"])
    assert [row["titolo"] for row in data["righe"]] == ["Nido #panic(1)", "Vecchia"]
    assert b"Maria Contatto" not in b"".join(payload.values())


def test_changed_document_breaks_the_package_off(collection, client_as):
    document = collection.items.first().practice.practice_documents.get().document
    with document.file.storage.open(document.file.name, "wb") as file:
        file.write(b"Il testo della relazionE.")
    response = client_as().get(f"{collection.get_absolute_url()}pacchetto.zip")
    with pytest.raises(bagit.PayloadChanged):
        b"".join(response.streaming_content)
