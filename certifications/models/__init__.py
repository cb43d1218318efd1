"""Gathers the tables of certifications for Django, nothing else."""

from certifications.models.answers import Answer, AnswerEvidence, Declaration, Receipt
from certifications.models.applications import Application
from certifications.models.assessment import (
    AssessmentRound,
    Assessor,
    Assignment,
    ConflictDeclaration,
    Judgement,
    SiteVisit,
)
from certifications.models.certificates import Certificate, StatusChange
from certifications.models.decisions import Decision, DecisionBatch, RefusalNotice
from certifications.models.imports import ImportRow, ImportRun
from certifications.models.integrations import IntegrationItem, IntegrationRequest
from certifications.models.letters import LetterTemplate
from certifications.models.procedures import ClockEvent, DeadlineCalendarKey, ProcedureRules
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
    "AssessmentRound",
    "Assessor",
    "Assignment",
    "Category",
    "Certificate",
    "ClockEvent",
    "ConflictDeclaration",
    "DeadlineCalendarKey",
    "Decision",
    "DecisionBatch",
    "Declaration",
    "ImportRow",
    "ImportRun",
    "IntakeWindow",
    "IntegrationItem",
    "IntegrationRequest",
    "Judgement",
    "LetterTemplate",
    "PassBand",
    "ProcedureRules",
    "Receipt",
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
