"""The passage of a document that says most of what was asked, and the words around it with their hits marked.

ts_headline takes every word of its text apart, which was most of what the database did for a page of results. The
vector of a passage knows already where its words stand, so only the surroundings of the best place are marked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from familynet.kernel.search import CONFIG
from practices.search.query import all_of, any_of, wanted

OPEN, CLOSE = "\ue000", "\ue001"  # private use: no text that people read holds them
LONGEST = 34
FRAGMENT = f"MaxWords={LONGEST}, MinWords=20, MaxFragments=1, StartSel={OPEN}, StopSel={CLOSE}"
AROUND = 300  # characters on each side: more than a fragment, and room for the guess of where a word stands
ASKED = """
asked AS NOT MATERIALIZED (
  SELECT websearch_to_tsquery(%(config)s, %(some)s) AS some,
         websearch_to_tsquery(%(config)s, %(all)s) AS everything,
         tsvector_to_array(to_tsvector(%(config)s, %(wanted)s)) AS words
)"""
# Where the words stand, counted in words from 1.
PLACES = """
CROSS JOIN LATERAL (
  SELECT array_agg(lexeme ORDER BY place) AS words, array_agg(place ORDER BY place) AS places
  FROM (SELECT lexeme, positions FROM unnest(p.vector) WHERE lexeme = ANY(asked.words)) found,
       unnest(positions) place
) hits"""
# The best passage of each practice: with all words before one with some, then by rank. The texts are read
# last, so that only the passages chosen are read again. The bare vector keeps the planner from the index of
# all passages: those of one page of results are few.
BEST_PASSAGES = f"""
WITH {ASKED}, best AS (
  SELECT DISTINCT ON (d.practice_id)
    d.practice_id, d.document_id, p.id AS passage_id, p.vector @@ asked.everything AS has_everything
  FROM practices_practicedocument d
  JOIN kernel_passage p ON p.document_id = d.document_id
  CROSS JOIN asked
  WHERE d.practice_id = ANY(%(keys)s) AND p.vector @@ asked.some
  ORDER BY d.practice_id, (p.vector @@ asked.everything) DESC, ts_rank(p.vector, asked.some) DESC,
    d.position, p.place
)
SELECT best.practice_id, p.page, p.text, hits.words, hits.places,
       best.has_everything, document.uuid, document.title
FROM best
JOIN kernel_passage p ON p.id = best.passage_id
JOIN kernel_document document ON document.id = best.document_id
CROSS JOIN asked {PLACES}
"""  # noqa: S608 - put together from the texts above
BEST_OF_DOCUMENT = f"""
WITH {ASKED}, best AS (
  SELECT DISTINCT ON (p.document_id) p.id
  FROM kernel_passage p CROSS JOIN asked
  WHERE p.document_id = ANY(%(keys)s) AND p.vector @@ asked.some
  ORDER BY p.document_id, ts_rank(p.vector, asked.some) DESC, p.place
)
SELECT p.document_id, p.page, p.text, hits.words, hits.places
FROM best JOIN kernel_passage p ON p.id = best.id
CROSS JOIN asked {PLACES}
"""  # noqa: S608 - put together from the texts above
FRAGMENTS = """
SELECT ts_headline(%(config)s, text, websearch_to_tsquery(%(config)s, %(some)s), %(fragment)s)
FROM unnest(%(texts)s::text[]) WITH ORDINALITY AS cut(text, number) ORDER BY number
"""


@dataclass(frozen=True)
class Found:
    """The best passage of one practice or document; `marked` has OPEN and CLOSE around its hits."""

    key: int
    page: int | None
    marked: str
    more: tuple[Any, ...]


def best_passages(query: str, keys: Sequence[int], text: str) -> list[Found]:
    """For each key with words of `text` in a passage; two queries, three when a hit stood elsewhere than guessed.

    `query` is BEST_PASSAGES, with keys of practices, or BEST_OF_DOCUMENT, with keys of documents.
    """
    values = {"config": CONFIG, "some": any_of(text), "all": all_of(text), "wanted": wanted(text)}
    with connection.cursor() as cursor:
        cursor.execute(query, values | {"keys": list(keys)})
        rows = cursor.fetchall()
    texts = [row[2] for row in rows]
    cuts = [surroundings(text, words or [], places or []) for _k, _p, text, words, places, *_ in rows]
    marked = fragments(cuts, values)
    missed = [number for number, fragment in enumerate(marked) if OPEN not in fragment]
    for number, fragment in zip(missed, fragments([texts[n] for n in missed], values), strict=True):
        marked[number] = fragment
    return [
        Found(key, page, fragment, tuple(more))
        for (key, page, _t, _w, _p, *more), fragment in zip(rows, marked, strict=True)
    ]


def fragments(texts: list[str], values: dict[str, Any]) -> list[str]:
    """Each text as ts_headline cuts and marks it."""
    if not texts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(FRAGMENTS, values | {"texts": texts, "fragment": FRAGMENT})
        return [fragment for (fragment,) in cursor.fetchall()]


def surroundings(text: str, words: list[str], places: list[int]) -> str:
    """The part of `text` around the place where most of the words stand together, in whole words.

    `places` say where each of `words` stands, counted in words. A short text stays whole, and so does one without
    known places.
    """
    if not places or len(text) <= 2 * AROUND:
        return text
    start, end = densest(words, places)
    letters = len(text) / (text.count(" ") + 1)
    left, right = max(0, int(letters * start) - AROUND), int(letters * end) + AROUND
    # No word is cut: half a word could be taken for another one.
    left = text.rfind(" ", 0, left) + 1 if left else 0
    right = text.find(" ", right) if right < len(text) else -1
    return text[left:right] if right > left else text[left:]


def densest(words: list[str], places: list[int]) -> tuple[int, int]:
    """First and last place of the hits in the first stretch, as long as a fragment, that has most of the words."""
    best, most = (places[0], places[0]), 0
    for first, start in enumerate(places):
        near = [number for number in range(first, len(places)) if places[number] < start + LONGEST]
        if (several := len({words[number] for number in near})) > most:
            best, most = (start, places[near[-1]]), several
    return best
