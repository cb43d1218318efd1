"""Who is told what while a file is worked on: the applicant, and the officer responsible for it."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certifications.emails.applications import REASON, people_of
from certifications.models import Application, IntegrationRequest
from certifications.recipients import officers_or_office
from familynet.accounts.models import User
from familynet.notifications.actions import notify
from familynet.notifications.models import Topic

OFFICER_REASON = gettext_lazy("Lavori su questa domanda.")
Text = Callable[[], str]


def procedure_started(application: Application, *, by: User) -> None:
    """The notice of the start: who is responsible, by when it ends (L. 241/1990, art. 7 and 8)."""
    _tell_applicant(
        application,
        lambda: _("Avviato il procedimento: %(title)s"),
        lambda: _(
            "%(administration)s ha avviato il procedimento sulla domanda di %(organisation)s. Responsabile del "
            "procedimento: %(officer)s. Il procedimento si conclude entro il %(due)s."
        ),
        by=by,
    )


def officer_changed(application: Application, *, by: User) -> None:
    _tell_applicant(
        application,
        lambda: _("Nuovo responsabile del procedimento: %(title)s"),
        lambda: _("La domanda di %(organisation)s ha un nuovo responsabile del procedimento: %(officer)s."),
        by=by,
    )


def integration_asked(request: IntegrationRequest, *, by: User) -> None:
    _tell_applicant(
        request.application,
        lambda: _("Integrazioni richieste: %(title)s"),
        lambda: _(
            "%(administration)s chiede integrazioni alla domanda di %(organisation)s. Si risponde dalla pagina "
            "della richiesta entro il %(day)s."
        ),
        by=by,
        view="certifications:integration",
        day=request.due_on,
    )


def integration_closed(request: IntegrationRequest, *, by: User | None) -> None:
    _tell_applicant(
        request.application,
        lambda: _("Termine per le integrazioni passato: %(title)s"),
        lambda: _(
            "Il termine per rispondere era il %(day)s: l'esame della domanda di %(organisation)s riprende con "
            "quello che c'è."
        ),
        by=by,
        view="certifications:integration",
        day=request.due_on,
    )
    _tell_officer(
        request.application,
        lambda: _("Integrazioni non arrivate: %(organisation)s"),
        lambda: _("Il termine per rispondere è passato: la pratica torna in istruttoria."),
        by=by,
    )


def integration_answered(request: IntegrationRequest, *, by: User) -> None:
    _tell_officer(
        request.application,
        lambda: _("Integrazioni arrivate: %(organisation)s"),
        lambda: _("%(organisation)s ha risposto alla richiesta di integrazioni: la pratica torna in istruttoria."),
        by=by,
        view="certifications:file_integrations",
    )


def file_assigned(application: Application, *, by: User) -> None:
    _tell_officer(
        application,
        lambda: _("Pratica assegnata a te: %(organisation)s"),
        lambda: _("Ora sei responsabile del procedimento: %(title)s di %(organisation)s."),
        by=by,
    )


def term_is_near(application: Application) -> None:
    _tell_officer(
        application,
        lambda: _("Termine vicino: %(organisation)s"),
        lambda: _("Il procedimento «%(title)s» di %(organisation)s si conclude entro il %(due)s."),
        by=None,
    )


def _tell_applicant(
    application: Application,
    subject: Text,
    text: Text,
    *,
    by: User | None,
    view: str = "certifications:procedure",
    day: Any = None,
) -> None:
    _tell(people_of(application), REASON, application, subject, text, by, view, day)


def _tell_officer(
    application: Application, subject: Text, text: Text, *, by: User | None, view: str = "certifications:file"
) -> None:
    _tell(officers_or_office(application), OFFICER_REASON, application, subject, text, by, view, None)


def _tell(
    people: list[User],
    reason: Any,
    application: Application,
    subject: Text,
    text: Text,
    by: User | None,
    view: str,
    day: Any,
) -> None:
    words = {
        "title": application.title,
        "organisation": application.organisation.name,
        "administration": application.administration.name,
        "officer": application.officer or "",
        "due": date_format(application.due_on, "d/m/Y") if application.due_on else "–",
        "day": date_format(day, "d/m/Y") if day else "",
    }
    notify(
        people,
        topic=Topic.WORK,
        subject=lambda: subject() % words,
        text=lambda: text() % words,
        reason=reason,
        path=reverse(view, args=[application.public_id]),
        about=application,
        by=by,
    )
