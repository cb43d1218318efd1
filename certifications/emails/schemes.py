"""Who is told what about disciplinari and realignments."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certifications.models import Realignment, RealignmentNotice, SchemeVersion
from familynet.accounts.models import RoleAssignment, User
from familynet.accounts.roles import Capability, roles_with
from familynet.notifications.actions import notify
from familynet.notifications.models import Topic
from familynet.organisations.models import OrganisationMember

C = Capability
PUBLISHES = gettext_lazy("Pubblichi i disciplinari della tua amministrazione.")
DRAFTS = gettext_lazy("Scrivi i disciplinari della tua amministrazione.")
HOLDS = gettext_lazy("La tua organizzazione ha questa certificazione.")
CONFIRMS = gettext_lazy("Confermi le certificazioni della tua amministrazione.")


def people_with(administration: int, capability: Capability) -> list[User]:
    """Active people with a role in force that includes the capability, each once."""
    held = RoleAssignment.objects.in_force().filter(administration=administration, role__in=roles_with(capability))
    return list(User.objects.filter(is_active=True, pk__in=held.values("user")))


def _tell_office(
    version: SchemeVersion, capability: C, subject: Any, reason: Any, by: User, text: str = ""
) -> None:
    notify(
        people_with(version.scheme.administration_id, capability),
        topic=Topic.WORK,
        subject=subject,
        reason=reason,
        path=reverse("certifications:version_work", args=[version.pk]),
        about=version,
        by=by,
        text=text,
    )


def version_in_review(version: SchemeVersion, *, by: User) -> None:
    """To those who publish."""
    _tell_office(
        version,
        C.SCHEME_PUBLISH,
        lambda: _("Disciplinare da rivedere: %(label)s") % {"label": version.label},
        PUBLISHES,
        by,
    )


def version_sent_back(version: SchemeVersion, *, by: User, comment: str) -> None:
    """To those who draft, with the reason."""
    _tell_office(
        version,
        C.SCHEME_MANAGE,
        lambda: _("Disciplinare rimandato in bozza: %(label)s") % {"label": version.label},
        DRAFTS,
        by,
        comment,
    )


def version_published(version: SchemeVersion, *, by: User) -> None:
    """To those who draft."""
    _tell_office(
        version,
        C.SCHEME_MANAGE,
        lambda: _("Disciplinare pubblicato: %(label)s") % {"label": version.label},
        DRAFTS,
        by,
    )


def _tell_holder(realignment: Realignment, subject: Any, *, by: User | None = None, text: Any = "") -> None:
    members = OrganisationMember.objects.current().filter(organisation=realignment.certificate.organisation_id)
    notify(
        [member.user for member in members.select_related("user")],
        topic=Topic.WORK,
        subject=subject,
        reason=HOLDS,
        path=reverse("certifications:realignment", args=[realignment.uuid]),
        about=realignment,
        by=by,
        text=text,
    )


def _words(realignment: Realignment) -> dict[str, str]:
    return {
        "scheme": realignment.certificate.scheme.name,
        "organisation": realignment.certificate.organisation.name,
        "day": realignment.due_on.strftime("%d/%m/%Y"),
    }


def realignment_asked(realignment: Realignment) -> None:
    _tell_holder(
        realignment,
        lambda: _("%(scheme)s: adeguamento da confermare entro il %(day)s") % _words(realignment),
        by=realignment.plan.planned_by,
        text=realignment.plan.reason,
    )


def realignment_given_back(realignment: Realignment, *, comment: str, by: User) -> None:
    _tell_holder(
        realignment,
        lambda: _("%(scheme)s: l'adeguamento va completato entro il %(day)s") % _words(realignment),
        by=by,
        text=comment,
    )


def realignment_confirmed(realignment: Realignment, *, by: User) -> None:
    _tell_holder(realignment, lambda: _("%(scheme)s: adeguamento confermato") % _words(realignment), by=by)


def realignment_due(realignment: Realignment, kind: RealignmentNotice.Kind) -> None:
    """To the holder; after the day also to those who decide."""
    if kind != RealignmentNotice.Kind.OVERDUE:
        _tell_holder(
            realignment,
            lambda: _("%(scheme)s: manca poco al termine per l'adeguamento (%(day)s)") % _words(realignment),
        )
        return
    _tell_holder(
        realignment,
        lambda: _("%(scheme)s: il termine per l'adeguamento è passato (%(day)s)") % _words(realignment),
    )
    _tell_deciders(
        realignment,
        lambda: _("%(organisation)s non ha confermato l'adeguamento entro il %(day)s") % _words(realignment),
    )


def realignment_answered(realignment: Realignment, *, by: User) -> None:
    _tell_deciders(
        realignment, lambda: _("Adeguamento da confermare: %(organisation)s") % _words(realignment), by=by
    )


def _tell_deciders(realignment: Realignment, subject: Any, *, by: User | None = None) -> None:
    notify(
        people_with(realignment.certificate.administration_id, C.CERTIFICATE_DECIDE),
        topic=Topic.WORK,
        subject=subject,
        reason=CONFIRMS,
        path=reverse("certifications:realignment", args=[realignment.uuid]),
        about=realignment,
        by=by,
    )
