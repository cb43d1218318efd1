"""What the people of an organisation are told about their application."""

from collections.abc import Callable

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certifications.models import Application
from familynet.accounts.models import User
from familynet.notifications.actions import notify
from familynet.notifications.models import Topic

REASON = gettext_lazy("Agisci per l'organizzazione che ha fatto la domanda.")


def people_of(application: Application) -> list[User]:
    """Who acts for the organisation now."""
    members = application.organisation.members.current().select_related("user").order_by("pk")
    return [member.user for member in members]


def application_submitted(application: Application, *, by: User) -> None:
    """To everybody of the organisation, also to who submitted: it arrived, when, and where the receipt is."""
    tell_applicant(
        application,
        subject=lambda: _("Domanda presentata: %(title)s"),
        text=lambda: _(
            "%(organisation)s ha presentato la domanda il %(when)s, con %(by)s. La ricevuta, con l'elenco dei "
            "file e la loro impronta, è nella pagina della domanda."
        ),
        by=by,
        view="certifications:application_receipt",
        tell_by=True,
    )


def application_withdrawn(application: Application, *, by: User) -> None:
    """To the other people of the organisation."""
    tell_applicant(
        application,
        subject=lambda: _("Domanda ritirata: %(title)s"),
        text=lambda: _("%(by)s ha ritirato la domanda di %(organisation)s."),
        by=by,
    )


def tell_applicant(
    application: Application,
    *,
    subject: Callable[[], str],
    text: Callable[[], str],
    by: User | None,
    view: str = "certifications:application",
    tell_by: bool = False,
) -> None:
    """Notify the people of the organisation; the sentences may name title, organisation, by and when."""
    moment = application.submitted_at
    words = {
        "title": application.title,
        "organisation": application.organisation.name,
        "by": by,
        "when": date_format(localtime(moment), "d/m/Y H:i") if moment else "",
    }
    with translation.override(settings.LANGUAGE_CODE):
        path = reverse(view, args=[application.public_id])
    notify(
        people_of(application),
        topic=Topic.WORK,
        subject=lambda: subject() % words,
        text=lambda: text() % words,
        reason=REASON,
        path=path,
        about=application,
        by=None if tell_by else by,
    )
