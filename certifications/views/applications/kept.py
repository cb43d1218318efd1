"""The documents behind requirements as lists of the shared component, with what the applicant may do to each."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from certifications.models import AnswerEvidence, Application, earlier_versions
from certifications.self_assessment import Item
from familynet.kernel.upload_views import EarlierFile, FileList, KeptFile


def list_files(application: Application, items: Iterable[Item]) -> None:
    """Set `files` of items that may be answered now. One query if anything was replaced, else none."""
    found = list(items)
    earlier: dict[int, list[AnswerEvidence]] = {}
    if any(row.replaces_id for item in found for row in item.evidence):
        rows = AnswerEvidence.objects.filter(answer__application=application).replaced()
        earlier = earlier_versions(rows.exclude(document__file=""))
    for item in found:
        item.files = FileList(
            [_kept(application, row, earlier.get(row.pk, [])) for row in item.evidence],
            list_id=f"kept-{item.requirement.pk}",
            order_url=_url("order", application, item.requirement.pk),
        )


def _kept(application: Application, row: AnswerEvidence, earlier: Iterable[AnswerEvidence]) -> KeptFile:
    is_draft = application.state == Application.State.DRAFT
    may_change = is_draft or (row.integration is not None and row.integration.closed_at is None)
    urls = ("replace", "move", "remove") if may_change else ()
    return KeptFile(
        pk=row.pk,
        document=row.document,
        url=_url("", application, row.pk),
        note=_("Dall'ultima domanda, da controllare.") if row.copied else "",
        earlier=[
            EarlierFile(
                document=before.document,
                url=_url("version", application, before.pk),
                by=before.newer.added_by,
                at=before.newer.added_at,
            )
            for before in earlier
        ],
        **{f"{name}_url": _url(name, application, row.pk) for name in urls},
    )


def _url(name: str, application: Application, pk: int) -> str:
    suffix = f"_{name}" if name else ""
    return reverse(f"certifications:application_evidence{suffix}", args=[application.public_id, pk])
