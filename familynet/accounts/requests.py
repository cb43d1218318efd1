"""The request of a page that asks for sign-in, for annotations: its user is a person, never anonymous."""

from django.http import HttpRequest

from familynet.accounts.models import User


class UserRequest(HttpRequest):
    user: User
