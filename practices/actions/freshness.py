"""How long a practice counts as up to date: the next date, the confirmation, the reminders."""

import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from familynet.accounts.models import Administration, User
from familynet.kernel.dates import add_months
from familynet.kernel.history import HistoryEntry, record
from familynet.kernel.workflow import TransitionConflict
from familynet.notifications.actions import notify
from familynet.notifications.models import Topic
from practices.models import FreshnessReminder, LibraryRules, Practice, rules_for
from practices.permissions import can_confirm
from practices.recipients import owners_of

Kind = FreshnessReminder.Kind
SUBJECTS: dict[str, str | Promise] = {
    Kind.BEFORE: gettext_lazy("Da confermare fra poco: %(title)s"),
    Kind.DUE: gettext_lazy("Da confermare: %(title)s"),
    Kind.AFTER: gettext_lazy("Ancora da confermare: %(title)s"),
}
WHAT_TO_DO = gettext_lazy(
    "La data per confermarla è il %(day)s. Se è tutto ancora vero basta un clic; se qualcosa è cambiato, "
    "apri una nuova versione."
)


def next_review_date(administration: Administration | int, on: datetime.date | None = None) -> datetime.date:
    """The day by which what is published or confirmed on a day must be confirmed again."""
    on = on or timezone.localdate()
    return add_months(on, rules_for(administration, on).review_months)


@transaction.atomic
def confirm_practice(practice: Practice, *, by: User) -> HistoryEntry:
    """Say that a published practice is still valid: a new date, and a line in its public history."""
    current = Practice.objects.select_for_update(of=("self",)).get(pk=practice.pk)
    if not can_confirm(by, current):
        raise PermissionDenied("confirm practice")
    if current.state != Practice.State.PUBLISHED:
        raise TransitionConflict(current)
    due = next_review_date(current.administration_id)
    # By the key: the text did not change, so its date does not either.
    Practice.objects.filter(pk=current.pk).update(review_on=due)
    practice.review_on = due
    return record(
        practice,
        "confirm",
        label=lambda: _("Confermata: è ancora valida"),
        by=by,
        public=True,
        data={"review_on": due.isoformat()},
    )


def remind_owners(today: datetime.date) -> int:
    """Tell owners before, on and after the date, each once; returns how many messages left.

    Safe to run twice, and on a later day than planned.
    """
    sent = 0
    for administration in Administration.objects.all():
        rules = rules_for(administration, today)
        limit = today + datetime.timedelta(days=rules.remind_days_before)
        due = Practice.objects.published().filter(administration=administration, review_on__lte=limit)
        for practice in due.select_related("administration", "author").order_by("pk").iterator(chunk_size=200):
            sent += _remind(practice, rules, today)
    return sent


def kind_of_reminder(due: datetime.date, rules: LibraryRules, today: datetime.date) -> Kind | None:
    """Which reminder is due today for a review date; None when it is too early."""
    if today >= due + datetime.timedelta(days=rules.remind_days_after):
        return Kind.AFTER
    if today >= due:
        return Kind.DUE
    if today >= due - datetime.timedelta(days=rules.remind_days_before):
        return Kind.BEFORE
    return None


@transaction.atomic
def _remind(practice: Practice, rules: LibraryRules, today: datetime.date) -> int:
    due = practice.review_on
    kind = kind_of_reminder(due, rules, today) if due else None
    if due is None or kind is None:
        return 0
    _reminder, is_new = FreshnessReminder.objects.get_or_create(practice=practice, due_on=due, kind=kind)
    if not is_new:
        return 0
    words = {"day": date_format(due, "d/m/Y")}
    notify(
        owners_of(practice),
        topic=Topic.WORK,
        subject=lambda: str(SUBJECTS[kind]) % {"title": practice.title},
        text=lambda: str(WHAT_TO_DO) % words,
        reason=lambda: _("Hai scritto questa pratica, o scrivi per la tua amministrazione."),
        path=practice.work_url,
        about=practice,
    )
    return 1
