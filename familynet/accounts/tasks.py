"""Jobs of accounts: what has run out is closed, what is no longer needed is forgotten."""

import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils import timezone
from procrastinate.contrib.django import app

from familynet.accounts.actions import expire_invitation
from familynet.accounts.emails import INVITATION
from familynet.accounts.models import Invitation
from familynet.kernel.emails import OutgoingEmail

KEEP_REFUSED = datetime.timedelta(days=90)
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


@app.periodic(cron="20 3 * * *")
@app.task(name="familynet.accounts.tasks.forget_people", queueing_lock="forget_people")
def forget_people(timestamp: int) -> None:
    """Take name and address out of invitations that came to nothing, and ended sessions out of the lists."""
    ended = Invitation.objects.filter(state__in=[Invitation.State.WITHDRAWN, Invitation.State.EXPIRED])
    ended.filter(updated_at__lt=timezone.now() - KEEP_REFUSED).update(email="", full_name="")
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
