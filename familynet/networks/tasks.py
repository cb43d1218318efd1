"""Jobs of the networks: the reminder before the term for the certificate."""

from django.utils import timezone
from procrastinate.contrib.django import app

from familynet.kernel.dates import add_months
from familynet.networks.actions import remind_to_certify
from familynet.networks.models import Membership


@app.periodic(cron="10 6 * * *")
@app.task(
    name="familynet.networks.tasks.remind_of_promises", queueing_lock="remind_of_promises", pass_context=False
)
def remind_of_promises(timestamp: int) -> None:
    """Remind, each member once, when the network's months of notice before the term have begun."""
    today = timezone.localdate()
    waiting = Membership.objects.uncertified().filter(reminded_on=None)
    for membership in waiting.select_related("network", "organisation__administration"):
        if membership.certify_by and today >= add_months(
            membership.certify_by, -membership.network.remind_months_before
        ):
            remind_to_certify(membership, on=today)
