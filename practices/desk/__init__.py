"""What waits for a person among the practices and what is exchanged about them."""

from familynet.accounts.models import User
from familynet.kernel.desk import DeskItem
from practices.desk.events import events_waiting_for
from practices.desk.practices import practices_waiting_for
from practices.desk.questions import questions_waiting_for
from practices.desk.transfers import transfers_waiting_for

SOURCES = (practices_waiting_for, transfers_waiting_for, events_waiting_for, questions_waiting_for)


def waiting_for(user: User) -> list[DeskItem]:
    """Everything that waits for one person; the number of queries does not grow with it."""
    return [item for source in SOURCES for item in source(user)]
