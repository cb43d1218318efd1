import io

import pypdf
import pytest
import typst

from familynet.kernel import pdf

PAGE = """#let d = json(bytes(sys.inputs.data))
#set document(title: d.title, date: datetime(year: 2026, month: 11, day: 26))
#set text(lang: "it", font: "Titillium Web")
= #d.title
#d.text
"""


@pytest.fixture
def template(settings, tmp_path):
    folder = tmp_path / "templates" / "pdf"
    folder.mkdir(parents=True)
    (folder / "prova.typ").write_text(PAGE)
    settings.BASE_DIR = tmp_path
    return folder / "prova.typ"


def test_document_is_archivable_accessible_and_holds_text_as_data(template):
    made = pdf.render_pdf("prova", {"title": "Città", "text": '#panic("no") = *x*'})
    reader = pypdf.PdfReader(io.BytesIO(made))
    assert (reader.metadata.title, reader.root_object["/Lang"]) == ("Città", "it")
    for claim in (b"pdfaid:part>2<", b"pdfaid:conformance>A<", b"pdfuaid:part>1<"):
        assert claim in made
    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert '#panic("no") = *x*' in reader.pages[0].extract_text()
    assert any("TitilliumWeb" in font for font in fonts(reader))


def fonts(reader):
    return [str(f.get_object()["/BaseFont"]) for f in reader.pages[0]["/Resources"]["/Font"].values()]


def test_wrong_template_says_so(template):
    template.write_text("#unknown")
    with pytest.raises(typst.TypstError):
        pdf.render_pdf("prova", {})


@pytest.mark.parametrize("text", ["ciao 😀", "漢字", "\ue000 \x0b", "عربي"])
def test_letters_that_no_font_has_do_not_stop_the_document(template, text):
    made = pdf.render_pdf("prova", {"title": "Città", "text": f"prima {text} dopo"})
    page = pypdf.PdfReader(io.BytesIO(made)).pages[0].extract_text()
    assert "prima" in page
    assert "dopo" in page


def test_every_letter_that_counts_as_printable_is_printable(template):
    """Else the second attempt would fail as well."""
    letters = [chr(n) for n in range(32, 0x2600) if pdf.printable(chr(n)) == chr(n)]
    assert len(letters) > 400
    pdf._compile("prova", pdf.json.dumps({"title": "Lettere", "text": " ".join(letters)}))
