"""`python -m bench`: fill a scratch database, start the production server, print figures and ratios.

Every page is asked as an anonymous reader: cold (each address once, one client) and repeated (one address,
four clients). The yardstick is an empty view behind the same middleware, asked in the same run.
"""

import argparse
import itertools
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

import django
from django.core.management import call_command

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
django.setup()

from bench.certifications import dry_run  # noqa: E402
from bench.certifications_application import application_pages  # noqa: E402
from bench.client import Measure, measure  # noqa: E402
from bench.comparison import compare  # noqa: E402
from bench.documents import PER_PRACTICE, fill_documents  # noqa: E402
from bench.fill import WORDS, fill  # noqa: E402
from bench.processor import Processor, load, postmaster  # noqa: E402
from bench.reading import read_long_pdf, save_with_and_without  # noqa: E402
from bench.server import running  # noqa: E402
from bench.suggesting import measure_suggestions  # noqa: E402
from certifications.models import Certificate  # noqa: E402
from familynet.kernel.documents import Document  # noqa: E402
from familynet.organisations.models import Organisation  # noqa: E402
from familynet.territories.models import Municipality, Province  # noqa: E402
from practices.models import Practice  # noqa: E402

COLD_REQUESTS, REPEATED_REQUESTS = 200, 1000


@dataclass(frozen=True)
class Page:
    """A kind of page: addresses that were never asked before, and one that is asked again and again."""

    name: str
    cold: Iterator[str]
    repeated: str


def pages(chance: random.Random) -> list[Page]:
    provinces = list(Province.objects.values_list("abbreviation", flat=True))
    organisations, practices = itertools.count(1), itertools.count(1)
    salt = itertools.count(1)
    comuni = list(Municipality.objects.current().values_list("istat_code", flat=True))

    def facets() -> Iterator[str]:
        while True:
            words = chance.choice(WORDS)
            yield f"/registro/?provincia={chance.choice(provinces)}&stato=valid&q={quote(words)}&n={next(salt)}"

    def search() -> Iterator[str]:
        while True:
            yield f"/buone-pratiche/?q={quote(' '.join(chance.sample(WORDS, 2)))}&n={next(salt)}"

    def everywhere() -> Iterator[str]:
        while True:
            yield f"/cerca/?q={quote(' '.join(chance.sample(WORDS, 2)))}&n={next(salt)}"

    def by_documents() -> Iterator[str]:
        """Three rarer words: hardly ever together in a practice's own text, often in its documents."""
        while True:
            yield f"/buone-pratiche/?q={quote(' '.join(chance.sample(WORDS[20:], 3)))}&n={next(salt)}"

    return [
        Page("register list", (f"/registro/?n={next(salt)}" for _ in itertools.count()), "/registro/"),
        Page("register, two facets and text", facets(), f"/registro/?provincia={provinces[0]}&stato=valid&q=nido"),
        Page(
            "organisation page", (f"/organizzazioni/ente-{n}/" for n in organisations), "/organizzazioni/ente-7/"
        ),
        Page("practice search", search(), "/buone-pratiche/?q=nido+famiglia"),
        Page(
            "practice search, word in all texts",
            (f"/buone-pratiche/?q=famiglia&n={next(salt)}" for _ in itertools.count()),
            "/buone-pratiche/?q=famiglia",
        ),
        Page(
            "practices of places like mine",
            (
                f"/buone-pratiche/luoghi-simili/?codice={chance.choice(comuni)}&n={next(salt)}"
                for _ in itertools.count()
            ),
            "/buone-pratiche/luoghi-simili/?codice=004029",
        ),
        Page(
            "practice search, found by documents",
            by_documents(),
            "/buone-pratiche/?q=salute+anziani+fratelli",
        ),
        Page("portal search", everywhere(), "/cerca/?q=nido"),
        Page("practice page", (f"/buone-pratiche/pratica-{n}/" for n in practices), "/buone-pratiche/pratica-7/"),
    ]


def line(name: str, figures: Measure, yardstick: Measure) -> str:
    ratio = figures.per_second / yardstick.per_second
    return (
        f"{name:<36}{figures.per_second:>9.0f}/s  p50 {figures.p50:>7.1f} ms  p95 {figures.p95:>7.1f} ms"
        f"  {ratio:>6.2f} × yardstick  processor {figures.processor * 1000:>6.1f} ms"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--refill", action="store_true", help="fill again even when the rows are there")
    parser.add_argument("--scale", type=float, default=1.0, help="share of the full amount of rows")
    parser.add_argument("--cold", type=int, default=COLD_REQUESTS, help="requests of each page, cold")
    parser.add_argument(
        "--pages", default="", help="measure only pages with these words in their name, nothing else"
    )
    parser.add_argument("--repeated", type=int, default=REPEATED_REQUESTS, help="requests of each page, repeated")
    options = parser.parse_args()
    scale = options.scale
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    wanted = int(100_000 * scale), int(120_000 * scale), int(20_000 * scale)
    if (
        options.refill
        or (Organisation.objects.count(), Certificate.objects.count(), Practice.objects.count()) != wanted
    ):
        fill(*wanted)
    if options.refill or Document.objects.count() != wanted[2] * PER_PRACTICE:
        fill_documents(wanted[2])
    print(f"{wanted[2]:,} practices, {Document.objects.count():,} documents; {load()}")
    if not options.pages:
        read_long_pdf()
        save_with_and_without()
        dry_run(int(20_000 * scale))
        application_pages()
        compare()
        measure_suggestions()
    kinds = [page for page in pages(random.Random(11)) if options.pages in page.name]
    with running() as (port, server):
        measure_pages(port, Processor(server, postmaster()), kinds, options.cold, options.repeated)


def measure_pages(port: int, processor: Processor, kinds: list[Page], cold: int, again: int) -> None:
    """Each page cold with one client, then one address again and again with four."""
    empty = itertools.repeat("/vuota/")
    measure(port, empty, count=400, connections=4)  # both workers are awake
    alone, together = measure(port, empty, count=1000), measure(port, empty, count=2000, connections=4)
    print(f"\nOne client, each address once (cold, {cold} requests); {load()}")
    print(line("empty view (yardstick)", alone, alone))
    for page in kinds:
        next(page.cold)
        print(line(page.name, measure(port, page.cold, count=cold, processor=processor), alone))
    print(f"\nFour clients, the same address (repeated, {again} requests); {load()}")
    print(line("empty view (yardstick)", together, together))
    for page in kinds:
        measure(port, itertools.repeat(page.repeated), count=8)
        same = itertools.repeat(page.repeated)
        print(line(page.name, measure(port, same, count=again, connections=4, processor=processor), together))
    print(f"\nAt the end: {load()}")


if __name__ == "__main__":
    main()
