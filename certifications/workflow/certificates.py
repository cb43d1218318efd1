"""The life of a certificate after the award (domain: machine A)."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from certifications.models import Certificate
from certifications.permissions import (
    can_decide_certificate,
    can_import_certificate,
    can_manage_certificate,
)
from familynet.kernel.workflow import Transition, Workflow, nobody

S = Certificate.State
_ALIVE = (S.VALID, S.TO_REALIGN, S.UNDER_CHECK)


def from_source(target: str) -> Transition:
    """An import says that another register has this state; never a button (see `BUTTONS`)."""
    alive = (*_ALIVE, S.SUSPENDED)
    return Transition(
        name=f"source_{target}",
        sources=tuple(state for state in alive if state != target),
        target=target,
        allowed=can_import_certificate,
        label=_("Registra lo stato della fonte"),
        done=format_lazy("{}: {}", _("Stato aggiornato dall'importazione del registro"), S(target).label),
        public=True,
        system=True,
    )


CERTIFICATE_WORKFLOW = Workflow(
    "certificate",
    (
        Transition(
            name="require_realignment",
            sources=(S.VALID,),
            target=S.TO_REALIGN,
            allowed=can_decide_certificate,
            label=_("Chiedi l'adeguamento"),
            done=_("Chiesto l'adeguamento al nuovo disciplinare"),
            needs_comment=True,
            public=True,
            system=True,
        ),
        Transition(
            name="confirm_realignment",
            sources=(S.TO_REALIGN,),
            target=S.VALID,
            allowed=can_decide_certificate,
            label=_("Conferma l'adeguamento"),
            done=_("Confermato l'adeguamento al disciplinare"),
            needs_act=True,
            public=True,
        ),
        Transition(
            name="open_check",
            sources=(S.VALID,),
            target=S.UNDER_CHECK,
            allowed=can_manage_certificate,
            label=_("Apri una verifica"),
            done=_("Aperta una verifica"),
            needs_comment=True,
            public=True,
        ),
        Transition(
            name="close_check",
            sources=(S.UNDER_CHECK,),
            target=S.VALID,
            allowed=can_manage_certificate,
            label=_("Chiudi la verifica"),
            done=_("Chiusa la verifica: i requisiti ci sono"),
            needs_comment=True,
            public=True,
        ),
        Transition(
            name="suspend",
            sources=_ALIVE,
            target=S.SUSPENDED,
            allowed=can_decide_certificate,
            label=_("Sospendi"),
            done=_("Certificazione sospesa"),
            needs_comment=True,
            needs_act=True,
            public=True,
            dangerous=True,
        ),
        Transition(
            name="lift_suspension",
            sources=(S.SUSPENDED,),
            target=S.VALID,
            allowed=can_decide_certificate,
            label=_("Togli la sospensione"),
            done=_("Tolta la sospensione"),
            needs_act=True,
            public=True,
        ),
        Transition(
            name="revoke",
            sources=(*_ALIVE, S.SUSPENDED),
            target=S.REVOKED,
            allowed=can_decide_certificate,
            label=_("Revoca"),
            done=_("Certificazione revocata"),
            needs_comment=True,
            needs_act=True,
            public=True,
            dangerous=True,
        ),
        Transition(
            name="renounce",
            sources=(*_ALIVE, S.SUSPENDED),
            target=S.RENOUNCED,
            allowed=can_decide_certificate,
            label=_("Registra la rinuncia"),
            done=_("L'organizzazione ha rinunciato alla certificazione"),
            needs_comment=True,
            needs_act=True,
            public=True,
            dangerous=True,
        ),
        Transition(
            name="expire",
            sources=(*_ALIVE, S.SUSPENDED),
            target=S.EXPIRED,
            allowed=can_decide_certificate,
            label=_("Dichiara scaduta"),
            done=_("Certificazione dichiarata scaduta"),
            needs_act=True,
            public=True,
            dangerous=True,
        ),
        Transition(
            name="lapse",
            sources=(*_ALIVE, S.SUSPENDED),
            target=S.EXPIRED,
            allowed=nobody,
            label=_("Scade"),
            done=_("Certificazione scaduta alla data prevista"),
            public=True,
            system=True,
        ),
        Transition(
            name="renew_lapsed",
            sources=(S.EXPIRED,),
            target=S.VALID,
            allowed=can_decide_certificate,
            label=_("Rinnova"),
            done=_("Rinnovata dopo la scadenza: il rinnovo era stato chiesto in tempo"),
            needs_act=True,
            public=True,
        ),
        *(from_source(state) for state in S.values),
    ),
)
# What a person may press on the page of a certificate; the rest is done by the system, an import, a renewal.
_UNSEEN = ("lapse", "renew_lapsed")
BUTTONS = tuple(t.name for t in CERTIFICATE_WORKFLOW if not t.name.startswith("source_") and t.name not in _UNSEEN)
