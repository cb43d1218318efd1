"""Uploads: accepted and refused by what they contain, each refusal with its own reason."""

import io
import struct
import zipfile

import docx
import openpyxl
import pypdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from familynet.kernel.documents import inspect_upload
from familynet.kernel.forms import DocumentField
from familynet.kernel.inspection import FORMATS, REFUSALS
from familynet.kernel.office import Refusal

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")


def upload(name, content):
    return SimpleUploadedFile(name, content)


def pdf(password=None):
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password, algorithm="AES-256")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def saved(document):
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def zipped(parts, compression=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def ooxml(main, extra=None, types=""):
    types = f'<Types><Override PartName="/x" ContentType="application/vnd.openxmlformats-officedocument.{main}"/>'
    return zipped({"[Content_Types].xml": types + "</Types>", "x": "x", **(extra or {})})


def odf(kind, extra=None, manifest="<manifest/>"):
    parts = {"mimetype": f"application/vnd.oasis.opendocument.{kind}", "META-INF/manifest.xml": manifest}
    return zipped({**parts, "content.xml": "<x/>", **(extra or {})})


def ole(streams):
    """A small OLE file: one header, one FAT sector, directory, the streams padded to the big-stream size."""
    sectors, entries, fat = [], [], {}
    contents = [(name, data.ljust(4096, b"\0")) for name, data in streams.items()]
    directory_sectors = (len(contents) + 1 + 3) // 4
    place = 1 + directory_sectors
    for _name, data in contents:
        count = len(data) // 512
        for i in range(count):
            fat[place + i] = place + i + 1 if i + 1 < count else 0xFFFFFFFE
            sectors.append(data[i * 512 : (i + 1) * 512])
        entries.append((place, len(data)))
        place += count
    assert place < 128
    fat[0] = 0xFFFFFFFD
    for i in range(directory_sectors):
        fat[1 + i] = 2 + i if i + 1 < directory_sectors else 0xFFFFFFFE

    def entry(name, kind, left, right, child, start, size):
        encoded = (name + "\0").encode("utf-16-le")
        return (
            encoded.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(encoded), kind, 1, left, right, child)
            + b"\0" * 36
            + struct.pack("<IQ", start, size)
        )

    free = 0xFFFFFFFF
    directory = entry("Root Entry", 5, free, free, 1 if contents else free, 0xFFFFFFFE, 0)
    for i, ((name, _data), (start, size)) in enumerate(zip(contents, entries, strict=True)):
        right = i + 2 if i + 1 < len(contents) else free
        directory += entry(name, 2, free, right, free, start, size)
    directory = directory.ljust(directory_sectors * 512, b"\0")
    table = b"".join(struct.pack("<I", fat.get(i, free)) for i in range(128))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack(
        "<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0
    )
    header += struct.pack("<I", 0) + struct.pack("<I", free) * 108
    return header + table + directory + b"".join(sectors)


def workbook(*records):
    body = struct.pack("<HHHH", 0x809, 4, 0x600, 5)
    for kind, data in records:
        body += struct.pack("<HH", kind, len(data)) + data
    return body + struct.pack("<HH", 0x0A, 0)


def sheet(kind):
    return 0x85, struct.pack("<IBB", 0, 0, kind) + b"\x01\x00A"


VBA_INFO = struct.pack("<HHIHHIIII", 0x1F, 0x3FF, 20, 2, 0x400, 12, 1, 1, 2)
ACCEPTED = {
    "piano.pdf": pdf(),
    "piano.docx": saved(docx.Document()),
    "piano.xlsx": saved(openpyxl.Workbook()),
    "piano.pptx": ooxml("presentationml.presentation.main+xml"),
    "piano.odt": odf("text"),
    "piano.ods": odf("spreadsheet"),
    "piano.odp": odf("presentation"),
    "piano.doc": ole({"WordDocument": b"\xec\xa5" + b"\0" * 10}),
    "piano.xls": ole({"Workbook": workbook(sheet(0))}),
    "piano.ppt": ole({"PowerPoint Document": VBA_INFO[:-8] + struct.pack("<II", 0, 2)}),
    "piano.txt": "Perché sì: è così.".encode(),
    "latino.txt": "Perché sì".encode("latin-1"),
    "unicode.txt": "Perché sì".encode("utf-16"),
    "piano.csv": b"comune;anno\r\nBra;2024\r\n",
    "FOTO.PNG": PNG,
    "foto.jpeg": JPEG,
    "foto.jpg": JPEG,
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_inspect_upload_accepts(name):
    file = upload(name, ACCEPTED[name])
    ending = name.rpartition(".")[2].lower()
    assert inspect_upload(file) == FORMATS["jpg" if ending == "jpeg" else ending].media_type
    assert file.tell() == 0


WORD = "wordprocessingml.document.main+xml"
REFUSED = {
    "programma.pdf": (b"MZ\x90\x00\x03\x00\x00\x00", "executable"),
    "elf.txt": (b"\x7fELF\x02\x01\x01", "executable"),
    "macho.png": (b"\xcf\xfa\xed\xfe\x07", "executable"),
    "script.txt": (b"#!/bin/sh\necho ciao\n", "executable"),
    "pagina.txt": (b"<!DOCTYPE html><html></html>", "markup"),
    "nascosta.csv": (b"a;b\n" + b"x;y\n" * 100_000 + b"<script>alert(1)</script>", "markup"),
    "pagina16.txt": ("<html><body>".encode("utf-16"), "markup"),
    "disegno.png": (b'<svg xmlns="http://www.w3.org/2000/svg"></svg>', "markup"),
    "dati.txt": (b'<?xml version="1.0"?><a/>', "markup"),
    "macro.docx": (ooxml(WORD, {"word/vbaProject.bin": "x"}), "macros"),
    "macro.docm": (ooxml("wordprocessingml.document.main+xml; application/vnd.ms-word.macroEnabled"), "macros"),
    "coperta.docx": (ooxml(f'{WORD}"/><Default ContentType="application/vnd.ms-office.&#118;baProject'), "macros"),
    "excel4.xlsx": (ooxml("spreadsheetml.sheet.main+xml", {"xl/macrosheets/sheet1.xml": "x"}), "macros"),
    "controllo.docx": (ooxml(WORD, {"word/activeX/activeX1.bin": "x"}), "macros"),
    "dentro.docx": (
        ooxml(WORD, {"word/embeddings/a.xlsm": zipped({"xl/vbaProject.bin": "x"})}),
        "macros",
    ),
    "pacchetto.docx": (
        ooxml(WORD, {"word/embeddings/oleObject1.bin": ole({"\x01Ole10Native": b"x"})}),
        "embedded",
    ),
    "virus.docx": (ooxml(WORD, {"word/embeddings/a.bin": b"MZ\x90\x00"}), "embedded"),
    "basic.odt": (odf("text", {"Basic/Standard/Module1.xml": "x"}), "macros"),
    "python.ods": (odf("spreadsheet", {"Scripts/python/x.py": "x"}), "macros"),
    "macro.doc": (ole({"WordDocument": b"\0" * 12, "VBA": b"x"}), "macros"),
    "macro.xls": (ole({"Workbook": workbook(sheet(0), sheet(1))}), "macros"),
    "macro.ppt": (ole({"PowerPoint Document": b"\0\0" + VBA_INFO}), "macros"),
    "archivio.zip": (zipped({"a.txt": "a"}), "archive"),
    "archivio.docx": (zipped({"a.txt": "a"}), "archive"),
    "programma.jar": (zipped({"META-INF/MANIFEST.MF": "x"}), "archive"),
    "libro.odt": (zipped({"mimetype": "application/epub+zip"}), "archive"),
    "vuoto.zip": (zipped({}), "archive"),
    "a.gz": (b"\x1f\x8b\x08", "archive"),
    "a.7z": (b"7z\xbc\xaf\x27\x1c", "archive"),
    "a.rar": (b"Rar!\x1a\x07", "archive"),
    "a.bz2": (b"BZh91AY&SY", "archive"),
    "a.tar": (b"a".ljust(257, b"\0") + b"ustar\x0000", "archive"),
    "chiuso.pdf": (pdf("segreto"), "encrypted"),
    "chiuso.docx": (ole({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}), "encrypted"),
    "chiuso.odt": (odf("text", manifest="<x><manifest:encryption-data/></x>"), "encrypted"),
    "chiuso.doc": (ole({"WordDocument": b"\0" * 11 + b"\x01"}), "encrypted"),
    "chiuso.xls": (ole({"Workbook": workbook((0x2F, b"\0\0"))}), "encrypted"),
    "chiuso.ppt": (
        ole({"PowerPoint Document": b"x", "Current User": b"\0" * 12 + b"\xdf\xc4\xd1\xf3"}),
        "encrypted",
    ),
    "rotto.pdf": (b"%PDF-1.7 e poi niente", "damaged"),
    "rotto.docx": (ooxml(WORD)[:-40], "damaged"),
    "rotto.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 600, "damaged"),
    "messaggio.msg": (ole({"__properties_version1.0": b"x"}), "unknown"),
    "modello.dotx": (ooxml("wordprocessingml.template.main+xml"), "unknown"),
    "dati.bin": (b"\x00\x01\x02\x03", "unknown"),
    "sbagliato.pdf": (saved(docx.Document()), "ending"),
    "senza_estensione": (pdf(), "ending"),
    "finto.exe": (b"solo testo", "ending"),
    "vuoto.pdf": (b"", "empty"),
    "a:b.pdf": (pdf(), "name"),
    "testo\u202etxt.pdf": (pdf(), "name"),
    "x" * 120 + ".pdf": (pdf(), "name"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_inspect_upload_refuses(name):
    content, code = REFUSED[name]
    with pytest.raises(ValidationError) as refusal:
        inspect_upload(upload(name, content))
    assert refusal.value.code == code


def test_each_reason_has_its_own_sentence():
    assert set(REFUSALS) == set(Refusal)
    assert len({str(text) for text in REFUSALS.values()}) == len(Refusal)


def test_inspect_upload_refuses_a_bomb():
    content = ooxml(WORD, {"word/document.xml": b"\0" * 30_000_000})
    with pytest.raises(ValidationError) as refusal:
        inspect_upload(upload("bomba.docx", content))
    assert refusal.value.code == "bomb"


def test_inspect_upload_says_both_sizes(settings):
    settings.DOCUMENT_MAX_BYTES = 1024 * 1024
    with pytest.raises(ValidationError) as refusal:
        inspect_upload(upload("grande.txt", b"a" * (2 * 1024 * 1024)))
    assert refusal.value.messages == [
        "Il file pesa 2,0\xa0MB: il massimo è 1,0\xa0MB. Riducilo o dividilo in più file."
    ]


def test_inspect_upload_reads_a_file_on_disk():
    with TemporaryUploadedFile("piano.docx", "text/html", 0, None) as file:
        file.write(ACCEPTED["piano.docx"])
        file.size = len(ACCEPTED["piano.docx"])
        assert inspect_upload(file) == FORMATS["docx"].media_type
        assert file.read() == ACCEPTED["piano.docx"]


@given(st.text(max_size=300))
def test_inspect_upload_never_fails_on_a_name(name):
    file = upload("piano.txt", b"testo")
    file._name = name
    harmless = name.isprintable() and not set(name) & set("/\\:") and len(name) <= 120 and name.strip()
    if harmless and name.lower().endswith((".txt", ".csv")):
        assert inspect_upload(file) in {"text/plain", "text/csv"}
    else:
        with pytest.raises(ValidationError):
            inspect_upload(file)


@given(
    st.binary(max_size=2000),
    st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-1."]),
)
def test_inspect_upload_never_fails_on_content(content, magic):
    with pytest.raises(ValidationError):
        inspect_upload(upload("x.exe", magic + content))


@given(
    st.sampled_from(sorted(ACCEPTED)),
    st.lists(st.tuples(st.integers(0, 30_000), st.integers(0, 255)), min_size=1, max_size=20),
)
def test_inspect_upload_never_fails_on_a_damaged_file(name, changes):
    content = bytearray(ACCEPTED[name])
    for place, value in changes:
        content[place % len(content)] = value
    try:
        media_type = inspect_upload(upload(name, bytes(content)))
    except ValidationError:
        return
    assert media_type in {found.media_type for found in FORMATS.values()}


def test_document_field_gives_the_media_type():
    field = DocumentField()
    assert field.clean(upload("piano.pdf", ACCEPTED["piano.pdf"])).media_type == "application/pdf"
    assert ".pdf" in field.widget.attrs["accept"]
    with pytest.raises(ValidationError, match="vuoto"):
        field.clean(upload("piano.pdf", b""))
