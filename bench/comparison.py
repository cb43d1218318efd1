"""Our search and Wagtail's database search: the same texts, queries, number of results and process, both warm.

Both answer with 25 rows and the number of hits. Ours also marks title, summary and the passage of a document;
theirs has no passages. Theirs gets all texts of a practice in one field, with the same Italian configuration.
To index everything with its code takes longer than all the rest of the bench, so of many practices theirs holds
the first RIVALS only. Ours searches all of them: the ratio is then less than what equal amounts would give.
"""

import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection
from modelsearch.backends import get_search_backend
from modelsearch.models import IndexEntry

from bench.client import Measure
from bench.fill import WORDS
from bench.processor import load
from bench.rival.models import LibraryText
from familynet.kernel.search import CONFIG
from practices.models import Practice
from practices.search import find, mark

RESULTS, QUERIES, RIVALS = 25, 24, 2000
TEXTS = """
INSERT INTO rival_librarytext (id, title, body)
SELECT p.id, p.title, concat_ws(' ', p.summary, p.problem, p.solution, p.results, p.lessons, (
  SELECT string_agg(d.title || ' ' || (
    SELECT string_agg(x.text, ' ' ORDER BY x.place) FROM kernel_passage x WHERE x.document_id = d.id), ' ')
  FROM practices_practicedocument a JOIN kernel_document d ON d.id = a.document_id WHERE a.practice_id = p.id))
FROM practices_practice p WHERE p.state = 'published' ORDER BY p.id LIMIT %s
"""


def fill_rival() -> tuple[int, int]:
    """Give Wagtail's index the texts, by its own code; nothing happens when they are there.

    Gives the number of practices that theirs holds, and that ours searches.
    """
    published = Practice.objects.published().count()
    texts = min(RIVALS, published)
    names = connection.introspection.table_names()
    if LibraryText._meta.db_table not in names:
        with connection.schema_editor() as editor:
            editor.create_model(LibraryText)
    if IndexEntry.objects.count() == texts:
        return texts, published
    print("Indexing the same texts with Wagtail's search ...")
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE rival_librarytext")
        cursor.execute(TEXTS, [texts])
    rival_index().reset()
    keys = list(LibraryText.objects.order_by("pk").values_list("pk", flat=True))
    with ThreadPoolExecutor(2) as workers:
        list(workers.map(add_to_index, (keys[n : n + 250] for n in range(0, len(keys), 250))))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE rival_librarytext")
        cursor.execute(f"VACUUM ANALYZE {IndexEntry._meta.db_table}")
    return texts, published


def rival_index() -> Any:
    """The rival's index; it keeps the connection of the thread that made it."""
    return get_search_backend(SEARCH_CONFIG=CONFIG).get_index_for_model(LibraryText)


def add_to_index(keys: list[int]) -> None:
    """One batch by the rival's own code, on a connection of its own."""
    try:
        rival_index().add_items(LibraryText, list(LibraryText.objects.filter(pk__in=keys)))
    finally:
        connection.close()


def ours(text: str) -> int:
    match = find(text)
    found = Practice.objects.published().for_cards().filter(match.condition)
    total = found.order_by().count()
    everything = Practice.objects.published().for_cards()
    rows = list(match.in_order(found, total, whatever_text=everything)[:RESULTS])
    mark(rows, match)
    return total


def theirs(text: str) -> int:
    results = get_search_backend(SEARCH_CONFIG=CONFIG).search(text, LibraryText, operator="and")
    rows = list(results[:RESULTS])
    return results.count() if rows else 0


def timed(search: Callable[[str], int], texts: list[str]) -> tuple[Measure, int]:
    seconds, hits = [], 0
    for text in texts:
        start = time.perf_counter()
        hits += search(text)
        seconds.append(time.perf_counter() - start)
    return Measure(seconds, len(seconds) / sum(seconds)), hits


def compare() -> None:
    """Print both, query by query in turn so that neither meets a busier machine, and the ratio."""
    texts_of_rival, texts_of_ours = fill_rival()
    chance = random.Random(17)
    texts = [" ".join(chance.sample(WORDS, 2)) for _ in range(QUERIES)]
    for search in (ours, theirs):
        timed(search, texts[:2])
    measured = [(timed(ours, [text]), timed(theirs, [text])) for text in texts]
    own = Measure([m.seconds[0] for (m, _hits), _other in measured], 0)
    other = Measure([m.seconds[0] for _own, (m, _hits) in measured], 0)
    own_hits = sum(hits for (_m, hits), _other in measured)
    other_hits = sum(hits for _own, (_m, hits) in measured)
    print(
        f"\nSearch in one process, {QUERIES} queries of two words, {RESULTS} results and the number of hits, warm"
    )
    print(f"ours over {texts_of_ours:,} practices, Wagtail over {texts_of_rival:,} of them; {load()}")
    for name, figures, hits in (("ours, with marked passages", own, own_hits), ("Wagtail", other, other_hits)):
        print(f"{name:<36}p50 {figures.p50:>8.1f} ms  p95 {figures.p95:>8.1f} ms  {hits / QUERIES:>8.0f} hits")
    print(f"{'ratio Wagtail : ours':<36}p50 {other.p50 / own.p50:>8.2f} ×   p95 {other.p95 / own.p95:>8.2f} ×")
