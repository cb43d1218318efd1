"""How often one person may do the same thing: counted for all processes, in the shared cache."""

import time
from typing import Any

from django.core.cache import cache


def is_too_often(person: Any, action: str, *, limit: int, seconds: int) -> bool:
    """Count one more `action` of a person; True when the limit of this span of time is used up.

    Each call takes a numbered place that stays taken to the end of the span: of many at the same moment only
    one gets it, which a counter that is read and written back would not do.
    """
    key = f"often:{action}:{person.pk}:{int(time.time()) // seconds}"
    places = [f"{key}:{number}" for number in range(limit)]
    taken = cache.get_many(places)
    return not any(cache.add(place, 1, seconds) for place in places if place not in taken)
