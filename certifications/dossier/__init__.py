"""The whole file (pratica) as a package, and what of it may be given to others (L. 241/1990, art. 22-25)."""

from certifications.dossier.items import Item, items_of
from certifications.dossier.reading import FileContents, read_file
from certifications.dossier.redacted import redacted_files, released_payloads
from certifications.dossier.whole import package_info, whole_payloads

__all__ = [
    "FileContents",
    "Item",
    "items_of",
    "package_info",
    "read_file",
    "redacted_files",
    "released_payloads",
    "whole_payloads",
]
