"""What a phase still needs before it can be closed, in words; what a plan still lacks."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certifications.engine.plan_rules import Gap, gaps
from certifications.models import (
    Activity,
    CompanyPlan,
    CouncilOpinion,
    DataCollection,
    EvaluatorReport,
    Phase,
    PhaseTemplate,
    PlanArea,
    PlanField,
    PlanRule,
)

Closing = PhaseTemplate.Closing


@dataclass(frozen=True)
class Missing:
    """One thing that a phase waits for: its kind and a sentence."""

    kind: str
    text: str


def missing_for(phase: Phase) -> list[Missing]:
    """What keeps the phase open, in the order in which it comes about. Queries do not grow with anything."""
    wanted = phase.template.closes_with
    found = [_CHECKS[kind](phase) for kind in _CHECKS if kind in wanted]
    return [item for item in found if item is not None]


def _documents(phase: Phase) -> Missing | None:
    if phase.documents.exists():
        return None
    return Missing(Closing.DOCUMENTS, _("L'organizzazione deve consegnare i documenti della fase."))


def _data_model(phase: Phase) -> Missing | None:
    if DataCollection.objects.filter(phase=phase, state=DataCollection.State.SENT).exists():
        return None
    return Missing(Closing.DATA_MODEL, _("L'organizzazione deve inviare i dati dell'anno."))


def _plan(phase: Phase) -> Missing | None:
    plan = phase.plans.order_by("-number").first()
    if plan is not None and plan.state == CompanyPlan.State.SENT:
        return None
    return Missing(Closing.PLAN, _("L'organizzazione deve inviare il piano."))


def _report(phase: Phase) -> Missing | None:
    last = phase.process.plans.order_by("-phase__place", "-number").first()
    # A phase that asks for a plan of its own says so itself.
    if last is not None and last.state != CompanyPlan.State.SENT and last.phase_id != phase.pk:
        return Missing(Closing.REPORT, _("Si aspetta la nuova versione del piano."))
    if EvaluatorReport.objects.filter(phase=phase, state=EvaluatorReport.State.SENT).exists():
        return None
    return Missing(Closing.REPORT, _("Chi valuta deve inviare la relazione."))


def _opinion(phase: Phase) -> Missing | None:
    last = phase.opinions.order_by("-session_on", "-pk").first()
    if last is None:
        return Missing(Closing.OPINION, _("Il Consiglio deve dare il parere."))
    if last.outcome == CouncilOpinion.Outcome.FAVOURABLE:
        return None
    return Missing(
        Closing.OPINION, _("L'ultimo parere del Consiglio è sfavorevole: ne serve uno nuovo, favorevole.")
    )


def _act(phase: Phase) -> Missing | None:
    return Missing(Closing.ACT, _("Serve l'atto di chi dirige.")) if phase.is_open else None


_CHECKS = {
    Closing.DOCUMENTS: _documents,
    Closing.DATA_MODEL: _data_model,
    Closing.PLAN: _plan,
    Closing.REPORT: _report,
    Closing.OPINION: _opinion,
    Closing.ACT: _act,
}


def plan_faults(plan: CompanyPlan) -> list[str]:
    """Why the plan cannot be sent: too few activities where the rule of its size asks for them, no update."""
    activities = list(plan.activities.select_related("field__area"))
    counting = [activity for activity in activities if activity.state != Activity.State.DROPPED]
    faults = [] if activities else [_("Il piano non ha ancora attività.")]
    for rule in plan.process.version.plan_rules.filter(sizes__contains=[plan.process.size]):
        faults += _rule_faults(rule, counting)
    if plan.phase.year > 0:
        faults += [
            _("L'attività «%s» non ha l'aggiornamento dell'anno.") % activity.title
            for activity in activities
            if not activity.update.strip()
        ]
    return faults


def _rule_faults(rule: PlanRule, activities: list[Activity]) -> list[str]:
    if rule.per == PlanRule.Per.AREA:
        areas = dict(PlanArea.objects.filter(version=rule.version_id).values_list("code", "title"))
        found = gaps(list(areas), rule.minimum, [a.field.area.code for a in activities])
        return [_sentence(gap, _("nella macro area «%s»") % areas[gap.place]) for gap in found]
    fields = dict(PlanField.objects.filter(version=rule.version_id).values_list("code", "title"))
    found = gaps(list(fields), rule.minimum, [a.field.code for a in activities])
    return [_sentence(gap, _("nel campo «%s»") % fields[gap.place]) for gap in found]


def _sentence(gap: Gap, where: str) -> str:
    return ngettext(
        "Serve almeno un'attività %(where)s: ce ne sono %(has)d.",
        "Servono almeno %(n)d attività %(where)s: ce ne sono %(has)d.",
        gap.needs,
    ) % {"n": gap.needs, "where": where, "has": gap.has}
