"""Four tables: the district, its agreement, its members, its programmes (domain: machine C)."""

from django.utils.translation import gettext_lazy as _

from districts.models import AreaAgreement, District, DistrictMember, Programme
from districts.permissions import can_manage_district, can_manage_part
from familynet.kernel.workflow import Transition, Workflow

D, A, M, P = District.State, AreaAgreement.State, DistrictMember.State, Programme.State

# A district follows its agreement: these rows are taken by the actions on agreements only.
DISTRICT_WORKFLOW = Workflow(
    "district",
    (
        Transition(
            name="activate",
            sources=(D.PROPOSED, D.LAPSED),
            target=D.ACTIVE,
            allowed=can_manage_district,
            label=_("Attiva"),
            done=_("Distretto attivo"),
            public=True,
        ),
        Transition(
            name="lapse",
            sources=(D.ACTIVE,),
            target=D.LAPSED,
            allowed=can_manage_district,
            label=_("Segna come scaduto"),
            done=_("Accordo del distretto scaduto"),
            public=True,
            system=True,
        ),
        Transition(
            name="revoke",
            sources=(D.ACTIVE, D.LAPSED),
            target=D.REVOKED,
            allowed=can_manage_district,
            label=_("Revoca"),
            done=_("Distretto revocato"),
            needs_act=True,
            public=True,
            dangerous=True,
        ),
    ),
)

AGREEMENT_WORKFLOW = Workflow(
    "agreement",
    (
        Transition(
            name="approve",
            sources=(A.PROPOSED,),
            target=A.APPROVED,
            allowed=can_manage_part,
            label=_("Registra l'approvazione"),
            done=_("Schema di accordo approvato"),
            needs_act=True,
            public=True,
        ),
        Transition(
            name="sign",
            sources=(A.APPROVED,),
            target=A.ACTIVE,
            allowed=can_manage_part,
            label=_("Registra la firma"),
            done=_("Accordo sottoscritto"),
            public=True,
        ),
        Transition(
            name="renew",
            sources=(A.ACTIVE, A.EXPIRED),
            target=A.RENEWED,
            allowed=can_manage_part,
            label=_("Rinnova"),
            done=_("Accordo rinnovato"),
            needs_act=True,
            public=True,
        ),
        Transition(
            name="expire",
            sources=(A.ACTIVE,),
            target=A.EXPIRED,
            allowed=lambda user, agreement: False,
            label=_("Fai scadere"),
            done=_("Accordo scaduto"),
            public=True,
            system=True,
        ),
        Transition(
            name="revoke",
            sources=(A.ACTIVE,),
            target=A.REVOKED,
            allowed=can_manage_part,
            label=_("Revoca"),
            done=_("Accordo revocato"),
            needs_act=True,
            needs_comment=True,
            public=True,
            dangerous=True,
        ),
    ),
)

MEMBER_WORKFLOW = Workflow(
    "district member",
    (
        Transition(
            name="admit",
            sources=(M.REQUESTED,),
            target=M.MEMBER,
            allowed=can_manage_part,
            label=_("Ammetti al distretto"),
            done=_("Ingresso nel distretto"),
            public=True,
        ),
        Transition(
            name="withdraw",
            sources=(M.REQUESTED, M.MEMBER),
            target=M.WITHDRAWN,
            allowed=can_manage_part,
            label=_("Registra il recesso"),
            done=_("Recesso dal distretto"),
            needs_comment=True,
            public=True,
            dangerous=True,
        ),
        Transition(
            name="exclude",
            sources=(M.MEMBER,),
            target=M.EXCLUDED,
            allowed=can_manage_part,
            label=_("Escludi"),
            done=_("Esclusione dal distretto"),
            needs_act=True,
            needs_comment=True,
            public=True,
            dangerous=True,
        ),
    ),
)

PROGRAMME_WORKFLOW = Workflow(
    "programme",
    (
        Transition(
            name="approve",
            sources=(P.DRAFT,),
            target=P.APPROVED,
            allowed=can_manage_part,
            label=_("Registra l'approvazione"),
            done=_("Programma approvato"),
            needs_act=True,
            public=True,
        ),
        Transition(
            name="start",
            sources=(P.APPROVED,),
            target=P.RUNNING,
            allowed=can_manage_part,
            label=_("Avvia"),
            done=_("Programma in corso"),
            public=True,
            system=True,
        ),
        Transition(
            name="self_evaluate",
            sources=(P.RUNNING,),
            target=P.EVALUATED,
            allowed=can_manage_part,
            label=_("Registra l'autovalutazione"),
            done=_("Autovalutazione conclusa"),
            needs_comment=True,
            public=True,
        ),
        Transition(
            name="close",
            sources=(P.EVALUATED,),
            target=P.CLOSED,
            allowed=can_manage_part,
            label=_("Chiudi"),
            done=_("Programma chiuso"),
            public=True,
        ),
    ),
)
