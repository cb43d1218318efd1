import pytest
from django.db import transaction

from familynet.kernel.emails import OutgoingEmail
from familynet.notifications.actions import notify
from familynet.notifications.models import Frequency, Notification, Topic, TopicChoice
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def tell(*people, **fields):
    about = fields.pop("about", people[0])
    values = {"subject": "Una notizia", "reason": "Segui la pratica.", "path": "/scrivania/", "topic": Topic.TALK}
    return notify(people, about=about, **values | fields)


def test_each_person_is_told_once_and_the_author_is_not():
    author, reader, gone = UserFactory(), UserFactory(), UserFactory(is_active=False)
    tell(reader, author, reader, gone, by=author, text="Testo")
    [told] = Notification.objects.all()
    assert (told.recipient, told.actor, told.text, told.reason) == (reader, author, "Testo", "Segui la pratica.")
    assert list(OutgoingEmail.objects.values_list("to", "subject")) == [(reader.email, "Una notizia")]
    assert "Perché ricevi questo messaggio: Segui la pratica." in OutgoingEmail.objects.get().text


@pytest.mark.parametrize("frequency", [Frequency.DAILY, Frequency.WEEKLY, Frequency.NEVER])
def test_who_chose_another_frequency_gets_no_mail_at_once(frequency):
    reader = UserFactory()
    TopicChoice.objects.create(user=reader, topic=Topic.TALK, frequency=frequency)
    [told] = tell(reader)
    assert (told.mail_due, OutgoingEmail.objects.count()) == (frequency, 0)


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_told():
    with pytest.raises(transaction.TransactionManagementError):
        tell(UserFactory())
