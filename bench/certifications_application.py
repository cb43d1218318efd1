"""What the pages of one application cost: 80 requirements, each answered and with a document.

Everything is made inside one transaction and rolled back, so that the scratch database stays as it was.
"""

import statistics
import time
from decimal import Decimal

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bench.fill import administrations
from certifications.models import Answer, AnswerEvidence, Application, Requirement, Scheme, SchemeVersion
from familynet.accounts.models import User
from familynet.kernel.documents import Document
from familynet.organisations.models import Organisation, OrganisationMember

REQUIREMENTS, ROUNDS = 80, 20
MOST_QUERIES = 12


def application_pages(requirements: int = REQUIREMENTS) -> dict[str, int]:
    """Print time and queries of the overview and of a section; returns the queries by page."""
    with transaction.atomic():
        application, client = _application(requirements)
        section = application.version.sections.get().pk
        pages = {
            "overview": reverse("certifications:application", args=[application.public_id]),
            "section": reverse("certifications:application_section", args=[application.public_id, section]),
        }
        queries = {name: _measure(name, url, client) for name, url in pages.items()}
        transaction.set_rollback(True)
    return queries


def _measure(name: str, url: str, client: Client) -> int:
    client.get(url)
    seconds = []
    for _round in range(ROUNDS):
        start = time.perf_counter()
        answer = client.get(url)
        seconds.append(time.perf_counter() - start)
        assert answer.status_code == 200, answer
    with CaptureQueriesContext(connection) as found:
        client.get(url)
    middle = statistics.median(seconds) * 1000
    print(
        f"Application with {REQUIREMENTS} requirements, {name}: {middle:.0f} ms, {len(found)} queries (at most 12)"
    )
    assert len(found) <= MOST_QUERIES
    return len(found)


def _application(requirements: int) -> tuple[Application, Client]:
    trento, piemonte = administrations()
    user = User.objects.create(email="bench-application@example.org", full_name="Prova")
    organisation = Organisation.objects.filter(administration=piemonte).order_by("pk").first()
    assert organisation is not None
    OrganisationMember.objects.create(organisation=organisation, user=user, role="legal_representative")
    application = Application.objects.create(
        organisation=organisation,
        scheme=(version := _version(trento, requirements)).scheme,
        version=version,
        administration=trento,
        seat_administration=piemonte,
        started_by=user,
    )
    _answers(application, user)
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(user)
    return application, client


def _version(administration: object, requirements: int) -> SchemeVersion:
    scheme = Scheme.objects.create(
        slug="bench-application", name="Prova", mark="Prova", administration=administration
    )
    version = SchemeVersion.objects.create(scheme=scheme, label="Prova", valid_from=timezone.localdate())
    section = version.sections.create(code="A", title="Area")
    version.bands.create(label="Tutti", minimum=Decimal(100))
    Requirement.objects.bulk_create(
        Requirement(
            version=version,
            section=section,
            code=f"R{place}",
            text="Il Comune approva il piano degli interventi per le famiglie e lo pubblica ogni anno.",
            points_min=Decimal(2),
            points_max=Decimal(10),
            evidence="optional",
            order=place,
        )
        for place in range(requirements)
    )
    SchemeVersion.objects.filter(pk=version.pk).update(state=SchemeVersion.State.PUBLISHED)
    return SchemeVersion.objects.get(pk=version.pk)


def _answers(application: Application, user: User) -> None:
    for requirement in application.version.requirements.all():
        answer = Answer.objects.create(
            application=application,
            requirement=requirement,
            met=True,
            points=Decimal(5),
            note="Con la delibera della Giunta.",
            updated_by=user,
        )
        document = Document.objects.create(
            name="delibera.pdf", title="Delibera", media_type="application/pdf", size=1000, sha256="0" * 64
        )
        AnswerEvidence.objects.create(answer=answer, document=document, added_by=user)
