"""Each person sees the own notifications; the link that stops mail needs no sign-in."""

from familynet.notifications.stops import token_for
from tests.access.rows import Row
from tests.factories.notifications import NotificationFactory

READER = "organisation:contact"


def notification(world):
    return {"pk": NotificationFactory(recipient=world.people[READER]).pk}


def token(world):
    return {"token": token_for(world.people[READER], "topic:talk")}


ROWS = {
    "notifications:list": Row(default=200),
    "notifications:choices": [
        Row(default=200),
        Row(
            default=302,
            method="post",
            data=dict.fromkeys(["work", "talk", "followed", "transfers", "events"], "daily"),
        ),
    ],
    "notifications:read_all": Row(default=302, method="post"),
    "notifications:read": Row(notification, expect={READER: 302}, method="post"),
    "notifications:open": Row(notification, expect={READER: 302}, method="post"),
    "notifications:stop": [
        Row(token, anonymous=200, default=200),
        Row(token, anonymous=200, default=200, method="post"),
        Row(lambda world: {"token": "falso"}, anonymous=404, default=404),
    ],
}
