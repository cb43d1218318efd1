"""Jobs of accounts: invitations past their date expire; secrets do not stay in the mail archive."""

from django.db.models import Q
from django.utils import timezone
from procrastinate.contrib.django import app

from familynet.accounts.actions import expire_invitation
from familynet.accounts.emails import INVITATION
from familynet.accounts.models import Invitation
from familynet.kernel.emails import OutgoingEmail

# Their text holds a link that opens an account.
SECRET_TEMPLATES = (INVITATION, "account/email/password_reset_key")


@app.periodic(cron="10 3 * * *")
@app.task(name="familynet.accounts.tasks.expire_invitations", queueing_lock="expire_invitations")
def expire_invitations(timestamp: int) -> None:
    """Close the invitations that nobody accepted in time."""
    overdue = Invitation.objects.filter(state=Invitation.State.SENT, expires_at__lte=timezone.now())
    for invitation in overdue.iterator():
        expire_invitation(invitation=invitation)


@app.periodic(cron="*/5 * * * *")
@app.task(name="familynet.accounts.tasks.forget_links", queueing_lock="forget_links")
def forget_links(timestamp: int) -> None:
    """Take the text out of delivered mail that held a secret link: the archive must not open accounts."""
    delivered = OutgoingEmail.objects.filter(state=OutgoingEmail.State.SENT, template__in=SECRET_TEMPLATES)
    delivered.exclude(Q(text="") & Q(html="")).update(text="", html="")
