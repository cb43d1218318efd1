"""What the work lists share: pages whose total is known, and the counts per state as links."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.functional import cached_property

PAGE_SIZE = 25


class CountedPaginator(Paginator):
    """Pages whose total the counts have given: nothing is counted twice."""

    def __init__(self, rows: Any, total: int, size: int = PAGE_SIZE) -> None:
        super().__init__(rows, size)
        self.total = total

    @cached_property
    def count(self) -> int:
        return self.total


def query_of(request: HttpRequest, **more: str) -> str:
    """The filters of an address with `more`, from the first page."""
    kept = request.GET.copy()
    kept.pop("page", None)
    for name, value in more.items():
        kept[name] = value
    return kept.urlencode()


def counted(
    request: HttpRequest, choices: Iterable[tuple[str, Any]], counts: Mapping[str, int], chosen: str
) -> list[tuple[str, int, str, bool]]:
    """(state in words, number, address, whether chosen) for each state that has rows."""
    return [
        (str(label), number, f"?{query_of(request, stato=value)}", chosen == value)
        for value, label in choices
        if (number := counts.get(value, 0))
    ]
