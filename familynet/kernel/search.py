"""Full-text search in Italian: stemming, accents forgiven, typing errors forgiven, hits marked.

The text search configuration `italian_fold` and the function `fold()` come from the first migration.
`fold` makes lower case, takes accents away and turns everything but letters and digits into a space.
"""

import unicodedata

from django.db.models import CharField, Func

CONFIG = "italian_fold"


class Fold(Func):
    """The database function fold(text); immutable, so it can stand in an index or a generated column."""

    function = "fold"
    output_field = CharField()


def fold(text: str) -> str:
    """The same in Python: "San Michele all'Adige" → "san michele all adige"."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join("".join(c if c.isascii() and c.isalnum() else " " for c in plain).split())
