"""Whom the steps of a practice tell: on the site, and by mail as often as each has chosen."""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from familynet.accounts.models import User
from familynet.notifications.actions import notify
from familynet.notifications.models import Topic
from practices.models import Practice
from practices.recipients import validators_of

# What is said to the author, by the outcome of a judgement (models.Review.Outcome).
JUDGED: dict[str, tuple[Callable[[], str], Callable[[], str]]] = {
    "published": (
        lambda: _("Pubblicata: %(title)s"),
        lambda: _("%(by)s ha valutato la buona pratica: ora è pubblica."),
    ),
    "changes_requested": (
        lambda: _("Da modificare: %(title)s"),
        lambda: _("%(by)s ha valutato la buona pratica e chiede modifiche. Il testo è di nuovo modificabile."),
    ),
    "rejected": (
        lambda: _("Respinta: %(title)s"),
        lambda: _("%(by)s ha valutato la buona pratica e l'ha respinta."),
    ),
}


def practice_submitted(practice: Practice, *, by: User) -> None:
    """To each validator: there is something to judge."""
    _tell(
        validators_of(practice),
        practice,
        lambda: _("Da validare: %(title)s"),
        lambda: _("%(by)s ha inviato la buona pratica alla validazione. Aspetta una valutazione."),
        reason=gettext_lazy("Validi le buone pratiche della tua amministrazione."),
        by=by,
        view="practices:review",
    )


def practice_judged(practice: Practice, outcome: str, *, by: User, comment: str) -> None:
    """To the author: published, changes requested or rejected, with the assessment."""
    subject, sentence = JUDGED[outcome]
    _tell_author(practice, subject, sentence, by=by, comment=comment)


def practice_archived(practice: Practice, *, by: User, comment: str) -> None:
    _tell_author(
        practice,
        lambda: _("Archiviata: %(title)s"),
        lambda: _("%(by)s ha archiviato la buona pratica: non compare più nell'elenco pubblico."),
        by=by,
        comment=comment,
    )


def practice_republished(practice: Practice, *, by: User) -> None:
    _tell_author(
        practice,
        lambda: _("Di nuovo pubblica: %(title)s"),
        lambda: _("%(by)s ha pubblicato di nuovo la buona pratica."),
        by=by,
    )


def _tell_author(
    practice: Practice, subject: Callable[[], str], sentence: Callable[[], str], *, by: User, comment: str = ""
) -> None:
    reason = gettext_lazy("Hai scritto questa buona pratica.")
    _tell([practice.author], practice, subject, sentence, reason=reason, by=by, comment=comment)


def _tell(
    people: Iterable[User],
    practice: Practice,
    subject: Callable[[], str],
    sentence: Callable[[], str],
    *,
    reason: Any,
    by: User,
    comment: str = "",
    view: str = "practices:work_detail",
) -> None:
    words = {"title": practice.title, "by": by}
    with translation.override(settings.LANGUAGE_CODE):
        path = reverse(view, kwargs={"uuid": practice.uuid})
    notify(
        people,
        topic=Topic.WORK,
        subject=lambda: subject() % words,
        text=lambda: "\n\n".join(filter(None, [sentence() % words, comment])),
        reason=reason,
        path=path,
        about=practice,
        by=by,
    )
