"""The second step: the other side, or the committee, validates a version for the shared library."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from familynet.accounts.models import User
from familynet.kernel.history import HistoryEntry, record
from familynet.kernel.workflow import TransitionConflict, advance
from familynet.notifications.actions import notify
from familynet.notifications.models import Topic
from practices.actions.evidence import keep_rating
from practices.actions.rounds import close_round, need_assessment, open_round
from practices.emails import followed
from practices.models import Practice, PracticeVersion, Review
from practices.permissions import can_propose, can_validate_jointly
from practices.recipients import joint_validators_of, owners_of
from practices.workflow import JOINT_WORKFLOW

S = PracticeVersion.State
# A version that the other side knows: the next one goes to it by itself.
KNOWN_TO_BOTH = (S.PROPOSED, S.CHANGES_REQUESTED, S.VALIDATED)
OUTCOMES = {
    "validate": Review.Outcome.VALIDATED,
    "request_changes": Review.Outcome.CHANGES_REQUESTED,
    "decline": Review.Outcome.DECLINED,
}
SUBJECTS = {
    "validate": lambda: _("Validata insieme: %(title)s"),
    "request_changes": lambda: _("Modifiche chieste dall'altra amministrazione: %(title)s"),
    "decline": lambda: _("Non accolta nella biblioteca comune: %(title)s"),
}


@transaction.atomic
def propose_version(version: PracticeVersion, *, by: User) -> HistoryEntry:
    """Ask the other side to validate the current version for the shared library, and tell who may."""
    version = _held(version)
    entry = advance(JOINT_WORKFLOW, version, "propose", by=by, fields={"proposed_at": timezone.now()})
    open_round(version.practice, by=by, version=version)
    _note(version, "joint_propose", lambda: _("Proposta alla biblioteca comune"), by)
    title = version.practice.title
    notify(
        joint_validators_of(version),
        topic=Topic.WORK,
        subject=lambda: _("Da validare insieme: %(title)s") % {"title": title},
        text=lambda: (
            _("%(administration)s propone questa pratica alla biblioteca comune.")
            % {"administration": version.practice.administration}
        ),
        reason=lambda: _("Puoi validare le pratiche dell'altra amministrazione per la biblioteca comune."),
        path=reverse("practices:joint_review", kwargs={"uuid": version.practice.uuid}),
        about=version.practice,
        by=by,
    )
    return entry


@transaction.atomic
def withdraw_proposal(version: PracticeVersion, *, by: User) -> HistoryEntry:
    """Take a proposal back before it is judged."""
    version = _held(version)
    entry = advance(JOINT_WORKFLOW, version, "withdraw", by=by, fields={"proposed_at": None})
    _note(version, "joint_withdraw", lambda: _("Proposta ritirata"), by)
    return entry


@transaction.atomic
def judge_version(
    version: PracticeVersion,
    decision: str,
    *,
    by: User,
    comment: str,
    comments: Mapping[str, str] | None = None,
    evidence: Mapping[str, Any] | None = None,
) -> HistoryEntry:
    """Validate, ask for changes or decline, with a written assessment; `decision` is a key of OUTCOMES.

    `comments` are texts by section, `evidence` new grades with their reasons (actions.evidence).
    """
    version = _held(version)
    if not can_validate_jointly(by, version):
        raise PermissionDenied("judge version")
    if version.state != S.PROPOSED:
        raise TransitionConflict(version)
    need_assessment(comment)
    entry = advance(JOINT_WORKFLOW, version, decision, by=by, comment=comment)
    practice = version.practice
    close_round(practice, OUTCOMES[decision], by=by, comment=comment, comments=comments, version=version)
    if evidence:
        keep_rating(practice, evidence, by=by)
    if decision == "validate":
        Practice.objects.filter(pk=practice.pk).update(is_joint=True)
        followed.validated_jointly(practice, by=by)
    labels = {
        "validate": lambda: _("Validata insieme"),
        "request_changes": lambda: _("L'altra amministrazione chiede modifiche"),
        "decline": lambda: _("Non accolta nella biblioteca comune"),
    }
    _note(version, f"joint_{decision}", labels[decision], by, public=decision == "validate")
    _tell_owners(version, decision, comment, by)
    return entry


def carry_over_proposal(before: PracticeVersion, version: PracticeVersion, *, by: User) -> None:
    """A newer version takes the place of the one that the other side knew, and goes to it in its turn."""
    known = before.state in KNOWN_TO_BOTH
    if before.state == S.PROPOSED:
        advance(JOINT_WORKFLOW, before, "supersede", by=None)
    if known and can_propose(by, version):
        propose_version(version, by=by)


def _held(version: PracticeVersion) -> PracticeVersion:
    """The version with its practice, whose row is held: judgements and new versions take turns."""
    rows = PracticeVersion.objects.select_related("practice__administration", "practice__author")
    current = rows.get(pk=version.pk)
    practices = Practice.objects.select_related("administration", "author").select_for_update(of=("self",))
    current.practice = practices.get(pk=current.practice_id)
    # Read again under the lock.
    current.refresh_from_db(fields=["state", "is_current"])
    return current


def _note(version: PracticeVersion, verb: str, label: Any, by: User, *, public: bool = False) -> None:
    """What happens to a version stands in the history of its practice too."""
    record(version.practice, verb, label=label, by=by, public=public, data={"version": version.number})


def _tell_owners(version: PracticeVersion, decision: str, comment: str, by: User) -> None:
    practice = version.practice
    notify(
        owners_of(practice),
        topic=Topic.WORK,
        subject=lambda: SUBJECTS[decision]() % {"title": practice.title},
        text=comment,
        reason=lambda: _("Hai scritto questa pratica, o scrivi per la tua amministrazione."),
        path=reverse("practices:rounds", kwargs={"uuid": practice.uuid}),
        about=practice,
        by=by,
    )
