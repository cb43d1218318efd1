"""The only place that sends mail: from a template pair, by a job, after the commit, with retries.

`send()` stores the message and its job in the transaction of the change: a rollback takes both back.
"""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.utils import DNS_NAME
from django.db import models, transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

SEND_EMAIL = "familynet.kernel.tasks.send_email"


class OutgoingEmail(models.Model):
    """A message and what became of it. Personal data: the recipient's address and the text."""

    class State(models.TextChoices):
        QUEUED = "queued", _("In attesa")
        SENT = "sent", _("Inviato")
        FAILED = "failed", _("Non inviato")

    to = models.EmailField()
    template = models.CharField(max_length=80)
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["state", "-created_at"], name="outgoing_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="sent", sent_at__isnull=False)
                | (~models.Q(state="sent") & models.Q(sent_at=None)),
                name="outgoing_sent_has_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"

    @property
    def message_id(self) -> str:
        """The same at every attempt, so that a receiver can drop a second copy."""
        return f"<familynet-{self.pk}@{DNS_NAME}>"


def send(
    template: str,
    to: str,
    context: dict[str, Any],
    *,
    language: str = "it",
    headers: dict[str, str] | None = None,
) -> OutgoingEmail:
    """Queue one message from emails/<template>.subject.txt, .txt and .html."""
    with translation.override(language):
        context = {"site_url": settings.SITE_URL, **context}
        subject = " ".join(render_to_string(f"emails/{template}.subject.txt", context).split())
        text = render_to_string(f"emails/{template}.txt", context)
        html = render_to_string(f"emails/{template}.html", context)
    return queue(template, to, subject, text, html, headers=headers)


@transaction.atomic
def queue(
    template: str, to: str, subject: str, text: str, html: str = "", *, headers: dict[str, str] | None = None
) -> OutgoingEmail:
    """Store an already written message and its job. `headers` are further ones, such as List-Unsubscribe."""
    email = OutgoingEmail.objects.create(
        to=to, template=template, subject=subject[:250], text=text, html=html, headers=headers or {}
    )
    app.configure_task(SEND_EMAIL, lock=f"email-{email.pk}").defer(email_id=email.pk)
    return email


@transaction.atomic
def retry(email: OutgoingEmail) -> None:
    """Try again a message that was given up; nothing happens to one in any other state."""
    given_up = OutgoingEmail.objects.filter(pk=email.pk, state=OutgoingEmail.State.FAILED)
    if given_up.update(state=OutgoingEmail.State.QUEUED):
        app.configure_task(SEND_EMAIL, lock=f"email-{email.pk}").defer(email_id=email.pk)


def deliver(email_id: int) -> None:
    """Hand one message to the mail server, once; raises what the server raises."""
    with transaction.atomic():
        email = OutgoingEmail.objects.select_for_update().get(pk=email_id)
        if email.state == OutgoingEmail.State.SENT:
            return
        message = EmailMultiAlternatives(
            email.subject,
            email.text,
            settings.DEFAULT_FROM_EMAIL,
            [email.to],
            headers={**email.headers, "Message-ID": email.message_id},
        )
        if email.html:
            message.attach_alternative(email.html, "text/html")
        message.send()
        email.state, email.sent_at, email.last_error = OutgoingEmail.State.SENT, timezone.now(), ""
        email.attempts += 1
        email.save(update_fields=["state", "sent_at", "last_error", "attempts"])


def note_failure(email_id: int, error: Exception, *, final: bool) -> None:
    """Keep what went wrong where the administrator sees it; `final` after the last attempt."""
    OutgoingEmail.objects.filter(pk=email_id).exclude(state=OutgoingEmail.State.SENT).update(
        attempts=models.F("attempts") + 1,
        last_error=f"{type(error).__name__}: {error}"[:2000],
        state=OutgoingEmail.State.FAILED if final else OutgoingEmail.State.QUEUED,
    )
