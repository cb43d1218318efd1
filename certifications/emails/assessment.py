"""Who is told what about assessments, notices and decisions; never an applicant before the decision."""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certifications.models import Application, Assignment, Decision, RefusalNotice
from certifications.recipients import colleagues_of, officers_or_office
from familynet.accounts.models import User
from familynet.accounts.roles import Capability
from familynet.notifications.actions import notify
from familynet.notifications.models import Topic


def managers_of(application: Application) -> list[User]:
    return colleagues_of(application, application.administration_id, Capability.CERTIFICATE_DECIDE)


def applicants_of(application: Application) -> list[User]:
    """The people who act for the organisation now."""
    members = application.organisation.members.filter(valid_to=None)
    return list(User.objects.filter(is_active=True, pk__in=members.values("user")).order_by("pk"))


def assigned(assignment: Assignment, *, by: User) -> None:
    """To the assessor: only what is needed to see a conflict."""
    _tell(
        [assignment.assessor.user],
        lambda: _("Da valutare: %(organisation)s"),
        lambda: _("Ti è stata assegnata una domanda. Prima di leggerla dichiara se hai conflitti di interessi."),
        assignment.application,
        about=assignment,
        view="certifications:assessment",
        args=[assignment.pk],
        reason=gettext_lazy("Sei nel registro dei valutatori."),
        by=by,
    )


def assignment_withdrawn(assignment: Assignment, *, by: User) -> None:
    _tell(
        [assignment.assessor.user],
        lambda: _("Assegnazione ritirata: %(organisation)s"),
        lambda: _("L'ufficio ha ritirato l'assegnazione: non devi più valutare questa domanda."),
        assignment.application,
        about=assignment,
        view="certifications:assessments",
        args=[],
        reason=gettext_lazy("Sei nel registro dei valutatori."),
        by=by,
    )


def conflict_declared(assignment: Assignment, *, by: User) -> None:
    """To the officer: somebody else has to be found."""
    _tell_officers(
        assignment.application,
        lambda: _("Conflitto di interessi: %(organisation)s"),
        lambda: _("%(by)s ha dichiarato un conflitto di interessi. Assegna la domanda a un'altra persona."),
        by=by,
    )


def assessment_submitted(assignment: Assignment, *, by: User) -> None:
    _tell_officers(
        assignment.application,
        lambda: _("Valutazione consegnata: %(organisation)s"),
        lambda: _("%(by)s ha consegnato la sua valutazione."),
        by=by,
    )


def third_called(application: Application, *, by: User) -> None:
    _tell_officers(
        application,
        lambda: _("Serve una terza valutazione: %(organisation)s"),
        lambda: _("Le valutazioni sono molto diverse fra loro: assegna la domanda a una terza persona."),
        by=by,
    )


def ready_to_decide(application: Application, *, by: User) -> None:
    _tell(
        managers_of(application),
        lambda: _("Da decidere: %(organisation)s"),
        lambda: _("La valutazione è chiusa: la domanda aspetta la decisione."),
        application,
        view="certifications:file_decision",
        reason=gettext_lazy("Decidi le certificazioni della tua amministrazione."),
        by=by,
    )


def notice_sent(notice: RefusalNotice, *, by: User) -> None:
    _tell(
        applicants_of(notice.application),
        lambda: _("Preavviso di rigetto: %(scheme)s"),
        lambda: "\n\n".join(
            [
                _("Ci sono motivi che ostano all'accoglimento della domanda. Potete inviare osservazioni."),
                notice.reasons,
            ]
        ),
        notice.application,
        view="certifications:observations",
        reason=gettext_lazy("Agisci per l'organizzazione che ha presentato la domanda."),
        by=by,
    )


def observations_sent(notice: RefusalNotice, *, by: User) -> None:
    _tell(
        [*officers_or_office(notice.application), *managers_of(notice.application)],
        lambda: _("Osservazioni al preavviso: %(organisation)s"),
        lambda: _("L'organizzazione ha inviato le sue osservazioni al preavviso di rigetto."),
        notice.application,
        view="certifications:file_decision",
        reason=gettext_lazy("Lavori su questa domanda."),
        by=by,
    )


def notice_closed(notice: RefusalNotice, *, by: User | None) -> None:
    """No observations came: to the applicant that the procedure goes on, to the office that it may decide."""
    application = notice.application
    _tell(
        applicants_of(application),
        lambda: _("Termine per le osservazioni passato: %(scheme)s"),
        lambda: _("Non sono arrivate osservazioni al preavviso di rigetto: il procedimento riprende."),
        application,
        view="certifications:procedure",
        reason=gettext_lazy("Agisci per l'organizzazione che ha presentato la domanda."),
        by=by,
    )
    _tell(
        [*officers_or_office(application), *managers_of(application)],
        lambda: _("Osservazioni non arrivate: %(organisation)s"),
        lambda: _("Il termine del preavviso di rigetto è passato: il procedimento riprende."),
        application,
        view="certifications:file_decision",
        reason=gettext_lazy("Lavori su questa domanda."),
        by=by,
    )


def decided(decision: Decision, *, by: User) -> None:
    """To the applicant: the outcome, and where the letter is."""
    awarded = decision.outcome == Decision.Outcome.AWARDED
    subject = (lambda: _("Assegnata: %(scheme)s")) if awarded else (lambda: _("Respinta: %(scheme)s"))
    _tell(
        applicants_of(decision.application),
        subject,
        lambda: _("La domanda è stata decisa con %(act)s. Trovi la lettera nella pagina della decisione."),
        decision.application,
        view="certifications:outcome",
        reason=gettext_lazy("Agisci per l'organizzazione che ha presentato la domanda."),
        by=by,
        words={"act": decision.act},
    )


def _tell_officers(
    application: Application, subject: Callable[[], str], text: Callable[[], str], *, by: User
) -> None:
    _tell(
        officers_or_office(application),
        subject,
        text,
        application,
        view="certifications:file_assessment",
        reason=gettext_lazy("Lavori su questa domanda."),
        by=by,
    )


def _tell(
    people: Iterable[User],
    subject: Callable[[], str],
    text: Callable[[], str],
    application: Application,
    *,
    view: str,
    reason: Any,
    by: User | None,
    about: Any = None,
    args: list[Any] | None = None,
    words: dict[str, Any] | None = None,
) -> None:
    known = {"organisation": application.organisation, "scheme": application.title, "by": by, **(words or {})}
    with translation.override(settings.LANGUAGE_CODE):
        path = reverse(view, args=[application.public_id] if args is None else args)
    notify(
        people,
        topic=Topic.WORK,
        subject=lambda: subject() % known,
        text=lambda: text() % known,
        reason=reason,
        path=path,
        about=about or application,
        by=by,
    )
