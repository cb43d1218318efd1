import factory
from django.contrib.contenttypes.models import ContentType
from factory.django import DjangoModelFactory

from familynet.notifications.models import Frequency, Notification, Topic
from tests.factories.accounts import UserFactory


class NotificationFactory(DjangoModelFactory):
    """A notification about its own recipient."""

    class Meta:
        model = Notification

    recipient = factory.SubFactory(UserFactory)
    topic = Topic.TALK
    subject = factory.Sequence(lambda n: f"Notizia {n}")
    reason = "Segui questa pratica."
    path = "/scrivania/"
    content_type = factory.LazyFunction(lambda: ContentType.objects.get(app_label="accounts", model="user"))
    object_id = factory.SelfAttribute("recipient.pk")
    mail_due = Frequency.AT_ONCE
