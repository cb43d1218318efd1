"""What a person typed, taken apart: words, phrases in quotes, exclusions with a minus, OR between alternatives.

The words are understood as websearch_to_tsquery of PostgreSQL understands them. Why they are taken apart here:
the words of a document are kept without their places, so a phrase must be looked for in its passages.
"""

import re
from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery
from django.db import connection

from familynet.kernel.search import CONFIG

TERM = re.compile(r'(-?)"([^"]*)"?|(\S+)')
FOLLOWS = re.compile(r"<(-|\d+)>")
MOST_TERMS = 24


@dataclass(frozen=True)
class Term:
    text: str
    is_excluded: bool = False
    lexemes: str = ""  # as PostgreSQL writes a query; empty for a word that means nothing

    @property
    def is_phrase(self) -> bool:
        return bool(FOLLOWS.search(self.lexemes))

    @property
    def all_words(self) -> str:
        """Its words wherever they stand."""
        return FOLLOWS.sub("&", self.lexemes)


Alternatives = list[list[Term]]


def split(text: str) -> Alternatives:
    """Alternatives (OR), each a list of terms that must hold together."""
    found: Alternatives = [[]]
    for minus, quoted, word in TERM.findall(text)[:MOST_TERMS]:
        if word.lower() == "or":
            found.append([])
            continue
        excluded = bool(minus) or (len(word) > 1 and word.startswith("-"))
        if plain := (quoted or word.lstrip("-")).replace('"', " ").strip():
            found[-1].append(Term(plain, excluded))
    return [terms for terms in found if terms]


def understood(alternatives: Alternatives) -> Alternatives:
    """The same with what PostgreSQL makes of each term; words that mean nothing go away. One query."""
    texts = [term.text for terms in alternatives for term in terms]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT websearch_to_tsquery(%s, '\"' || t || '\"')::text"
            " FROM unnest(%s::text[]) WITH ORDINALITY AS typed(t, n) ORDER BY n",
            [CONFIG, texts],
        )
        lexemes = iter([row[0] for row in cursor.fetchall()])
    known = [[Term(term.text, term.is_excluded, next(lexemes)) for term in terms] for terms in alternatives]
    kept = [[term for term in terms if term.lexemes] for terms in known]
    return [terms for terms in kept if terms]


def has_signs(text: str) -> bool:
    """True when the text may be more than words: quotes, a minus, an apostrophe, OR."""
    return bool(re.search(r"[^\w\s]|\bor\b", text, re.IGNORECASE))


def together(terms: list[Term]) -> SearchQuery:
    """Every word of the terms, and none of the words shut out; phrases count as their words only."""
    parts = [f"({term.all_words})" for term in terms if not term.is_excluded]
    parts += [f"!({term.lexemes})" for term in terms if term.is_excluded and not term.is_phrase]
    return raw(" & ".join(parts))


def raw(lexemes: str) -> SearchQuery:
    return SearchQuery(lexemes, config=CONFIG, search_type="raw")


def any_of(text: str) -> str:
    """For websearch_to_tsquery: one of the words or phrases that are wanted."""
    return " OR ".join(f'"{term}"' for term in _wanted(text))


def all_of(text: str) -> str:
    """For websearch_to_tsquery: all words and phrases that are wanted, together."""
    return " ".join(f'"{term}"' for term in _wanted(text))


def wanted(text: str) -> str:
    """The words that are wanted, without signs."""
    return " ".join(_wanted(text))


def _wanted(text: str) -> list[str]:
    return [term.text for terms in split(text) for term in terms if not term.is_excluded]
