"""The rounds of integrations of one application, each question with what stood before and what stands now."""

from dataclasses import dataclass, field
from typing import Any

from certifications.models import Application, IntegrationItem, IntegrationRequest
from certifications.self_assessment import Item, assess


@dataclass(frozen=True)
class Asked:
    """A question; `added` are the documents that this round brought. `now` is the answer as it stands."""

    row: IntegrationItem
    before: dict[str, Any]
    now: Item | None
    added: list[Any] = field(default_factory=list)

    @property
    def is_changed(self) -> bool:
        """The text or the yes and no differ from what stood when it was asked."""
        answer = self.now.answer if self.now else None
        points = str(answer.points) if answer and answer.points is not None else None
        said = (answer.met, points, answer.note) if answer else (None, None, "")
        return said != (self.before.get("met"), self.before.get("points"), self.before.get("note", ""))


@dataclass(frozen=True)
class Round:
    request: IntegrationRequest
    items: list[Asked]


def rounds_of(application: Application) -> list[Round]:
    """All rounds, oldest first. The number of queries does not grow with them."""
    requests = list(
        application.integrations.select_related("asked_by", "answered_by").prefetch_related(
            "items__requirement__section"
        )
    )
    if not requests:
        return []
    found = {item.requirement.pk: item for item in assess(application).items}
    return [
        Round(request, [_asked(request, row, found.get(row.requirement_id)) for row in request.items.all()])
        for request in requests
    ]


def _asked(request: IntegrationRequest, row: IntegrationItem, now: Item | None) -> Asked:
    added = [e for e in now.evidence if e.integration_id == request.pk] if now else []
    return Asked(row, row.before, now, added)
