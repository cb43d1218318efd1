"""Gathers the tables of certifications for Django, nothing else."""

from certifications.models.answers import Answer, AnswerEvidence, Declaration, Receipt
from certifications.models.applications import Application
from certifications.models.assessment import Assessor, Assignment, ConflictDeclaration, Judgement, SiteVisit
from certifications.models.certificates import Certificate, StatusChange
from certifications.models.conditions import Condition, ConditionEvidence, OverdueNotice
from certifications.models.decisions import Decision, DecisionBatch, RefusalNotice
from certifications.models.imports import ImportRow, ImportRun
from certifications.models.integrations import IntegrationItem, IntegrationRequest
from certifications.models.life import (
    CertificateTransfer,
    LifeRules,
    PlannedChange,
    Reminder,
    ReminderStop,
    Renewal,
    RenunciationRequest,
)
from certifications.models.procedures import ClockEvent, ProcedureRules
from certifications.models.register import RegisterCount
from certifications.models.schemes import Category, Scheme
from certifications.models.versions import (
    IntakeWindow,
    PassBand,
    Requirement,
    RequirementSection,
    SchemeService,
    SchemeVersion,
)

__all__ = [
    "Answer",
    "AnswerEvidence",
    "Application",
    "Assessor",
    "Assignment",
    "Category",
    "Certificate",
    "CertificateTransfer",
    "ClockEvent",
    "Condition",
    "ConditionEvidence",
    "ConflictDeclaration",
    "Decision",
    "DecisionBatch",
    "Declaration",
    "ImportRow",
    "ImportRun",
    "IntakeWindow",
    "IntegrationItem",
    "IntegrationRequest",
    "Judgement",
    "LifeRules",
    "OverdueNotice",
    "PassBand",
    "PlannedChange",
    "ProcedureRules",
    "Receipt",
    "RefusalNotice",
    "RegisterCount",
    "Reminder",
    "ReminderStop",
    "Renewal",
    "RenunciationRequest",
    "Requirement",
    "RequirementSection",
    "Scheme",
    "SchemeService",
    "SchemeVersion",
    "SiteVisit",
    "StatusChange",
]
