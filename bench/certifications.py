"""What a dry run costs: a disciplinare of 60 requirements over 20,000 holders with their answers on file.

Everything is made inside one transaction and rolled back, so that the scratch database stays as it was.
"""

import random
import resource
import time
from collections.abc import Iterator
from decimal import Decimal

from django.db import connection, transaction
from django.utils import timezone

from bench.fill import administrations, copy
from certifications.actions import perform_dry_run
from certifications.models import (
    Application,
    Category,
    Certificate,
    DryRun,
    DryRunResult,
    Requirement,
    RequirementSection,
    Scheme,
    SchemeVersion,
)
from familynet.accounts.models import User
from familynet.organisations.models import Organisation
from familynet.territories.models import Municipality

HOLDERS, REQUIREMENTS = 20_000, 60
WANTED = 20.0  # seconds
# Three answers of a hundred say that the requirement is not met.
ANSWERS = """
INSERT INTO certifications_answer
  (application_id, requirement_id, met, points, note, revision, to_check, updated_at)
SELECT a.id, r.id, random() < 0.97, 1 + floor(random() * 4), '', 1, false, now()
  FROM certifications_application a JOIN certifications_requirement r USING (version_id)
 WHERE a.version_id = %s
"""
CONDITION = {"fact": "population", "op": "ge", "value": 3000}


def dry_run(holders: int = HOLDERS, requirements: int = REQUIREMENTS) -> float:
    """Print and return the seconds of one dry run."""
    with transaction.atomic():
        version = _version(requirements)
        _fill(version, holders, random.Random(5))
        run = DryRun.objects.create(version=version, requested_by=version.drafted_by, day=timezone.localdate())
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start, busy = time.perf_counter(), time.process_time()
        perform_dry_run(run_id=run.pk)
        seconds, busy = time.perf_counter() - start, time.process_time() - busy
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        run.refresh_from_db()
        assert DryRunResult.objects.filter(run=run).count() == holders
        transaction.set_rollback(True)
    print(
        f"\nDry run of {requirements} requirements over {holders:,} holders: {seconds:.1f} s"
        f" (at most {WANTED:.0f} s), processor of the worker {busy:.1f} s,"
        f" memory +{grown:.0f} MB; {run.failing:,} would fail"
    )
    return seconds


def _version(requirements: int) -> SchemeVersion:
    trento, _piemonte = administrations()
    person = User.objects.get_or_create(email="misure@example.org", defaults={"full_name": "Misure"})[0]
    scheme = Scheme.objects.create(slug="misure", name="Misure", mark="Misure", administration=trento)
    category = Category.objects.create(scheme=scheme, slug="misure", name="Misure")
    version = SchemeVersion.objects.create(scheme=scheme, category=category, label="Misure", drafted_by=person)
    section = RequirementSection.objects.create(version=version, code="A", title="A")
    Requirement.objects.bulk_create(
        Requirement(
            version=version,
            section=section,
            code=f"R{number}",
            text="Un requisito.",
            mandatory=number % 3 == 0,
            points_min=Decimal(1),
            points_max=Decimal(1 + number % 4),
            applies_if=CONDITION if number % 5 == 0 else None,
            due_months=24 if number % 10 == 9 else 0,
            order=number,
        )
        for number in range(requirements)
    )
    version.bands.create(label="Tutti", minimum=60)
    return version


def _fill(version: SchemeVersion, holders: int, chance: random.Random) -> None:
    comuni = list(Municipality.objects.current().values_list("pk", flat=True))
    start = Organisation.objects.count()

    def organisations() -> Iterator[Organisation]:
        for number in range(holders):
            yield Organisation(
                slug=f"misura-{start + number}",
                name=f"Misura {number}",
                kind="company",
                municipality_id=chance.choice(comuni),
                administration=version.scheme.administration,
            )

    copy(Organisation, organisations(), holders)
    owners = Organisation.objects.filter(slug__startswith="misura-").order_by("pk").values_list("pk", flat=True)
    copy(Certificate, (_certificate(version, pk) for pk in list(owners)), holders)
    held = Certificate.objects.filter(scheme=version.scheme).order_by("pk").values_list("pk", "organisation")
    copy(Application, (_application(version, *pair) for pair in list(held)), holders)
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.5)")
        cursor.execute(ANSWERS, [version.pk])
        cursor.execute("ANALYZE certifications_answer, certifications_application, certifications_certificate")


def _certificate(version: SchemeVersion, organisation: int) -> Certificate:
    return Certificate(
        organisation_id=organisation,
        scheme=version.scheme,
        category=version.category,
        administration=version.scheme.administration,
        award_date=timezone.localdate().replace(year=timezone.localdate().year - 1, day=1),
    )


def _application(version: SchemeVersion, certificate: int, organisation: int) -> Application:
    return Application(
        organisation_id=organisation,
        scheme=version.scheme,
        category=version.category,
        version=version,
        administration=version.scheme.administration,
        seat_administration=version.scheme.administration,
        certificate_id=certificate,
        state=Application.State.AWARDED,
        started_by=version.drafted_by,
        submitted_by=version.drafted_by,
        submitted_at=timezone.now(),
    )
