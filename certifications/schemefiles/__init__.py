"""A whole scheme as a JSON file: written, read and compared. The format is in docs/scheme-format.md."""

from certifications.schemefiles.reading import (
    MAX_BYTES,
    read_scheme,
)
from certifications.schemefiles.writing import (
    FORMAT,
    FORMAT_VERSION,
    canonical_version,
    write_scheme,
)

__all__ = [
    "FORMAT",
    "FORMAT_VERSION",
    "MAX_BYTES",
    "canonical_version",
    "read_scheme",
    "write_scheme",
]
