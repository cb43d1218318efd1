"""Who is told what in the life of a certificate: the holder's people, and the office that looks after it."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certifications.models import (
    Certificate,
    CertificateTransfer,
    Condition,
    OverdueNotice,
    PlannedChange,
    ReminderStop,
    Renewal,
    RenunciationRequest,
)
from certifications.models.conditions import holders_of
from certifications.stopping import STOP
from familynet.accounts.models import RoleAssignment, User
from familynet.accounts.roles import Capability, roles_with
from familynet.notifications.actions import Addressee, notify_each
from familynet.notifications.models import Topic

FOR_HOLDER = gettext_lazy("Agisci per l'organizzazione che ha questa certificazione.")
FOR_OFFICE = gettext_lazy("La tua amministrazione ha rilasciato questa certificazione e tu la segui.")


def office_of(certificate: Certificate, capability: Capability = Capability.CERTIFICATE_MANAGE) -> list[User]:
    """Active people with a role in force of the certifier that includes the capability, each once."""
    held = RoleAssignment.objects.in_force().filter(
        administration=certificate.administration_id, role__in=roles_with(capability)
    )
    return list(User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("pk"))


def holder_path(certificate: Certificate, name: str = "holding", *args: Any) -> str:
    return reverse(f"certifications:{name}", args=[certificate.public_id, *args])


def office_path(certificate: Certificate, name: str = "work_detail", *args: Any) -> str:
    return reverse(f"certifications:{name}", args=[certificate.public_id, *args])


def tell_holder(
    certificate: Certificate, *, subject: Any, path: str = "", by: User | None = None, text: Any = ""
) -> int:
    """Tell the people who act for the holder; how many. `subject` and `text` are lazy or functions."""
    people = [Addressee(person, FOR_HOLDER) for person in holders_of(certificate)]
    return len(
        _told(certificate, people, subject=subject, path=path or holder_path(certificate), by=by, text=text)
    )


def tell_office(
    certificate: Certificate,
    *,
    subject: Any,
    path: str = "",
    by: User | None = None,
    text: Any = "",
    capability: Capability = Capability.CERTIFICATE_MANAGE,
) -> int:
    """Tell the certifier's people who have the capability; how many."""
    people = [Addressee(person, FOR_OFFICE) for person in office_of(certificate, capability)]
    return len(
        _told(certificate, people, subject=subject, path=path or office_path(certificate), by=by, text=text)
    )


def _told(
    certificate: Certificate, people: Iterable[Addressee], *, topic: Topic = Topic.WORK, **what: Any
) -> list[Any]:
    return notify_each(people, topic=topic, about=certificate, **what)


def remind(certificate: Certificate, *, subject: Any, text: Any) -> int:
    """Remind holder and office, except those who stopped reminders about this certificate; how many people.

    The office gets them in its digest: it has hundreds of certificates.
    """
    stopped = set(ReminderStop.objects.filter(certificate=certificate).values_list("user", flat=True))
    stop = f"{STOP}:{certificate.pk}"

    def wanted(people: Iterable[User], reason: Any) -> list[Addressee]:
        return [Addressee(person, reason, stop) for person in people if person.pk not in stopped]

    holders, office = wanted(holders_of(certificate), FOR_HOLDER), wanted(office_of(certificate), FOR_OFFICE)
    told = _told(certificate, holders, subject=subject, path=holder_path(certificate), text=text)
    told += _told(
        certificate, office, topic=Topic.FOLLOWED, subject=subject, path=office_path(certificate), text=text
    )
    return len(told)


def day(date: datetime.date) -> str:
    return formats.date_format(date, "d/m/Y")


def requirement_lines(conditions: Iterable[Condition]) -> str:
    """The requirements, one a line, for the text of a message."""
    return "\n".join(f"– {c.requirement.code}: {c.requirement.text}" for c in conditions)


def words(certificate: Certificate, **more: Any) -> dict[str, Any]:
    return {"holder": certificate.organisation.name[:100], "scheme": certificate.scheme.name, **more}


def tell_condition_sent(condition: Condition, *, by: User) -> None:
    certificate = condition.certificate
    values = words(certificate, code=condition.requirement.code)
    tell_office(
        certificate,
        subject=lambda: _("Da controllare: requisito %(code)s di %(holder)s (%(scheme)s)") % values,
        text=condition.requirement.text,
        path=office_path(certificate, "condition_check", condition.pk),
        by=by,
    )


def tell_condition_checked(condition: Condition, *, by: User) -> None:
    certificate, S = condition.certificate, Condition.State
    values = words(certificate, code=condition.requirement.code, day=day(condition.due_on))
    subjects = {
        S.MET: lambda: _("Requisito %(code)s soddisfatto: %(scheme)s") % values,
        S.WAIVED: lambda: _("Requisito %(code)s non più dovuto: %(scheme)s") % values,
        S.NOT_MET: lambda: _("Requisito %(code)s da completare entro il %(day)s: %(scheme)s") % values,
    }
    tell_holder(
        certificate,
        subject=subjects[S(condition.state)],
        text=condition.reason,
        path=holder_path(certificate, "condition", condition.pk),
        by=by,
    )


def tell_overdue(notice: OverdueNotice, late: list[Condition]) -> None:
    """The notice itself: what is missing, until when, and what may follow."""
    certificate = notice.certificate
    values = words(certificate, day=day(notice.answer_by))

    def text() -> str:
        follows = _(
            "Il termine di questi requisiti è passato. Se entro il %(day)s non mandate quanto manca, l'ufficio "
            "può proporre di sospendere la certificazione: decide la dirigenza, con un atto."
        )
        return f"{follows % values}\n\n{requirement_lines(late)}"

    tell_holder(certificate, subject=lambda: _("Avviso: requisiti in ritardo per %(scheme)s") % values, text=text)
    tell_office(
        certificate,
        subject=lambda: _("Inviato un avviso a %(holder)s: requisiti in ritardo (%(scheme)s)") % values,
        text=lambda: requirement_lines(late),
        path=office_path(certificate, "conditions_work"),
    )


def tell_proposed(notice: OverdueNotice) -> None:
    certificate = notice.certificate
    values = words(certificate, day=day(notice.answer_by))
    tell_office(
        certificate,
        subject=lambda: _("Da decidere: sospendere %(scheme)s di %(holder)s?") % values,
        text=lambda: _("L'avviso dava tempo fino al %(day)s e mancano ancora dei requisiti.") % values,
        path=reverse("certifications:proposals"),
        capability=Capability.CERTIFICATE_DECIDE,
    )


def tell_dismissed(notice: OverdueNotice, *, by: User) -> None:
    values = words(notice.certificate)
    tell_holder(
        notice.certificate,
        subject=lambda: _("La certificazione %(scheme)s non viene sospesa") % values,
        text=notice.closing_reason,
        by=by,
    )


def change_words(planned: PlannedChange, change: Any) -> dict[str, Any]:
    return words(planned.certificate, change=change, day=day(planned.effective_on))


def tell_planned(planned: PlannedChange, change: Any, *, by: User) -> None:
    """The holder hears on the day of the decision, not only on the day of effect. `change` is its lazy label."""
    certificate = planned.certificate

    def text() -> str:
        act = _("Atto: %(act)s") % {"act": planned.act} if planned.act else ""
        return "\n".join(part for part in (act, planned.reason) if part)

    tell_holder(
        certificate,
        subject=lambda: _("%(scheme)s: «%(change)s» con effetto dal %(day)s") % change_words(planned, change),
        text=text,
        by=by,
    )
    tell_office(
        certificate,
        subject=lambda: _("%(holder)s: «%(change)s» con effetto dal %(day)s") % change_words(planned, change),
        by=by,
    )


def tell_cancelled(planned: PlannedChange, change: Any, *, by: User) -> None:
    tell_holder(
        planned.certificate,
        subject=lambda: (
            _("%(scheme)s: annullato «%(change)s», previsto per il %(day)s") % change_words(planned, change)
        ),
        text=planned.closing_reason,
        by=by,
    )


def tell_failed(planned: PlannedChange, change: Any) -> None:
    """The change could not happen on its day: who decides has to look at it."""
    tell_office(
        planned.certificate,
        subject=lambda: _("Non applicato: «%(change)s» di %(holder)s del %(day)s") % change_words(planned, change),
        text=planned.closing_reason,
        capability=Capability.CERTIFICATE_DECIDE,
    )


def tell_renewed(renewal: Renewal, *, by: User) -> None:
    values = words(renewal.certificate, day=day(renewal.valid_to))
    tell_holder(
        renewal.certificate,
        subject=lambda: _("Certificazione %(scheme)s rinnovata fino al %(day)s") % values,
        text=lambda: _("Atto: %(act)s") % {"act": renewal.act},
        by=by,
    )


def tell_transferred(transfer: CertificateTransfer, *, by: User) -> None:
    certificate = transfer.certificate
    values = words(certificate, before=transfer.from_name[:100], day=day(transfer.effective_on))
    tell_holder(
        certificate,
        subject=lambda: _("Certificazione %(scheme)s passata da %(before)s dal %(day)s") % values,
        by=by,
    )


def tell_renunciation_asked(request: RenunciationRequest, *, by: User) -> None:
    certificate = request.certificate
    tell_office(
        certificate,
        subject=lambda: _("%(holder)s rinuncia a %(scheme)s: da registrare") % words(certificate),
        text=request.reason,
        by=by,
        capability=Capability.CERTIFICATE_DECIDE,
    )
