"""The ways of a process with phases and of what belongs to it (domain: machine B)."""

from django.utils.translation import gettext_lazy as _

from certifications.models import Appointment, CompanyPlan, DataCollection, EvaluatorReport, Phase, Process
from certifications.permissions import processes as may
from familynet.kernel.workflow import Transition, Workflow, nobody

P, F, A = Process.State, Phase.State, Appointment.State

PROCESS_WORKFLOW = Workflow(
    "process",
    (
        Transition(
            name="activate",
            sources=(P.OPENED,),
            target=P.RUNNING,
            allowed=may.can_run_process,
            label=_("Attiva il percorso"),
            done=_("Percorso attivato: comincia la prima fase"),
            public=True,
        ),
        Transition(
            name="finish_cycle",
            sources=(P.RUNNING,),
            target=P.BETWEEN,
            allowed=nobody,
            label=_("Concludi il ciclo"),
            done=_("Ciclo concluso"),
            public=True,
            system=True,
        ),
        Transition(
            name="start_cycle",
            sources=(P.BETWEEN,),
            target=P.RUNNING,
            allowed=may.can_run_process,
            label=_("Avvia un nuovo ciclo"),
            done=_("Avviato un nuovo ciclo"),
            public=True,
        ),
        Transition(
            name="revoke",
            sources=(P.RUNNING, P.BETWEEN),
            target=P.ENDED,
            allowed=may.can_decide_process,
            label=_("Revoca"),
            done=_("Certificazione revocata: il percorso è chiuso"),
            needs_comment=True,
            needs_act=True,
            public=True,
            dangerous=True,
        ),
        Transition(
            name="renounce",
            sources=(P.OPENED, P.RUNNING, P.BETWEEN),
            target=P.ENDED,
            allowed=may.can_decide_process,
            label=_("Registra la rinuncia"),
            done=_("L'organizzazione ha rinunciato: il percorso è chiuso"),
            needs_comment=True,
            needs_act=True,
            public=True,
            dangerous=True,
        ),
        Transition(
            name="follow",
            sources=(P.OPENED, P.RUNNING, P.BETWEEN),
            target=P.ENDED,
            allowed=nobody,
            label=_("Chiudi il percorso"),
            done=_("Percorso chiuso: è cessato ciò su cui si basa"),
            public=True,
            system=True,
        ),
    ),
)
# What a person may press on the page of a process.
PROCESS_BUTTONS = ("activate", "start_cycle", "revoke", "renounce")

PHASE_WORKFLOW = Workflow(
    "phase",
    (
        Transition(
            name="open",
            sources=(F.PLANNED,),
            target=F.OPEN,
            allowed=nobody,
            label=_("Comincia la fase"),
            done=_("Fase cominciata"),
            system=True,
        ),
        Transition(
            name="close",
            sources=(F.OPEN,),
            target=F.CLOSED,
            allowed=may.can_close_phase,
            label=_("Chiudi la fase"),
            done=_("Fase conclusa"),
        ),
        Transition(
            name="grant",
            sources=(F.OPEN,),
            target=F.CLOSED,
            allowed=may.can_grant_phase,
            label=_("Riconosci con un atto"),
            done=_("Fase conclusa con un atto"),
            needs_act=True,
            public=True,
        ),
        Transition(
            name="cancel",
            sources=(F.PLANNED, F.OPEN),
            target=F.CANCELLED,
            allowed=nobody,
            label=_("Annulla la fase"),
            done=_("Fase annullata: il percorso è chiuso"),
            system=True,
        ),
    ),
)

APPOINTMENT_WORKFLOW = Workflow(
    "appointment",
    (
        Transition(
            name="accept",
            sources=(A.ASKED,),
            target=A.ACCEPTED,
            allowed=may.is_appointee,
            label=_("Dichiaro che non c'è conflitto"),
            done=_("Dichiarato che non c'è conflitto di interessi"),
        ),
        Transition(
            name="declare_conflict",
            sources=(A.ASKED,),
            target=A.CONFLICT,
            allowed=may.is_appointee,
            label=_("Dichiaro un conflitto"),
            done=_("Dichiarato un conflitto di interessi"),
            needs_comment=True,
        ),
        Transition(
            name="end",
            sources=(A.ASKED, A.ACCEPTED),
            target=A.ENDED,
            allowed=may.can_end_appointment,
            label=_("Concludi l'incarico"),
            done=_("Incarico concluso"),
            needs_comment=True,
            dangerous=True,
            system=True,
        ),
    ),
)

PLAN_WORKFLOW = Workflow(
    "company_plan",
    (
        Transition(
            name="send",
            sources=(CompanyPlan.State.DRAFT,),
            target=CompanyPlan.State.SENT,
            allowed=may.can_send_plan,
            label=_("Invia il piano alla valutazione"),
            done=_("Piano inviato alla valutazione"),
        ),
        Transition(
            name="return",
            sources=(CompanyPlan.State.SENT,),
            target=CompanyPlan.State.RETURNED,
            allowed=may.can_return_plan,
            label=_("Chiedi una nuova versione"),
            done=_("Chiesta una nuova versione del piano"),
            needs_comment=True,
        ),
    ),
)

DATA_WORKFLOW = Workflow(
    "data_collection",
    (
        Transition(
            name="send",
            sources=(DataCollection.State.DRAFT,),
            target=DataCollection.State.SENT,
            allowed=may.can_send_data,
            label=_("Invia i dati"),
            done=_("Dati dell'anno inviati"),
        ),
    ),
)

REPORT_WORKFLOW = Workflow(
    "evaluator_report",
    (
        Transition(
            name="send",
            sources=(EvaluatorReport.State.DRAFT,),
            target=EvaluatorReport.State.SENT,
            allowed=may.can_send_report,
            label=_("Invia la relazione"),
            done=_("Relazione di valutazione inviata"),
        ),
    ),
)
