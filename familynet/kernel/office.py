"""What is inside an office file: its kind, and macros, passwords, foreign files or too much of anything.

Two containers: ZIP (Office Open XML and OpenDocument) and OLE (the formats of 1997-2003). Nothing is unpacked
to disk; only the small parts that tell are read, each up to a limit.
"""

import enum
import html
import io
import re
import struct
import zipfile
from typing import Any

import olefile
from django.core.files.base import File

OLE_MAGIC = olefile.MAGIC
MAX_DIRECTORY = 2 * 1024 * 1024  # bytes of a ZIP directory: some ten thousand parts
MAX_UNPACKED = 300 * 1024 * 1024  # bytes of all parts together
MAX_RATIO = 150  # unpacked to packed, counted above RATIO_FROM
RATIO_FROM = 20 * 1024 * 1024
MAX_PART = 4 * 1024 * 1024  # bytes of a part that is read to look at it


class Refusal(enum.StrEnum):
    """Why a file is not taken."""

    EXECUTABLE = "executable"
    MARKUP = "markup"
    MACROS = "macros"
    EMBEDDED = "embedded"
    ARCHIVE = "archive"
    ENCRYPTED = "encrypted"
    BOMB = "bomb"
    DAMAGED = "damaged"
    UNKNOWN = "unknown"


class Refused(Exception):
    """The file is not taken, for `reason`."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.value)
        self.reason = reason


# --- ZIP -------------------------------------------------------------------------------------

_OOXML_KINDS = {
    "wordprocessingml.document.main+xml": "docx",
    "spreadsheetml.sheet.main+xml": "xlsx",
    "presentationml.presentation.main+xml": "pptx",
}
_ODF_KINDS = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
}
_OOXML_MACROS = re.compile(r"vbaproject|macroenabled|macrosheet|vbadata|activex", re.IGNORECASE)
_MACRO_PARTS = re.compile(
    r"(^|/)(vbaproject[^/]*\.bin$|vbadata\.xml$|macrosheets/|activex/|basic/|scripts/)", re.IGNORECASE
)
_NESTED_PARTS = re.compile(r"(^|/)embeddings/[^/]+$|(^|/)object ?\d*$|\.(bin|ole)$", re.IGNORECASE)


def zip_kind(file: File) -> str:
    """docx, xlsx, pptx, odt, ods or odp; raises Refused for anything else in a ZIP."""
    check_directory(file)
    file.seek(0)
    try:
        with zipfile.ZipFile(_borrowed(file)) as archive:
            parts = archive.infolist()
            check_parts(parts)
            names = {part.filename for part in parts}
            if "[Content_Types].xml" in names:
                kind = _ooxml_kind(archive)
            elif "mimetype" in names:
                kind = _odf_kind(archive, names)
            else:
                raise Refused(Refusal.ARCHIVE)
            if any(_MACRO_PARTS.search(name) for name in names):
                raise Refused(Refusal.MACROS)
            _check_nested(archive, parts)
            return kind
    except Refused:
        raise
    except Exception:  # a parser may fail in any way on a hostile file
        raise Refused(Refusal.DAMAGED) from None


def check_directory(file: File) -> None:
    """Refuses a ZIP whose directory alone would fill the memory, before it is read."""
    size = file.size
    file.seek(max(0, size - 65_557))
    tail = file.read(65_557)
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) - end < 22:
        raise Refused(Refusal.DAMAGED)
    directory_size = struct.unpack_from("<L", tail, end + 12)[0]
    if b"PK\x06\x07" in tail[max(0, end - 20) : end] or directory_size > MAX_DIRECTORY:
        raise Refused(Refusal.BOMB)


def check_parts(parts: list[zipfile.ZipInfo]) -> None:
    """Refuses parts that are encrypted, too large together, or packed beyond what real documents reach."""
    if any(part.flag_bits & 0x1 for part in parts):
        raise Refused(Refusal.ENCRYPTED)
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    if unpacked > MAX_UNPACKED or (unpacked > RATIO_FROM and unpacked / packed > MAX_RATIO):
        raise Refused(Refusal.BOMB)


def _ooxml_kind(archive: zipfile.ZipFile) -> str:
    # Entities are undone, so that no macro hides behind "&#118;baProject".
    types = html.unescape(_part(archive, "[Content_Types].xml").decode())
    if _OOXML_MACROS.search(types):
        raise Refused(Refusal.MACROS)
    kinds = {kind for word, kind in _OOXML_KINDS.items() if word in types}
    if len(kinds) != 1:
        raise Refused(Refusal.UNKNOWN)
    return kinds.pop()


def _odf_kind(archive: zipfile.ZipFile, names: set[str]) -> str:
    media_type = _part(archive, "mimetype")[:200].decode("ascii", "replace").strip()
    if media_type not in _ODF_KINDS:
        raise Refused(Refusal.ARCHIVE if "opendocument" not in media_type else Refusal.UNKNOWN)
    if "META-INF/manifest.xml" not in names:
        raise Refused(Refusal.DAMAGED)
    if b"encryption-data" in _part(archive, "META-INF/manifest.xml") or "encrypted-package" in names:
        raise Refused(Refusal.ENCRYPTED)
    return _ODF_KINDS[media_type]


def _check_nested(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Refuses programs, packaged files and documents with macros that were put inside the document."""
    for part in parts:
        if part.is_dir() or not _NESTED_PARTS.search(part.filename):
            continue
        with archive.open(part) as stream:
            head = stream.read(8)
            if head.startswith((b"MZ", b"\x7fELF", b"#!")):
                raise Refused(Refusal.EMBEDDED)
            if not head.startswith((OLE_MAGIC, b"PK\x03\x04")):
                continue
            if part.file_size > MAX_PART:
                raise Refused(Refusal.EMBEDDED)
            content = head + stream.read(MAX_PART)
        if content.startswith(OLE_MAGIC):
            check_ole(olefile.OleFileIO(io.BytesIO(content)))
        else:
            with zipfile.ZipFile(io.BytesIO(content)) as inner:
                check_parts(inner.infolist())
                if any(_MACRO_PARTS.search(name) for name in inner.namelist()):
                    raise Refused(Refusal.MACROS)


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    """The content of a part, which must be small."""
    if archive.getinfo(name).file_size > MAX_PART:
        raise Refused(Refusal.BOMB)
    with archive.open(name) as stream:
        return stream.read(MAX_PART)


# --- OLE -------------------------------------------------------------------------------------

_OLE_MACROS = {"macros", "vba", "_vba_project", "_vba_project_cur"}
_PPT_MACROS = re.compile(rb"\x1f\x00\xff\x03.{4}\x02\x00\x00\x04\x0c\x00\x00\x00.{4}(?!\x00{4})", re.DOTALL)
_PPT_ENCRYPTED = b"\xdf\xc4\xd1\xf3"
_XLS_SHEET, _XLS_FILEPASS, _XLS_END = 0x85, 0x2F, 0x0A


def ole_kind(file: File) -> str:
    """doc, xls or ppt without macros and without a password; raises Refused for anything else."""
    file.seek(0)
    try:
        ole = olefile.OleFileIO(_borrowed(file))
        check_ole(ole)
        if ole.exists("WordDocument"):
            return _doc(ole)
        if ole.exists("Workbook") or ole.exists("Book"):
            return _xls(ole)
        if ole.exists("PowerPoint Document"):
            return _ppt(ole)
    except Refused:
        raise
    except Exception:  # a parser may fail in any way on a hostile file
        raise Refused(Refusal.DAMAGED) from None
    raise Refused(Refusal.UNKNOWN)


def check_ole(ole: Any) -> None:
    """Refuses what an OLE container must not hold: a password's envelope, macros, a packaged file."""
    words = {word.lower() for path in ole.listdir(streams=True, storages=True) for word in path}
    if words & {"encryptedpackage", "encryptedsummary"}:
        raise Refused(Refusal.ENCRYPTED)
    if words & _OLE_MACROS:
        raise Refused(Refusal.MACROS)
    if "\x01ole10native" in words or "package" in words:
        raise Refused(Refusal.EMBEDDED)


def _doc(ole: Any) -> str:
    header = ole.openstream("WordDocument").read(12)
    if struct.unpack_from("<H", header, 10)[0] & 0x0100:
        raise Refused(Refusal.ENCRYPTED)
    return "doc"


def _xls(ole: Any) -> str:
    stream = ole.openstream("Workbook" if ole.exists("Workbook") else "Book")
    while len(header := stream.read(4)) == 4:
        kind, length = struct.unpack("<HH", header)
        body = stream.read(length)
        if kind == _XLS_FILEPASS:
            raise Refused(Refusal.ENCRYPTED)
        if kind == _XLS_SHEET and len(body) > 5 and body[5] in (1, 6):  # a sheet of macros, a module
            raise Refused(Refusal.MACROS)
        if kind == _XLS_END:
            break
    return "xls"


def _ppt(ole: Any) -> str:
    if ole.exists("Current User") and ole.openstream("Current User").read(16)[12:16] == _PPT_ENCRYPTED:
        raise Refused(Refusal.ENCRYPTED)
    if _PPT_MACROS.search(ole.openstream("PowerPoint Document").read()):
        raise Refused(Refusal.MACROS)
    return "ppt"


def _borrowed(file: File) -> Any:
    """The open file under Django's wrapper: libraries want a plain one, and none of them closes it."""
    return file.file or file
