"""What followers are told of the life of a practice. Everything here is public."""

from collections.abc import Callable

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from familynet.accounts.models import User
from practices.followers import tell_followers
from practices.models import Practice


def published(practice: Practice, *, by: User | None) -> None:
    """For the first time: to who follows its area or its places."""
    _tell(practice, lambda: _("Nuova buona pratica: “%(title)s”"), by, practice.summary)


def new_version(practice: Practice, *, by: User | None) -> None:
    """The text was revised and published again."""
    _tell(practice, lambda: _("Nuova versione di “%(title)s”"), by, practice.summary)


def archived(practice: Practice, *, by: User | None, comment: str) -> None:
    """No longer in the list; the reason is public."""
    _tell(practice, lambda: _("Archiviata la pratica “%(title)s”"), by, comment)


def republished(practice: Practice, *, by: User | None) -> None:
    """Back in the list."""
    _tell(practice, lambda: _("Di nuovo nell'elenco: “%(title)s”"), by)


def validated_jointly(practice: Practice, *, by: User | None) -> None:
    """Taken into the shared library."""
    _tell(practice, lambda: _("Validata per la biblioteca comune: “%(title)s”"), by)


def adopted(practice: Practice, *, where: str, by: User | None) -> None:
    """An adoption was confirmed by both sides."""
    _tell(practice, lambda: _("“%(title)s” è stata adottata"), by, where)


def event_linked(practice: Practice, *, event: str, by: User | None) -> None:
    """A public event of the exchange is about it."""
    _tell(practice, lambda: _("Un incontro su “%(title)s”"), by, event)


def _tell(practice: Practice, sentence: Callable[[], str], by: User | None, text: str = "") -> None:
    with translation.override(settings.LANGUAGE_CODE):
        path = practice.get_absolute_url()
    tell_followers(practice, subject=lambda: sentence() % {"title": practice.title}, path=path, text=text, by=by)
