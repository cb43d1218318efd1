""" "Forse cercavi": the words that were typed, each unknown one replaced by the word of the library most like it.

The words come from title and summary of the published practices that look like the text, so nothing is offered
that finds nothing, and nothing that is not public.
"""

import re
from collections import Counter
from difflib import SequenceMatcher

from django.db import connection

from familynet.kernel.search import CONFIG, fold
from practices.models import Practice
from practices.search.marking import LIKE
from practices.search.match import FEW, TextMatch

ASKED = 20  # so many of the similar practices give their words
SHORTEST = 4


def did_you_mean(match: TextMatch) -> str:
    """Another text that finds more, or nothing. Three queries, and only when little was found."""
    if match.hits >= FEW or not match.similar_ids:
        return ""
    rows = Practice.objects.filter(pk__in=match.similar_ids[:ASKED]).values_list("title", "summary")
    words = Counter(w for row in rows for w in re.findall(r"\w+", " ".join(row).lower()) if len(w) >= SHORTEST)
    typed = re.findall(r"\w+", match.text.lower())
    stems = stems_of({*typed, *words})
    known = {stems[word] for word in words}
    corrected = [word if stems[word] in known else nearest(word, words) for word in typed]
    if corrected == typed:
        return ""
    better = TextMatch(" ".join(corrected))
    found = Practice.objects.published().filter(better.full_text).order_by()[: match.hits + 1].count()
    return better.text if found > match.hits else ""


def nearest(word: str, words: Counter[str]) -> str:
    """The most like of the words, the most frequent of equals; the word itself when none is like it."""
    wanted = fold(word)
    likeness = {w: SequenceMatcher(None, fold(w), wanted).ratio() for w in words}
    best = max(likeness, key=lambda w: (likeness[w], words[w]), default="")
    return best if best and likeness[best] >= LIKE else word


def stems_of(words: set[str]) -> dict[str, str]:
    """Word → its stem; empty for a word that search does not look at."""
    with connection.cursor() as cursor:
        sql = "SELECT w, plainto_tsquery(%s, w)::text FROM unnest(%s::text[]) AS w"
        cursor.execute(sql, [CONFIG, sorted(words)])
        return dict(cursor.fetchall())
