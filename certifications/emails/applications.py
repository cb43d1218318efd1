"""Who is told what when an application comes in or is taken back: the applicant, the office, who accompanies."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certifications.models import Application
from certifications.recipients import colleagues_of, officers_or_office
from familynet.accounts.models import User
from familynet.accounts.roles import Capability
from familynet.notifications.actions import Addressee, notify, notify_each
from familynet.notifications.models import Topic

REASON = gettext_lazy("Agisci per l'organizzazione che ha fatto la domanda.")
FOR_OFFICE = gettext_lazy("Istruisci le domande rivolte alla tua amministrazione.")
FOR_ACCOMPANYING = gettext_lazy("La tua amministrazione accompagna le organizzazioni del suo territorio.")


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


def application_arrived(application: Application, *, by: User) -> None:
    """To who runs files for the certifier, and to who accompanies the organisations of its territory."""
    people = [
        Addressee(person, FOR_OFFICE)
        for person in colleagues_of(application, application.administration_id, Capability.CERTIFICATE_MANAGE)
    ]
    if application.seat_administration_id != application.administration_id:
        side = application.seat_administration_id
        people += [
            Addressee(person, FOR_ACCOMPANYING)
            for person in colleagues_of(application, side, Capability.CERTIFICATE_ACCOMPANY)
        ]
    _tell_officials(
        application,
        people,
        subject=lambda: _("Nuova domanda: %(title)s, %(organisation)s"),
        text=lambda: _("%(organisation)s ha presentato la domanda «%(title)s» il %(when)s."),
        by=by,
    )


def application_taken_back(application: Application, *, by: User) -> None:
    """To the responsible officer, or to the office while there is none: nothing is to be done any more."""
    people = [Addressee(person, FOR_OFFICE) for person in officers_or_office(application)]
    _tell_officials(
        application,
        people,
        subject=lambda: _("Domanda ritirata: %(title)s, %(organisation)s"),
        text=lambda: _("%(organisation)s ha ritirato la domanda «%(title)s»."),
        by=by,
    )


def _tell_officials(
    application: Application,
    people: list[Addressee],
    *,
    subject: Callable[[], str],
    text: Callable[[], str],
    by: User,
) -> None:
    words = _words(application)
    with translation.override(settings.LANGUAGE_CODE):
        path = reverse("certifications:file", args=[application.public_id])
    notify_each(
        people,
        topic=Topic.WORK,
        subject=lambda: subject() % words,
        text=lambda: text() % words,
        path=path,
        about=application,
        by=by,
    )


def _words(application: Application) -> dict[str, Any]:
    moment = application.submitted_at
    return {
        "title": application.title,
        "organisation": application.organisation.name,
        "when": date_format(localtime(moment), "d/m/Y H:i") if moment else "",
    }


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
    words = {**_words(application), "by": by}
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
