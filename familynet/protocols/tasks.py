"""Jobs: notice before the term, and the term itself."""

import datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from familynet.kernel.workflow import TransitionConflict
from familynet.protocols import emails
from familynet.protocols.actions import expire_protocol
from familynet.protocols.models import Protocol

NOTICE_DAYS = (180, 30)
RUNNING = [Protocol.State.IN_FORCE, Protocol.State.RENEWED]


@app.periodic(cron="10 3 * * *")
@app.task(name="protocols.tasks.watch_terms", queueing_lock="protocols.watch_terms")
def watch_terms(timestamp: int) -> None:
    """Each morning: end what passed its term, and say 180 and 30 days before that it comes."""
    today = timezone.localdate()
    for protocol in Protocol.objects.filter(state__in=RUNNING, ends_on__lt=today):
        try:
            expire_protocol(protocol=protocol)
        except TransitionConflict:
            continue
    near = [today + datetime.timedelta(days=days) for days in NOTICE_DAYS]
    for protocol in Protocol.objects.filter(state__in=RUNNING, ends_on__in=near).prefetch_related("parties"):
        emails.send_term_near(protocol)
