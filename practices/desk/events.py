"""What waits for who organises events: drafts to publish, minutes to write."""

from django.utils.translation import gettext_lazy as _

from familynet.accounts.models import User
from familynet.kernel.desk import DeskItem
from practices.models import ExchangeEvent

MOST = 100


def events_waiting_for(user: User) -> list[DeskItem]:
    """One query: own drafts, and what took place and has no minutes yet."""
    kinds = {
        ExchangeEvent.State.DRAFT: _("Incontri da pubblicare"),
        ExchangeEvent.State.HELD: _("Incontri di cui manca il verbale"),
    }
    events = ExchangeEvent.objects.on_work_pages_of(user).filter(state__in=kinds).order_by("starts_at")
    return [
        DeskItem(
            kind=kinds[ExchangeEvent.State(event.state)],
            title=event.title,
            url=event.work_url,
            since=event.updated_at if event.state == ExchangeEvent.State.DRAFT else event.ends_at,
        )
        for event in events.defer("programme", "minutes")[:MOST]
    ]
