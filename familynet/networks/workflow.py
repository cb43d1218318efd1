"""Membership of a network: interest → resolved → member ⇄ on hold → left.

Rows whose target is a source too change dates, not the state: they stand here so that the page offers
them and the history tells them like every other step.
"""

from django.utils.translation import gettext_lazy as _

from familynet.kernel.workflow import Transition, Workflow
from familynet.networks.models import Membership
from familynet.networks.permissions import can_manage_membership

S = Membership.State

MEMBERSHIP_WORKFLOW = Workflow(
    "membership",
    (
        Transition(
            name="record_resolution",
            sources=(S.INTEREST,),
            target=S.RESOLVED,
            allowed=can_manage_membership,
            label=_("Registra la delibera"),
            done=_("Adesione deliberata dall'organizzazione"),
            needs_act=True,
            public=True,
        ),
        Transition(
            name="admit",
            sources=(S.RESOLVED,),
            target=S.MEMBER,
            allowed=can_manage_membership,
            label=_("Ammetti alla rete"),
            done=_("Ammissione alla rete"),
            public=True,
        ),
        Transition(
            name="mark_certified",
            sources=(S.MEMBER,),
            target=S.MEMBER,
            allowed=can_manage_membership,
            label=_("Annota il certificato"),
            done=_("Certificato annotato"),
            needs_act=True,
            public=True,
        ),
        Transition(
            name="extend_deadline",
            sources=(S.MEMBER,),
            target=S.MEMBER,
            allowed=can_manage_membership,
            label=_("Proroga il termine"),
            done=_("Termine per certificarsi prorogato"),
            needs_comment=True,
        ),
        Transition(
            name="put_on_hold",
            sources=(S.MEMBER,),
            target=S.ON_HOLD,
            allowed=can_manage_membership,
            label=_("Metti in pausa"),
            done=_("Adesione in pausa"),
            needs_comment=True,
            public=True,
        ),
        Transition(
            name="resume",
            sources=(S.ON_HOLD,),
            target=S.MEMBER,
            allowed=can_manage_membership,
            label=_("Riprendi"),
            done=_("Adesione ripresa"),
            public=True,
        ),
        Transition(
            name="leave",
            sources=(S.INTEREST, S.RESOLVED, S.MEMBER, S.ON_HOLD),
            target=S.LEFT,
            allowed=can_manage_membership,
            label=_("Registra l'uscita"),
            done=_("Uscita dalla rete"),
            needs_comment=True,
            public=True,
            dangerous=True,
        ),
    ),
)


def steps_for(membership: Membership, user: object) -> list[Transition]:
    """What `user` may do now; a certificate already noted, or no promise made, takes its step away."""
    hidden = set()
    if membership.is_certified:
        hidden |= {"mark_certified", "extend_deadline"}
    if membership.certify_by is None:
        hidden.add("extend_deadline")
    return [step for step in MEMBERSHIP_WORKFLOW.available(membership, user) if step.name not in hidden]
