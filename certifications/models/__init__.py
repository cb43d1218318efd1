"""Gathers the tables of certifications for Django, nothing else."""

from certifications.models.answers import (
    Answer,
    AnswerEvidence,
    Declaration,
    Receipt,
)
from certifications.models.applications import (
    Application,
)
from certifications.models.assessment import (
    AssessmentRound,
    Assessor,
    Assignment,
    ConflictDeclaration,
    Judgement,
    SiteVisit,
)
from certifications.models.attached import AttachedFile, earlier_versions
from certifications.models.call_documents import CallDocument
from certifications.models.certificates import (
    Certificate,
    StatusChange,
)
from certifications.models.conditions import (
    Condition,
    ConditionEvidence,
    OverdueNotice,
)
from certifications.models.cycles import (
    Cycle,
    FeeRule,
    Level,
    PhaseTemplate,
)
from certifications.models.decisions import (
    Decision,
    DecisionBatch,
    RefusalNotice,
)
from certifications.models.dryruns import (
    DryRun,
    DryRunResult,
)
from certifications.models.funding import (
    BudgetIncrease,
    FundedProject,
    FundingCall,
)
from certifications.models.imports import (
    ImportRow,
    ImportRun,
)
from certifications.models.infrastructures import (
    Infrastructure,
    InfrastructureKind,
)
from certifications.models.integrations import (
    IntegrationItem,
    IntegrationRequest,
)
from certifications.models.letters import (
    LetterTemplate,
)
from certifications.models.life import (
    CertificateTransfer,
    LifeRules,
    PlannedChange,
    Reminder,
    ReminderStop,
    Renewal,
    RenunciationRequest,
)
from certifications.models.opinions import (
    AccompanyingOpinion,
)
from certifications.models.phase_records import (
    CouncilOpinion,
    FeeNotice,
    PhaseDocument,
    PhaseReminder,
)
from certifications.models.plans import (
    Activity,
    CompanyPlan,
    DataCollection,
    DataValue,
    EvaluatorReport,
    Recommendation,
)
from certifications.models.procedures import (
    ClockEvent,
    DeadlineCalendarKey,
    ProcedureRules,
)
from certifications.models.processes import (
    Appointment,
    InternalContact,
    Phase,
    Process,
)
from certifications.models.realignments import (
    Realignment,
    RealignmentAnswer,
    RealignmentNotice,
    RealignmentPlan,
)
from certifications.models.recognition import (
    RequirementMap,
    RequirementMatch,
)
from certifications.models.register import (
    RegisterCount,
)
from certifications.models.releases import (
    FileRelease,
)
from certifications.models.schemes import (
    Category,
    Scheme,
)
from certifications.models.taxonomies import (
    Indicator,
    PlanArea,
    PlanField,
    PlanRule,
)
from certifications.models.versions import (
    IntakeWindow,
    PassBand,
    Requirement,
    RequirementSection,
    SchemeService,
    SchemeVersion,
)

__all__ = [
    "AccompanyingOpinion",
    "Activity",
    "Answer",
    "AnswerEvidence",
    "Application",
    "Appointment",
    "AssessmentRound",
    "Assessor",
    "Assignment",
    "AttachedFile",
    "BudgetIncrease",
    "CallDocument",
    "Category",
    "Certificate",
    "CertificateTransfer",
    "ClockEvent",
    "CompanyPlan",
    "Condition",
    "ConditionEvidence",
    "ConflictDeclaration",
    "CouncilOpinion",
    "Cycle",
    "DataCollection",
    "DataValue",
    "DeadlineCalendarKey",
    "Decision",
    "DecisionBatch",
    "Declaration",
    "DryRun",
    "DryRunResult",
    "EvaluatorReport",
    "FeeNotice",
    "FeeRule",
    "FileRelease",
    "FundedProject",
    "FundingCall",
    "ImportRow",
    "ImportRun",
    "Indicator",
    "Infrastructure",
    "InfrastructureKind",
    "IntakeWindow",
    "IntegrationItem",
    "IntegrationRequest",
    "InternalContact",
    "Judgement",
    "LetterTemplate",
    "Level",
    "LifeRules",
    "OverdueNotice",
    "PassBand",
    "Phase",
    "PhaseDocument",
    "PhaseReminder",
    "PhaseTemplate",
    "PlanArea",
    "PlanField",
    "PlanRule",
    "PlannedChange",
    "ProcedureRules",
    "Process",
    "Realignment",
    "RealignmentAnswer",
    "RealignmentNotice",
    "RealignmentPlan",
    "Receipt",
    "Recommendation",
    "RefusalNotice",
    "RegisterCount",
    "Reminder",
    "ReminderStop",
    "Renewal",
    "RenunciationRequest",
    "Requirement",
    "RequirementMap",
    "RequirementMatch",
    "RequirementSection",
    "Scheme",
    "SchemeService",
    "SchemeVersion",
    "SiteVisit",
    "StatusChange",
    "earlier_versions",
]
