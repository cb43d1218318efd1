"""Jobs: invitations past their date expire."""

from procrastinate.contrib.django import app

from familynet.kernel.workflow import TransitionConflict
from familynet.organisations.actions import expire_invitation
from familynet.organisations.models import OrganisationInvitation


@app.periodic(cron="20 2 * * *")
@app.task(name="organisations.tasks.expire_invitations", queueing_lock="organisations.expire_invitations")
def expire_invitations(timestamp: int) -> None:
    """Safe to run twice: an invitation answered meanwhile is left as it is."""
    overdue = OrganisationInvitation.objects.overdue().select_related("organisation__administration")
    for invitation in overdue.iterator(chunk_size=500):
        try:
            expire_invitation(invitation=invitation)
        except TransitionConflict:
            continue
