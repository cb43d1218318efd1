"""Conditions of a certificate, the notices about overdue ones, changes planned ahead."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from certifications.models import Condition, OverdueNotice, PlannedChange
from certifications.permissions.conditions import (
    can_cancel_planned,
    can_check_condition,
    can_dismiss_notice,
    can_send_condition,
    can_waive_condition,
)
from certifications.workflow.certificates import CERTIFICATE_WORKFLOW
from familynet.kernel.workflow import Transition, Workflow, nobody

C = Condition.State
N = OverdueNotice.State
P = PlannedChange.State

CONDITION_WORKFLOW = Workflow(
    "condition",
    (
        Transition(
            name="send",
            sources=(C.OPEN, C.NOT_MET),
            target=C.SUBMITTED,
            allowed=can_send_condition,
            label=_("Invia all'ufficio"),
            done=_("Inviata la prova di un requisito"),
        ),
        Transition(
            name="meet",
            sources=(C.SUBMITTED,),
            target=C.MET,
            allowed=can_check_condition,
            label=_("Conferma: è soddisfatto"),
            done=_("Requisito soddisfatto"),
            public=True,
        ),
        Transition(
            name="send_back",
            sources=(C.SUBMITTED,),
            target=C.NOT_MET,
            allowed=can_check_condition,
            label=_("Non basta: rimanda all'organizzazione"),
            done=_("Requisito non ancora soddisfatto"),
            needs_comment=True,
        ),
        Transition(
            name="waive",
            sources=(C.OPEN, C.SUBMITTED, C.NOT_MET),
            target=C.WAIVED,
            allowed=can_waive_condition,
            label=_("Non è più dovuto"),
            done=_("Requisito non più dovuto"),
            needs_comment=True,
            needs_act=True,
            public=True,
        ),
    ),
)

NOTICE_WORKFLOW = Workflow(
    "overdue_notice",
    (
        Transition(
            name="propose",
            sources=(N.SENT,),
            target=N.PROPOSED,
            allowed=nobody,
            label=_("Proponi la sospensione"),
            done=_("Termine dell'avviso passato: sospensione da valutare"),
            system=True,
        ),
        Transition(
            name="resolve",
            sources=(N.SENT, N.PROPOSED),
            target=N.RESOLVED,
            allowed=nobody,
            label=_("Chiudi: requisiti a posto"),
            done=_("I requisiti dell'avviso sono a posto"),
            system=True,
        ),
        Transition(
            name="follow",
            sources=(N.SENT, N.PROPOSED),
            target=N.SUSPENDED,
            allowed=nobody,
            label=_("Chiudi: certificazione sospesa"),
            done=_("La certificazione è stata sospesa o è cessata"),
            system=True,
        ),
        Transition(
            name="dismiss",
            sources=(N.PROPOSED,),
            target=N.DISMISSED,
            allowed=can_dismiss_notice,
            label=_("Non sospendere"),
            done=_("Proposta di sospensione archiviata"),
            needs_comment=True,
        ),
    ),
)

PLANNED_WORKFLOW = Workflow(
    "planned_change",
    (
        Transition(
            name="apply",
            sources=(P.PLANNED,),
            target=P.APPLIED,
            allowed=nobody,
            label=_("Applica"),
            done=_("Applicato il cambio previsto"),
            system=True,
        ),
        Transition(
            name="fail",
            sources=(P.PLANNED,),
            target=P.FAILED,
            allowed=nobody,
            label=_("Segna come non applicabile"),
            done=_("Il cambio previsto non si è potuto applicare"),
            system=True,
        ),
        Transition(
            name="cancel",
            sources=(P.PLANNED,),
            target=P.CANCELLED,
            allowed=can_cancel_planned,
            label=_("Annulla il cambio previsto"),
            done=_("Annullato il cambio previsto"),
            needs_comment=True,
            dangerous=True,
        ),
    ),
)

# The table of certificates as the daily job takes it: who may was asked when the change was planned.
DECIDED_WORKFLOW = Workflow("certificate", tuple(replace(t, system=True) for t in CERTIFICATE_WORKFLOW))
