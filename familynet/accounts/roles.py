"""Roles and what each may do: the one table. docs/permissions.md is made from it."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Capability(StrEnum):
    """What a person may do for one administration, as scope:action."""

    APPLICATION_VIEW = "application:view"
    CERTIFICATE_ACCOMPANY = "certificate:accompany"
    CERTIFICATE_ADVISE = "certificate:advise"
    CERTIFICATE_ASSESS = "certificate:assess"
    CERTIFICATE_DECIDE = "certificate:decide"
    CERTIFICATE_IMPORT = "certificate:import"
    CERTIFICATE_MANAGE = "certificate:manage"
    DISTRICT_MANAGE = "district:manage"
    EXCHANGE_CONFIRM = "exchange:confirm"
    EXCHANGE_MANAGE = "exchange:manage"
    MONITORING_VIEW = "monitoring:view"
    NETWORK_MANAGE = "network:manage"
    ORGANISATION_MANAGE = "organisation:manage"
    ORGANISATION_MERGE = "organisation:merge"
    ORGANISATION_VIEW = "organisation:view"
    PEOPLE_MANAGE = "people:manage"
    PEOPLE_VIEW = "people:view"
    PRACTICE_ARCHIVE = "practice:archive"
    PRACTICE_DISCUSS = "practice:discuss"
    PRACTICE_VALIDATE = "practice:validate"
    PRACTICE_VALIDATE_JOINT = "practice:validate_joint"
    PRACTICE_VIEW = "practice:view"
    PRACTICE_WRITE = "practice:write"
    PROTOCOL_MANAGE = "protocol:manage"
    SCHEME_MANAGE = "scheme:manage"
    SCHEME_PUBLISH = "scheme:publish"
    SCHEME_VIEW = "scheme:view"


class Role(models.TextChoices):
    PRACTICE_EDITOR = "practice_editor", _("Redazione buone pratiche")
    PRACTICE_VALIDATOR = "practice_validator", _("Validazione buone pratiche")
    PROTOCOL_COMMITTEE = "protocol_committee", _("Comitato del protocollo")
    CERTIFICATION_OFFICER = "certification_officer", _("Istruttoria certificazioni")
    ASSESSOR = "assessor", _("Valutazione certificazioni")
    EXTERNAL_ASSESSOR = "external_assessor", _("Valutazione certificazioni, persona esterna")
    AUDIT_COUNCIL = "audit_council", _("Consiglio dell'Audit")
    CERTIFICATION_MANAGER = "certification_manager", _("Dirigenza certificazioni")
    DISTRICT_OFFICER = "district_officer", _("Distretti famiglia")
    NETWORK_COORDINATOR = "network_coordinator", _("Coordinamento reti")
    ADMINISTRATOR = "administrator", _("Amministrazione delle persone")
    AUDITOR = "auditor", _("Controllo (sola lettura)")


C = Capability
# Every official reads the drafts, the organisations and the figures of the own administration, and takes part
# in the talk about practices; an auditor only reads.
_READ = frozenset({C.PRACTICE_VIEW, C.PRACTICE_DISCUSS, C.ORGANISATION_VIEW, C.MONITORING_VIEW})

ROLE_CAPABILITIES: dict[str, frozenset[Capability]] = {
    Role.PRACTICE_EDITOR: _READ | {C.PRACTICE_WRITE, C.EXCHANGE_MANAGE},
    Role.PRACTICE_VALIDATOR: _READ
    | {C.PRACTICE_VALIDATE, C.PRACTICE_ARCHIVE, C.EXCHANGE_MANAGE, C.EXCHANGE_CONFIRM},
    Role.PROTOCOL_COMMITTEE: _READ | {C.PRACTICE_VALIDATE_JOINT, C.EXCHANGE_CONFIRM},
    Role.CERTIFICATION_OFFICER: _READ
    | {
        C.APPLICATION_VIEW,
        C.CERTIFICATE_ACCOMPANY,
        C.CERTIFICATE_IMPORT,
        C.CERTIFICATE_MANAGE,
        C.ORGANISATION_MANAGE,
        C.SCHEME_MANAGE,
        C.SCHEME_VIEW,
    },
    # Who assesses reads a file only after declaring that there is no conflict, so no APPLICATION_VIEW here.
    Role.ASSESSOR: _READ | {C.CERTIFICATE_ASSESS},
    Role.EXTERNAL_ASSESSOR: frozenset({C.CERTIFICATE_ASSESS}),
    # Called in on the phases of multi-year schemes: it reads those processes, not the files of all marks.
    Role.AUDIT_COUNCIL: frozenset({C.CERTIFICATE_ADVISE}),
    Role.CERTIFICATION_MANAGER: _READ
    | {
        C.APPLICATION_VIEW,
        C.CERTIFICATE_ACCOMPANY,
        C.CERTIFICATE_DECIDE,
        C.ORGANISATION_MERGE,
        C.PROTOCOL_MANAGE,
        C.SCHEME_PUBLISH,
        C.SCHEME_VIEW,
    },
    Role.DISTRICT_OFFICER: _READ | {C.DISTRICT_MANAGE, C.ORGANISATION_MANAGE},
    Role.NETWORK_COORDINATOR: _READ | {C.NETWORK_MANAGE, C.ORGANISATION_MANAGE},
    Role.ADMINISTRATOR: _READ | {C.PEOPLE_MANAGE, C.PEOPLE_VIEW, C.ORGANISATION_MERGE},
    Role.AUDITOR: _READ - {C.PRACTICE_DISCUSS} | {C.APPLICATION_VIEW, C.PEOPLE_VIEW, C.SCHEME_VIEW},
}

# Called in for single files: no colleagues, so what is for officials only is not for them.
GUEST_ROLES = frozenset({Role.EXTERNAL_ASSESSOR, Role.AUDIT_COUNCIL})

# What each capability means, for docs/permissions.md.
CAPABILITY_MEANING: dict[Capability, str] = {
    C.APPLICATION_VIEW: "Read the submitted applications that the own administration decides or accompanies.",
    C.CERTIFICATE_ACCOMPANY: "Give the accompanying administration's opinion and keep its calls for funding.",
    C.CERTIFICATE_ADVISE: "Give the opinion of the Consiglio dell'Audit on a phase of a multi-year scheme.",
    C.CERTIFICATE_ASSESS: "Assess an application for a certificate against the criteria of its scheme.",
    C.CERTIFICATE_DECIDE: "Grant, suspend, revoke or refuse a certificate, with the act behind it.",
    C.CERTIFICATE_IMPORT: "Import the register of certified organisations from a file.",
    C.CERTIFICATE_MANAGE: "Keep the file of certificates: criteria, integrations, data of the register.",
    C.DISTRICT_MANAGE: "Keep districts, their agreements, members, programmes and actions.",
    C.EXCHANGE_CONFIRM: "Confirm, for one's own side, that a practice was adopted.",
    C.EXCHANGE_MANAGE: "Record adoptions of practices and plan events of the exchange.",
    C.MONITORING_VIEW: "Read the figures of the own administration.",
    C.NETWORK_MANAGE: "Record memberships in networks and change their state, with the act behind it.",
    C.ORGANISATION_MANAGE: "Create and correct organisations and invite people who act for them.",
    C.ORGANISATION_MERGE: "Merge two records of the same organisation.",
    C.ORGANISATION_VIEW: "Read the whole record of an organisation, with what is not public.",
    C.PEOPLE_MANAGE: "Invite people, give and end roles, deactivate people of the own administration.",
    C.PEOPLE_VIEW: "Read who has which role in the own administration, and since when.",
    C.PRACTICE_ARCHIVE: "Take a published practice out of the list.",
    C.PRACTICE_DISCUSS: "Ask and answer questions about the practices of the exchange, name colleagues.",
    C.PRACTICE_VALIDATE: "Publish, send back or reject practices that somebody else wrote.",
    C.PRACTICE_VALIDATE_JOINT: "Validate practices of the parties of a protocol for the shared library.",
    C.PRACTICE_VIEW: "Read drafts and submitted practices of the own administration.",
    C.PRACTICE_WRITE: "Write practices and submit them.",
    C.PROTOCOL_MANAGE: "Keep the protocols between administrations and their acts.",
    C.SCHEME_MANAGE: "Draft the disciplinari of the own schemes and plan the realignment of their holders.",
    C.SCHEME_PUBLISH: "Publish a disciplinare that somebody else drafted, with its act.",
    C.SCHEME_VIEW: "Read the drafts of disciplinari of the own schemes.",
}

# Who decides or administers, and guests who read files, sign in with a second factor (docs/threat-model.md).
SECOND_FACTOR_ROLES = frozenset(
    {
        Role.PRACTICE_VALIDATOR,
        Role.PROTOCOL_COMMITTEE,
        Role.CERTIFICATION_OFFICER,
        Role.EXTERNAL_ASSESSOR,
        Role.AUDIT_COUNCIL,
        Role.CERTIFICATION_MANAGER,
        Role.DISTRICT_OFFICER,
        Role.NETWORK_COORDINATOR,
        Role.ADMINISTRATOR,
    }
)

# Roles of people from outside that the office which needs them gives by invitation: role → who may invite.
GUEST_INVITERS: dict[str, Capability] = {Role.EXTERNAL_ASSESSOR: C.CERTIFICATE_MANAGE}


def roles_with(capability: Capability) -> frozenset[str]:
    """The roles that include a capability."""
    return frozenset(role for role, capabilities in ROLE_CAPABILITIES.items() if capability in capabilities)
