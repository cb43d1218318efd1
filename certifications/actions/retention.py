"""Personal data of concluded applications: kept until a day that is known, then cleared (decision 0032)."""

import datetime
import logging

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from certifications.actions.releases import clear_releases, papers_of_releases
from certifications.models import Answer, AnswerEvidence, Application, Declaration, IntegrationItem, Receipt
from familynet.kernel.dates import add_months
from familynet.kernel.documents import Document
from familynet.kernel.history import record

log = logging.getLogger(__name__)
# What was never submitted serves nobody once it is withdrawn.
DRAFT_DAYS = 30
BATCH = 200


def keep_until(*, application: Application, concluded_on: datetime.date) -> datetime.date:
    """Set, at the conclusion, until when the personal data of an application are kept."""
    until = add_months(concluded_on, application.version.retention_months)
    if application.submitted_at is None:
        until = min(until, concluded_on + datetime.timedelta(days=DRAFT_DAYS))
    Application.objects.filter(pk=application.pk).update(retention_until=until)
    application.retention_until = until
    return until


def set_missing_terms() -> int:
    """Give every concluded application its term, whoever concluded it; how many got one."""
    waiting = Application.objects.filter(state__in=Application.CONCLUDED, retention_until=None)
    number = 0
    for application in waiting.select_related("version").order_by("pk")[:BATCH]:
        day = application.concluded_on or timezone.localdate(application.waiting_since)
        keep_until(application=application, concluded_on=day)
        number += 1
    return number


def clear_expired(*, today: datetime.date | None = None) -> int:
    """Clear the applications whose term has passed, each in its own transaction; how many. Safe to run twice."""
    day = today or timezone.localdate()
    expired = Application.objects.filter(state__in=Application.CONCLUDED, retention_until__lt=day, cleared_at=None)
    number = 0
    for pk in list(expired.order_by("retention_until", "pk").values_list("pk", flat=True)[:BATCH]):
        try:
            number += _clear(pk)
        except Exception:
            log.exception("application %s could not be cleared", pk)
    return number


@transaction.atomic
def _clear(pk: int) -> bool:
    """Free text and files go; who decided what, when, under which criteria and with how many points stays."""
    application = (
        Application.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("administration")
        .filter(pk=pk, cleared_at=None)
        .first()
    )
    if application is None:
        return False
    documents = _documents_of(application)
    Answer.objects.filter(application=application).exclude(note="").update(note="")
    IntegrationItem.objects.filter(request__application=application).update(question="–", reply="", before={})
    application.integrations.exclude(message="").update(message="")
    for receipt in Receipt.objects.filter(application=application):
        receipt.files = [{**row, "name": "–", "title": "–"} for row in receipt.files]
        receipt.save(update_fields=["files"])
    clear_releases(application)
    for document in documents:
        _forget_content(document)
    application.cleared_at = timezone.now()
    application.save(update_fields=["cleared_at", "updated_at"])
    record(
        application,
        "clear",
        label=lambda: _("Testi e documenti cancellati: è finito il tempo di conservazione"),
        by=None,
        data={"documents": len(documents)},
    )
    return True


def _documents_of(application: Application) -> list[Document]:
    """Its files, without those that another application which is still kept refers to."""
    evidence = AnswerEvidence.objects.filter(answer__application=application).values("document")
    declared = Declaration.objects.filter(application=application).values("delegation")
    receipts = Receipt.objects.filter(application=application)
    shared = (
        AnswerEvidence.objects.filter(answer__application__cleared_at=None)
        .exclude(answer__application=application)
        .values("document")
    )
    return list(
        Document.objects.filter(
            Q(pk__in=evidence)
            | Q(pk__in=declared)
            | Q(pk__in=receipts.values("document"))
            | Q(pk__in=receipts.values("application_document"))
            | Q(pk__in=papers_of_releases(application).values("pk"))
        )
        .exclude(pk__in=shared)
        .exclude(file="")
    )


def _forget_content(document: Document) -> None:
    """The file is deleted once the transaction commits; its size and fingerprint stay."""
    storage, name = document.file.storage, document.file.name
    title = _("Documento cancellato")
    Document.objects.filter(pk=document.pk).update(file="", name=title, title=title)
    if name:
        transaction.on_commit(lambda: storage.delete(name))
