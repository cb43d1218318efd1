"""Reminders about one certificate can be stopped by the link in their mail, and wanted again on its page."""

from django.utils.translation import gettext as _

from certifications.models import Certificate, ReminderStop
from familynet.accounts.models import User
from familynet.notifications.stops import Kind

STOP = "certificate"


def stop_reminders(user: User, certificate: Certificate) -> None:
    ReminderStop.objects.get_or_create(user=user, certificate=certificate)


def resume_reminders(user: User, certificate: Certificate) -> None:
    ReminderStop.objects.filter(user=user, certificate=certificate).delete()


def _found(user: User, key: str) -> Certificate | None:
    if not key.isdecimal():
        return None
    seen = Certificate.objects.visible_to(user).exclude(reminder_stops__user=user)
    return seen.select_related("organisation", "scheme").filter(pk=key).first()


def _describe(user: User, key: str) -> str:
    found = _found(user, key)
    if found is None:
        return ""
    names = {"scheme": found.scheme, "holder": found.organisation}
    return _("i promemoria sulla certificazione %(scheme)s di %(holder)s") % names


def _end(user: User, key: str) -> None:
    if found := _found(user, key):
        stop_reminders(user, found)


REMINDERS_KIND = Kind(_describe, _end)
