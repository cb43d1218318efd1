"""Packages with checksums: a BagIt bag (RFC 8493, version 1.0) as one ZIP, sent while it is made.

A bag is a folder: `data/` holds the files, a manifest says the SHA-256 of each, so that whoever keeps the
package can tell years later that nothing is missing and nothing has changed. The ZIP is stored, not
compressed: its length is known before the first byte, so a download that breaks off is seen to be short.

No file is held in memory nor copied to disk. The digest of a stored file is known since its upload; it is
computed again while the file passes, and a file that is no longer what it was breaks the download off.
"""

import hashlib
import logging
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import StreamingHttpResponse
from zipstream import ZIP_STORED, ZipStream

from familynet.kernel.documents import Document

logger = logging.getLogger(__name__)
CHUNK = 256 * 1024
MAX_NAME = 120
# Names that Windows keeps for devices, whatever the ending.
_DEVICES = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')


class PayloadChanged(Exception):
    """A file is not what its digest says: the package would lie about it."""


@dataclass(frozen=True)
class Payload:
    """A file of a package: its path under data/, and its bytes, opened only when their turn comes."""

    path: str
    size: int
    sha256: str
    chunks: Callable[[], Iterable[bytes]]


def from_bytes(path: str, content: bytes) -> Payload:
    """A file that was made for the package."""
    return Payload(path, len(content), hashlib.sha256(content).hexdigest(), lambda: [content])


def from_document(path: str, document: Document) -> Payload:
    """An uploaded file, opened when its turn comes."""

    def chunks() -> Iterable[bytes]:
        with document.file.open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk

    return Payload(path, document.size, document.sha256, chunks)


def safe_name(name: str) -> str:
    """A file name that every system can unpack: composed letters, no signs of paths, no device, not too long."""
    text = _UNSAFE.sub("_", unicodedata.normalize("NFC", name)).strip(" .") or "file"
    if _DEVICES.match(text):
        text = f"_{text}"
    stem, dot, ending = text.rpartition(".")
    if dot and len(ending) <= 10:
        return f"{stem[: MAX_NAME - len(ending) - 1]}.{ending}"
    return text[:MAX_NAME]


class Names:
    """Hands out names that differ also where capital letters do not count."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def free(self, path: str) -> str:
        """The path, or the same with a number before its ending."""
        stem, dot, ending = path.rpartition(".")
        if not dot or "/" in ending:
            stem, dot, ending = path, "", ""
        number, found = 1, path
        while (key := unicodedata.normalize("NFC", found).casefold()) in self._taken:
            number += 1
            found = f"{stem}-{number}{dot}{ending}"
        self._taken.add(key)
        return found


def manifest_path(path: str) -> str:
    """The path as a manifest writes it: %, CR and LF per cent (RFC 8493, 2.1.3)."""
    return path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _inside(path: str) -> str:
    """The path in composed letters, if it stays below data/."""
    if path.startswith("/") or "\\" in path or not {"", ".", ".."}.isdisjoint(path.split("/")):
        raise ValueError(f"not a path inside a package: {path!r}")
    return unicodedata.normalize("NFC", path)


def bag_info(fields: Iterable[tuple[str, str]]) -> bytes:
    """Label and value per line; a value never begins a line of its own."""
    return "".join(f"{label}: {' '.join(value.split())}\n" for label, value in fields).encode()


def _checked(path: str, payload: Payload) -> Iterator[bytes]:
    """The bytes of a file; raises before the end of the package when they are not the promised ones."""
    digest, size = hashlib.sha256(), 0
    for chunk in payload.chunks():
        digest.update(chunk)
        size += len(chunk)
        yield chunk
    if (size, digest.hexdigest()) != (payload.size, payload.sha256):
        logger.error("package broken off: %s has %d bytes and SHA-256 %s", path, size, digest.hexdigest())
        raise PayloadChanged(path)


def bag(name: str, payloads: Sequence[Payload], *, info: Sequence[tuple[str, str]], on: date) -> ZipStream:
    """The bag as a stream with a known length (`len()`). Files with the same path get a number.

    `info` are fields of bag-info.txt, such as Source-Organization; date and size are added. A path that would
    leave the folder is a programming error: ValueError.
    """
    names = Names()
    files = [(f"data/{names.free(_inside(p.path))}", p) for p in payloads]
    oxum = f"{sum(payload.size for payload in payloads)}.{len(payloads)}"
    manifest = "".join(f"{payload.sha256}  {manifest_path(path)}\n" for path, payload in files)
    tags = {
        "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": bag_info([*info, ("Bagging-Date", on.isoformat()), ("Payload-Oxum", oxum)]),
        "manifest-sha256.txt": manifest.encode(),
    }
    tag_manifest = "".join(f"{hashlib.sha256(text).hexdigest()}  {tag}\n" for tag, text in tags.items())
    root, stream = safe_name(name), ZipStream(compress_type=ZIP_STORED, sized=True)
    stream.comment = "BagIt 1.0"
    for tag, text in {**tags, "tagmanifest-sha256.txt": tag_manifest.encode()}.items():
        stream.add(text, f"{root}/{tag}")
    if not files:
        stream.mkdir(f"{root}/data")  # the payload folder must exist, also when nothing is in it
    for path, payload in files:
        stream.add(_checked(path, payload), f"{root}/{path}", size=payload.size)
    return stream


def bag_response(name: str, stream: ZipStream) -> StreamingHttpResponse:
    """The package as an attachment whose length the browser knows."""
    response = StreamingHttpResponse(iter(stream), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{name}.zip"'
    response["Content-Length"] = str(len(stream))
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
