"""Who is told what about a transfer: the people of the other side, with the reason why."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from familynet.accounts.models import RoleAssignment, User
from familynet.accounts.roles import Capability, roles_with
from familynet.notifications.actions import notify
from familynet.notifications.models import Topic
from practices.models import Side, Transfer, TransferMeeting

REASONS = {
    Side.OWNER: gettext_lazy("La tua amministrazione ha scritto questa pratica e tu segui gli scambi."),
    Side.ADOPTER: gettext_lazy("La tua amministrazione adotta questa pratica e tu segui gli scambi."),
}


def people_of(administration: int, capability: Capability) -> list[User]:
    """Active people with a role in force that includes the capability, each once."""
    held = RoleAssignment.objects.in_force().filter(administration=administration, role__in=roles_with(capability))
    return list(User.objects.filter(is_active=True, pk__in=held.values("user")))


def tell(
    transfer: Transfer,
    side: Side,
    *,
    subject: Any,
    by: User | None,
    text: str = "",
    capability: Capability = Capability.EXCHANGE_MANAGE,
    path: str = "",
) -> None:
    """Tell the people of one side who may do something about it. `subject` is a function or lazy text."""
    notify(
        people_of(transfer.administration_of(side), capability),
        topic=Topic.TRANSFERS,
        subject=subject,
        reason=REASONS[side],
        path=path or transfer.get_absolute_url(),
        about=transfer,
        by=by,
        text=text,
    )


def other_side(transfer: Transfer, by: User) -> Side:
    """The side to which `by` does not belong; who acts for both is taken for the adopter."""
    return Side.OWNER if by.can(Capability.EXCHANGE_MANAGE, transfer.adopter_id) else Side.ADOPTER


def names(transfer: Transfer) -> dict[str, str]:
    """What the sentences below need."""
    return {
        "number": transfer.number,
        "title": transfer.practice.title,
        "body": str(transfer.adopting_body),
        "owner": transfer.owner.short_name,
    }


def asked(transfer: Transfer, *, by: User) -> None:
    tell(
        transfer,
        Side.OWNER,
        by=by,
        text=transfer.need,
        subject=lambda: _("%(body)s chiede la pratica “%(title)s”") % names(transfer),
    )


def answered(transfer: Transfer, *, by: User) -> None:
    tell(
        transfer,
        Side.ADOPTER,
        by=by,
        text=transfer.answer,
        subject=lambda: _("%(owner)s ha risposto: c'è un contatto per “%(title)s”") % names(transfer),
    )


def declined(transfer: Transfer, *, by: User) -> None:
    tell(
        transfer,
        Side.ADOPTER,
        by=by,
        text=transfer.closing_reason,
        subject=lambda: _("%(owner)s non ha accolto la richiesta di “%(title)s”") % names(transfer),
    )


def dropped(transfer: Transfer, *, by: User) -> None:
    tell(
        transfer,
        Side.OWNER,
        by=by,
        text=transfer.closing_reason,
        subject=lambda: _("%(body)s non porta avanti “%(title)s”") % names(transfer),
    )


def adapting(transfer: Transfer, *, by: User) -> None:
    tell(
        transfer,
        Side.OWNER,
        by=by,
        subject=lambda: _("%(body)s ha cominciato ad adattare “%(title)s”") % names(transfer),
    )


def declared(transfer: Transfer, *, by: User) -> None:
    """To whoever may confirm, on each side that must."""
    for side in transfer.confirming_sides:
        tell(
            transfer,
            side,
            by=by,
            text=transfer.changes,
            capability=Capability.EXCHANGE_CONFIRM,
            subject=lambda: _("Da confermare: %(body)s ha adottato “%(title)s”") % names(transfer),
        )


def confirmed(transfer: Transfer, side: Side, *, by: User) -> None:
    """One side has confirmed: the other one learns that it is awaited."""
    other = Side.ADOPTER if side == Side.OWNER else Side.OWNER
    tell(
        transfer,
        other,
        by=by,
        capability=Capability.EXCHANGE_CONFIRM,
        subject=lambda: _("Manca la vostra conferma: adozione di “%(title)s” (%(number)s)") % names(transfer),
    )


def adopted(transfer: Transfer, *, by: User) -> None:
    for side in Side:
        tell(
            transfer,
            side,
            by=by,
            subject=lambda: _("Adozione confermata: %(body)s, “%(title)s”") % names(transfer),
        )


def sent_back(transfer: Transfer, *, by: User, comment: str) -> None:
    for side in Side:
        tell(
            transfer,
            side,
            by=by,
            text=comment,
            subject=lambda: _("Adozione da rivedere: “%(title)s” (%(number)s)") % names(transfer),
        )


def evaluated(transfer: Transfer, *, by: User) -> None:
    tell(
        transfer,
        Side.OWNER,
        by=by,
        text=transfer.outcome_text,
        subject=lambda: _("Dopo l'adozione: l'esito di “%(title)s” in %(body)s") % names(transfer),
    )


def outcome_due(transfer: Transfer, *, late: bool) -> None:
    """The reminder, before the twelve months are over and after."""

    def subject() -> str:
        if late:
            return _("È passato un anno: registra l'esito di “%(title)s” (%(number)s)") % names(transfer)
        return _("Tra poco è un anno: prepara l'esito di “%(title)s” (%(number)s)") % names(transfer)

    tell(transfer, Side.ADOPTER, by=None, subject=subject)


def meeting(item: TransferMeeting, *, by: User, what: Any) -> None:
    """Planned, held or cancelled: `what` is the sentence, with %(meeting)s and %(title)s."""
    transfer = item.transfer
    tell(
        transfer,
        other_side(transfer, by),
        by=by,
        path=item.get_absolute_url(),
        subject=lambda: str(what) % {"meeting": item, "title": transfer.practice.title},
    )
