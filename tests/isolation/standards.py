"""Private objects of the accompanying side, copies of files, infrastructures."""

from django.urls import reverse

from certifications.models import (
    AccompanyingOpinion,
    CallDocument,
    FileRelease,
    FundedProject,
    FundingCall,
    Infrastructure,
)
from tests.factories.dossier import FileReleaseFactory
from tests.factories.funding import (
    AccompanyingOpinionFactory,
    CallDocumentFactory,
    FundedProjectFactory,
    FundingCallFactory,
)
from tests.factories.infrastructures import InfrastructureFactory
from tests.isolation.certifications import file_of_piemonte
from tests.isolation.private import FILE_READERS, OF_THE_ORGANISATION, OFFICIALS, Private, work

ROWS = {
    AccompanyingOpinion: Private(
        lambda w: AccompanyingOpinionFactory(application=file_of_piemonte(w)),
        work("certifications:file_opinion", "application.public_id"),
        FILE_READERS,
    ),
    FundingCall: Private(
        lambda w: FundingCallFactory(draft=True), work("certifications:call_work", "slug"), FILE_READERS
    ),
    CallDocument: Private(
        lambda w: CallDocumentFactory(call__draft=True),
        work("certifications:call_work_document", "call.slug", "document.uuid"),
        FILE_READERS,
    ),
    FundedProject: Private(
        lambda w: FundedProjectFactory(call__draft=True, organisation=w.organisation),
        lambda project: reverse("certifications:project_step", args=[project.pk, "report"]),
        FILE_READERS,
    ),
    Infrastructure: Private(
        lambda w: InfrastructureFactory(owner=w.organisation),
        work("certifications:infrastructure_work", "public_id"),
        (*OFFICIALS, *OF_THE_ORGANISATION),
    ),
    FileRelease: Private(
        lambda w: FileReleaseFactory(application=file_of_piemonte(w)),
        work("certifications:file_release_package", "application.public_id", "uuid"),
        FILE_READERS,
    ),
}
