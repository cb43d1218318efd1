"""What a person is told, and how often each topic may write to the person's mailbox."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from familynet.accounts.models import User
from familynet.notifications.visibility import about_visible


class Topic(models.TextChoices):
    """What notifications are about: a person chooses for each how often mail comes."""

    WORK = "work", _("Lavoro che aspetta me")
    TALK = "talk", _("Domande, risposte e menzioni")
    FOLLOWED = "followed", _("Ciò che seguo")
    TRANSFERS = "transfers", _("Adozioni di buone pratiche")
    EVENTS = "events", _("Incontri")


class Frequency(models.TextChoices):
    AT_ONCE = "at_once", _("Subito")
    DAILY = "daily", _("Una volta al giorno")
    WEEKLY = "weekly", _("Una volta alla settimana")
    NEVER = "never", _("Mai per e-mail, solo sul sito")


# How often mail comes to who has chosen nothing.
DEFAULT_FREQUENCY = {
    Topic.WORK: Frequency.AT_ONCE,
    Topic.TALK: Frequency.AT_ONCE,
    Topic.FOLLOWED: Frequency.DAILY,
    Topic.TRANSFERS: Frequency.AT_ONCE,
    Topic.EVENTS: Frequency.AT_ONCE,
}


class NotificationQuerySet(models.QuerySet["Notification"]):
    def of(self, user: Any) -> "NotificationQuerySet":
        """All that a person was told, also about what the person may no longer see."""
        return self.filter(recipient=user) if user.is_authenticated else self.none()

    def visible_to(self, user: Any) -> "NotificationQuerySet":
        """A person's own ones about records that the person may still see.

        Asks first which kinds of records there are: one query, whatever their number.
        """
        own = self.of(user)
        kinds = own.order_by().values_list("content_type", flat=True).distinct()
        return own.filter(about_visible(user, kinds))

    def waiting(self, frequency: Frequency) -> "NotificationQuerySet":
        """What a digest still has to take."""
        return self.filter(mail_due=frequency, mailed_at=None)

    def unread(self) -> "NotificationQuerySet":
        return self.filter(read_at=None)


class Notification(models.Model):
    """One thing that one person is told, with the reason why it was sent.

    `path` is where it leads, without the host. `mail_due` says how the mail goes: at once (already queued), with
    the daily or weekly digest, or never; `mailed_at` when a digest took it.
    Personal data: the recipient, who may be named in subject and text; kept for two years.
    """

    recipient = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notifications")
    topic = models.CharField(max_length=12, choices=Topic)
    subject = models.CharField(max_length=250)
    text = models.TextField(blank=True)
    reason = models.CharField(max_length=250)
    path = models.CharField(max_length=500)
    stop = models.CharField(max_length=60, blank=True)
    actor = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.BigIntegerField()
    mail_due = models.CharField(max_length=10, choices=Frequency)
    mailed_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["recipient", "-created_at"], name="notification_by_recipient"),
            models.Index(fields=["recipient"], condition=Q(read_at=None), name="notification_unread"),
            models.Index(
                fields=["mail_due", "recipient"], condition=Q(mailed_at=None), name="notification_to_mail"
            ),
            models.Index(fields=["created_at"], name="notification_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.recipient}"


class TopicChoice(models.Model):
    """How often a person wants mail about a topic; without a row the default holds.

    Personal data: the choice of a person.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="topic_choices")
    topic = models.CharField(max_length=12, choices=Topic)
    frequency = models.CharField(max_length=10, choices=Frequency)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "topic"], name="topic_choice_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_topic_display()} {self.get_frequency_display()}"
