"""What an uploaded file really is: its type from its content, and every reason to refuse it.

The name and the browser's header are never believed; the name's ending must only agree. Nothing is read
whole more than once, archives are never unpacked, and every refusal is a sentence that says what to do.
"""

import re
from dataclasses import dataclass
from typing import Any, NoReturn

import pypdf
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from familynet.kernel import office
from familynet.kernel.office import Refusal

HEAD = 8192
CHUNK = 256 * 1024
MAX_STORED_NAME = 200  # the column that keeps the name


@dataclass(frozen=True)
class Format:
    """An accepted format: its endings (the usual one first), its media type, what people call it."""

    endings: tuple[str, ...]
    media_type: str
    label: str | Promise


_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"
FORMATS: dict[str, Format] = {
    "pdf": Format(("pdf",), "application/pdf", _("documento PDF")),
    "docx": Format(("docx",), f"{_OOXML}.wordprocessingml.document", _("documento Word")),
    "xlsx": Format(("xlsx",), f"{_OOXML}.spreadsheetml.sheet", _("foglio Excel")),
    "pptx": Format(("pptx",), f"{_OOXML}.presentationml.presentation", _("presentazione PowerPoint")),
    "odt": Format(("odt",), f"{_ODF}.text", _("documento OpenDocument")),
    "ods": Format(("ods",), f"{_ODF}.spreadsheet", _("foglio OpenDocument")),
    "odp": Format(("odp",), f"{_ODF}.presentation", _("presentazione OpenDocument")),
    "doc": Format(("doc",), "application/msword", _("documento Word 97-2003")),
    "xls": Format(("xls",), "application/vnd.ms-excel", _("foglio Excel 97-2003")),
    "ppt": Format(("ppt",), "application/vnd.ms-powerpoint", _("presentazione PowerPoint 97-2003")),
    "txt": Format(("txt",), "text/plain", _("testo semplice")),
    "csv": Format(("csv",), "text/csv", _("tabella CSV")),
    "png": Format(("png",), "image/png", _("immagine PNG")),
    "jpg": Format(("jpg", "jpeg"), "image/jpeg", _("immagine JPEG")),
}
ACCEPTED_ENDINGS = tuple(ending for found in FORMATS.values() for ending in found.endings)

_EXECUTABLES = (
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"\xbe\xba\xfe\xca",
    b"#!",
    b"\xef\xbb\xbf#!",
)
_ARCHIVES = (
    b"\x1f\x8b",
    b"\x1f\x9d",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a",
    b"\xfd7zXZ\x00",
    b"\x28\xb5\x2f\xfd",
    b"MSCF\x00",
    b"PK\x05\x06",
    b"PK\x07\x08",
    b"xar!\x00",
)
_BZIP2 = re.compile(rb"BZh[1-9]1AY&SY")
# Tags that make a browser, or a program that guesses, treat a text as a page.
_MARKUP = re.compile(
    rb"<\s*(!doctype|\?xml|\?php|!--|/?(html|head|body|script|svg|iframe|object|embed|style|meta|link|img|table"
    rb"|div|form|base|math|xsl:stylesheet)[\s>/])",
    re.IGNORECASE,
)
# Control characters that no text file has; tab, line feed, form feed, carriage return are fine.
_NOT_TEXT = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")

REFUSALS: dict[Refusal, Any] = {
    Refusal.EXECUTABLE: _("Il file è un programma: non si può caricare. Carica un documento, per esempio un PDF."),
    Refusal.MARKUP: _(
        "Il file contiene una pagina web o un disegno SVG/XML, che possono nascondere programmi. Salvalo come PDF."
    ),
    Refusal.MACROS: _(
        "Il file contiene macro o controlli attivi. Salvalo senza macro (per esempio come .docx, .xlsx o PDF)."
    ),
    Refusal.EMBEDDED: _("Il file contiene un altro file incorporato. Toglilo e caricalo a parte."),
    Refusal.ARCHIVE: _("Il file è un archivio compresso. Carica uno per uno i documenti che contiene."),
    Refusal.ENCRYPTED: _("Il file è protetto da una password. Salvalo senza protezione e caricalo di nuovo."),
    Refusal.BOMB: _("Il contenuto del file, una volta aperto, è troppo grande. Salvalo o caricalo in PDF."),
    Refusal.DAMAGED: _("Il file è danneggiato e non si può aprire. Salvalo di nuovo e riprova."),
    Refusal.UNKNOWN: _(
        "Non riconosciamo il tipo di questo file. Carica un PDF, un documento di testo, un foglio di calcolo, "
        "una presentazione, un testo semplice, un CSV o un'immagine PNG o JPEG."
    ),
}


def refuse(reason: Refusal) -> NoReturn:
    raise ValidationError(REFUSALS[reason], code=reason.value)


def inspect_upload(file: File) -> str:
    """The media type of an upload, found from its content; ValidationError with an Italian sentence if refused.

    Leaves the file at its start.
    """
    name = file.name or ""
    check_name(name)
    check_size(file)
    try:
        kind = find_kind(file)
    except office.Refused as refused:
        refuse(refused.reason)
    finally:
        file.seek(0)
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if kind == "txt" and ending == "csv":
        kind = "csv"  # both are text: only here the name decides, between two harmless types
    found = FORMATS[kind]
    if ending not in found.endings:
        message = _(
            "Il contenuto è: %(label)s. Il nome del file finisce invece in modo diverso: "
            "rinominalo con l'estensione .%(ending)s."
        )
        raise ValidationError(message, code="ending", params={"label": found.label, "ending": found.endings[0]})
    return found.media_type


def check_name(name: str) -> None:
    """Refuses a name that is missing, too long, has path parts or characters that cannot be seen."""
    if not name.strip() or name.strip(".") == "":
        raise ValidationError(_("Il file non ha un nome: rinominalo e riprova."), code="name")
    if not name.isprintable():
        message = _("Il nome del file contiene caratteri invisibili: rinominalo con lettere e numeri.")
        raise ValidationError(message, code="name")
    if "/" in name or "\\" in name or ":" in name:
        message = _("Il nome del file contiene / \\ o due punti: rinominalo con lettere e numeri.")
        raise ValidationError(message, code="name")
    limit = min(settings.DOCUMENT_MAX_NAME, MAX_STORED_NAME)
    if len(name) > limit:
        message = _("Il nome del file ha %(length)s caratteri: il massimo è %(limit)s. Accorcialo e riprova.")
        raise ValidationError(message, code="name", params={"length": len(name), "limit": limit})


def check_size(file: File) -> None:
    """Refuses an empty file and one above the limit; the second sentence says both sizes."""
    if not file.size:
        raise ValidationError(_("Il file è vuoto: controlla di aver scelto quello giusto."), code="empty")
    if file.size > settings.DOCUMENT_MAX_BYTES:
        message = _("Il file pesa %(size)s: il massimo è %(limit)s. Riducilo o dividilo in più file.")
        sizes = {"size": filesizeformat(file.size), "limit": filesizeformat(settings.DOCUMENT_MAX_BYTES)}
        raise ValidationError(message, code="size", params=sizes)


def find_kind(file: File) -> str:
    """The key of FORMATS that the content shows; raises Refused."""
    file.seek(0)
    head = file.read(HEAD)
    if head.startswith(_EXECUTABLES):
        raise office.Refused(Refusal.EXECUTABLE)
    if head.startswith(b"MZ") and _NOT_TEXT.search(head):
        raise office.Refused(Refusal.EXECUTABLE)
    if head.startswith(_ARCHIVES) or _BZIP2.match(head) or head[257:262] == b"ustar":
        raise office.Refused(Refusal.ARCHIVE)
    if head.startswith(b"%PDF-"):
        check_pdf(file)
        return "pdf"
    if head.startswith(b"\x89PNG\r\n\x1a\n") and head[12:16] == b"IHDR":
        return "png"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if head.startswith(b"PK\x03\x04"):
        return office.zip_kind(file)
    if head.startswith(office.OLE_MAGIC):
        return office.ole_kind(file)
    check_text(file)
    return "txt"


def check_pdf(file: File) -> None:
    """Refuses a PDF that asks for a password or cannot be opened."""
    file.seek(0)
    try:
        reader = pypdf.PdfReader(file.file or file)
        if reader.is_encrypted:
            raise office.Refused(Refusal.ENCRYPTED)
        pages: Any = reader.root_object["/Pages"].get_object()
        if not pages["/Count"]:
            raise office.Refused(Refusal.DAMAGED)
    except office.Refused:
        raise
    except Exception:  # a parser may fail in any way on a hostile file
        raise office.Refused(Refusal.DAMAGED) from None


def check_text(file: File) -> None:
    """Refuses what is no text (by control characters and encoding) and what is a page in disguise."""
    file.seek(0)
    tail, start = b"", True
    while chunk := file.read(CHUNK):
        data = tail + chunk
        if start and data.startswith((b"\xff\xfe", b"\xfe\xff")) and len(data) > 2:
            data = _from_utf16(data + file.read())
        if _NOT_TEXT.search(data):
            raise office.Refused(Refusal.UNKNOWN)
        if _MARKUP.search(data):
            raise office.Refused(Refusal.MARKUP)
        tail, start = data[-64:], False


def _from_utf16(data: bytes) -> bytes:
    """What "Unicode text" of a spreadsheet program says, as UTF-8."""
    try:
        return data.decode("utf-16").encode()
    except UnicodeError:
        raise office.Refused(Refusal.UNKNOWN) from None
