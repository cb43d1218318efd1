"""Tables of mutual recognition, and what they bring into an application."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from certifications.engine.loading import load_facts, load_rules
from certifications.engine.recognition import Match, RecognisedLine, Relation, recognise
from certifications.models import (
    Answer,
    AnswerEvidence,
    Application,
    Certificate,
    Requirement,
    RequirementMap,
    RequirementMatch,
    SchemeVersion,
)
from certifications.permissions import can_write, can_write_map
from certifications.shown import Shown, shown_since
from certifications.workflow import RECOGNITION_WORKFLOW
from familynet.accounts.models import User
from familynet.accounts.roles import Capability
from familynet.kernel.acts import Act
from familynet.kernel.history import HistoryEntry, record
from familynet.kernel.workflow import advance


@dataclass(frozen=True)
class Row:
    """What an officer says about one requirement of the disciplinare that recognises."""

    target: Requirement
    source: Requirement | None
    relation: str
    note: str = ""


@transaction.atomic
def start_map(*, from_version: SchemeVersion, to_version: SchemeVersion, by: User) -> RequirementMap:
    """Open a draft: requirements with the same code and text are proposed as equal, the others without match."""
    administration = to_version.scheme.administration_id
    if not by.can(Capability.SCHEME_MANAGE, administration):
        raise PermissionDenied("requirement_map: start")
    if not (from_version.is_frozen and to_version.is_frozen):
        raise ValidationError(_("Le corrispondenze si scrivono tra disciplinari pubblicati."))
    table = RequirementMap(
        from_version=from_version, to_version=to_version, administration_id=administration, drafted_by=by
    )
    table.full_clean()
    table.save()
    known = {(r.code, r.text): r for r in from_version.requirements.all()}
    matches = [
        RequirementMatch(
            map=table,
            target=requirement,
            source=known.get((requirement.code, requirement.text)),
            relation=Relation.EXACT if (requirement.code, requirement.text) in known else Relation.NONE,
        )
        for requirement in to_version.requirements.all()
    ]
    RequirementMatch.objects.bulk_create(matches)
    record(table, "start", label=lambda: _("Tabella di corrispondenza aperta"), by=by)
    return table


@transaction.atomic
def save_matches(*, table: RequirementMap, rows: Iterable[Row], note: str, by: User) -> int:
    """Write what changed; how many rows. The caller's rows belong to the two versions (checked again here)."""
    locked = RequirementMap.objects.select_for_update().get(pk=table.pk)
    if not can_write_map(by, locked):
        raise PermissionDenied("requirement_map: save")
    known = {match.target_id: match for match in locked.matches.all()}
    changed = []
    for row in rows:
        match = known[row.target.pk]
        if row.source is not None and row.source.version_id != locked.from_version_id:
            raise ValidationError(_("Il requisito non appartiene al disciplinare riconosciuto."))
        wanted = (row.source.pk if row.source else None, row.relation, row.note)
        if (match.source_id, match.relation, match.note) != wanted:
            match.source_id, match.relation, match.note = wanted
            match.clean_fields(exclude=["map", "target", "source"])
            match.validate_constraints(exclude=["map", "target"])
            changed.append(match)
    RequirementMatch.objects.bulk_update(changed, ["source", "relation", "note"])
    if changed or note != locked.note:
        RequirementMap.objects.filter(pk=locked.pk).update(note=note, updated_at=timezone.now())
        data = {"targets": [match.target_id for match in changed]}
        record(locked, "save", label=lambda: _("Corrispondenze modificate"), by=by, data=data)
    return len(changed)


@transaction.atomic
def move_map(*, table: RequirementMap, name: str, by: User, act: Act | None, comment: str = "") -> RequirementMap:
    """Publish or close; the act of the publication stays on the table.

    ValidationError for who publishes what they wrote a part of (four eyes).
    """
    if name == "publish" and HistoryEntry.objects.of(table).filter(actor=by, verb__in=("start", "save")).exists():
        raise ValidationError(_("Hai scritto una parte di questa tabella: la mette in vigore un'altra persona."))
    if act is not None and act.pk is None:
        act.save()
    fields = {"act": act} if name == "publish" else {}
    advance(RECOGNITION_WORKFLOW, table, name, by=by, act=act, comment=comment, fields=fields)
    return table


def usable_maps(application: Application) -> list[tuple[RequirementMap, Application]]:
    """The tables in force towards the application's disciplinare, each with the award that it can draw on.

    The organisation holds, in force, a certificate of the recognised disciplinare that an application here led to;
    also one that was realigned to that disciplinare.
    """
    maps = RequirementMap.objects.with_versions().filter(
        to_version=application.version_id, state=RequirementMap.State.PUBLISHED
    )
    found = []
    for table in maps:
        source = (
            Application.objects.filter(
                Q(version=table.from_version_id) | Q(certificate__version=table.from_version_id),
                organisation=application.organisation_id,
                state=Application.State.AWARDED,
                certificate__in=Certificate.objects.in_force(),
            )
            .order_by("-submitted_at")
            .first()
        )
        if source is not None:
            found.append((table, source))
    return found


def recognised_lines(application: Application, table: RequirementMap, source: Application) -> list[RecognisedLine]:
    """Requirement by requirement: what the recognised mark covers, and the gap. A constant number of queries."""
    rows = table.matches.select_related("target", "source")
    matches = [
        Match(row.target.code, row.source.code if row.source else None, Relation(row.relation)) for row in rows
    ]
    facts = application.facts or load_facts(
        application, population=application.organisation.municipality.population
    )
    shown = {code: found.facts for code, found in shown_since(source).items()}
    return list(recognise(load_rules(application.version), facts, matches, shown))


@transaction.atomic
def bring_over(*, application: Application, table: RequirementMap, source: Application, by: User) -> int:
    """Fill in what nobody has answered yet from the recognised mark, with its documents; how many answers.

    Raises PermissionDenied for who may not write the draft.
    """
    locked = Application.objects.select_for_update().get(pk=application.pk)
    if not can_write(by, locked):
        raise PermissionDenied("application: bring_over")
    wanted = {line.requirement.code: line for line in recognised_lines(locked, table, source) if line.answer}
    given = set(locked.answers.exclude(met=None).values_list("requirement__code", flat=True))
    old = shown_since(source)
    brought = 0
    for requirement in locked.version.requirements.filter(code__in=wanted.keys() - given):
        line = wanted[requirement.code]
        assert line.answer is not None
        assert line.source is not None
        before = old[line.source]
        answer, _created = Answer.objects.update_or_create(
            application=locked,
            requirement=requirement,
            defaults={
                "met": line.answer.met,
                "points": line.answer.points,
                "note": before.note,
                "updated_by": by,
            },
        )
        _share_documents(before, answer, by)
        brought += 1
    record(
        locked,
        "bring_over",
        label=lambda: _("Risposte riportate da un altro marchio"),
        by=by,
        data={"map": table.pk, "source": source.pk, "answers": brought},
    )
    return brought


def _share_documents(before: Shown, answer: Answer, by: User) -> None:
    """The same documents stand behind both answers: nobody uploads a file twice."""
    there = set(answer.evidence.current().values_list("document", flat=True))
    AnswerEvidence.objects.bulk_create(
        AnswerEvidence(answer=answer, document_id=document, order=order, added_by=by)
        for order, document in enumerate(before.documents)
        if document not in there
    )
