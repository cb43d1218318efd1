"""Gathers the tables of certifications for Django, nothing else."""

from certifications.models.answers import Answer, AnswerEvidence, Declaration, Receipt
from certifications.models.applications import Application
from certifications.models.assessment import Assessor, Assignment, ConflictDeclaration, Judgement, SiteVisit
from certifications.models.certificates import Certificate, StatusChange
from certifications.models.cycles import Cycle, FeeRule, Level, PhaseTemplate
from certifications.models.decisions import Decision, DecisionBatch, RefusalNotice
from certifications.models.imports import ImportRow, ImportRun
from certifications.models.integrations import IntegrationItem, IntegrationRequest
from certifications.models.phase_records import CouncilOpinion, FeeNotice, PhaseDocument, PhaseReminder
from certifications.models.plans import (
    Activity,
    CompanyPlan,
    DataCollection,
    DataValue,
    EvaluatorReport,
    Recommendation,
)
from certifications.models.procedures import ClockEvent, ProcedureRules
from certifications.models.processes import (
    Appointment,
    InternalContact,
    Phase,
    Process,
)
from certifications.models.register import RegisterCount
from certifications.models.schemes import Category, Scheme
from certifications.models.taxonomies import Indicator, PlanArea, PlanField, PlanRule
from certifications.models.versions import (
    IntakeWindow,
    PassBand,
    Requirement,
    RequirementSection,
    SchemeService,
    SchemeVersion,
)

__all__ = [
    "Activity",
    "Answer",
    "AnswerEvidence",
    "Application",
    "Appointment",
    "Assessor",
    "Assignment",
    "Category",
    "Certificate",
    "ClockEvent",
    "CompanyPlan",
    "ConflictDeclaration",
    "CouncilOpinion",
    "Cycle",
    "DataCollection",
    "DataValue",
    "Decision",
    "DecisionBatch",
    "Declaration",
    "EvaluatorReport",
    "FeeNotice",
    "FeeRule",
    "ImportRow",
    "ImportRun",
    "Indicator",
    "IntakeWindow",
    "IntegrationItem",
    "IntegrationRequest",
    "InternalContact",
    "Judgement",
    "Level",
    "PassBand",
    "Phase",
    "PhaseDocument",
    "PhaseReminder",
    "PhaseTemplate",
    "PlanArea",
    "PlanField",
    "PlanRule",
    "ProcedureRules",
    "Process",
    "Receipt",
    "Recommendation",
    "RefusalNotice",
    "RegisterCount",
    "Requirement",
    "RequirementSection",
    "Scheme",
    "SchemeService",
    "SchemeVersion",
    "SiteVisit",
    "StatusChange",
]
