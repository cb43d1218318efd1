"""The address of a practice, made of its title."""

import itertools

from django.db import connection
from django.utils.text import slugify

from practices.models.practice import Practice

# Pages that stand beside those of the practices.
RESERVED_SLUGS = frozenset({"esporta", "livelli-di-evidenza", "luoghi-simili"})


def free_slug(title: str, *, own: int | None = None) -> str:
    """A free address made of the title; `own` is the practice that may keep the one it has.

    In a transaction it stays free for the caller: who asks for the same one waits for its end.
    """
    base = slugify(title)[:90].strip("-") or "buona-pratica"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", [f"practice-slug:{base}"])
    others = Practice.objects.filter(slug__startswith=base).exclude(pk=own or 0)
    taken = {*others.values_list("slug", flat=True), *RESERVED_SLUGS}
    numbered = (f"{base}-{number}" for number in itertools.count(2))
    return next(slug for slug in itertools.chain([base], numbered) if slug not in taken)
