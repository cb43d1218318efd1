"""The register: schemes, the files that the officer imports, and what the manager decided since."""

from django.core.files.base import ContentFile

from certifications.actions import change_state, ensure_schemes, perform_import, start_import, upload_import
from certifications.models import Certificate, ImportRun
from certifications.workflow import CERTIFICATE_WORKFLOW
from familynet.kernel.acts import Act
from familynet.portal.demo.content import register
from familynet.portal.demo.content.organisations import CERTIFICATES, SOURCE, ExampleCertificate
from familynet.portal.demo.steps.cast import Cast, invented, past

BODY = "Agenzia provinciale per la coesione sociale (atto di esempio)"


def make_certificates(cast: Cast) -> None:
    ensure_schemes(administration=cast.administrations["trento"])
    import_register(register.SOURCE, register.public_acts_csv(), cast)
    import_register(SOURCE, register.examples_csv(), cast)
    _upload("elenco-da-controllare.csv", register.waiting_csv(), cast)
    for example in CERTIFICATES:
        _live_through(example, cast)


def _upload(name: str, content: bytes, cast: Cast) -> ImportRun:
    """A file checked without writing; the officer sees what each row would do."""
    run = upload_import(
        by=cast.person("istruttoria", "trento"),
        administration=cast.administrations["trento"],
        file=ContentFile(content, name=name),
        media_type="text/csv",
    )
    run.is_demo = True
    run.save(update_fields=["is_demo"])
    return run


def import_register(name: str, content: bytes, cast: Cast) -> None:
    """Check a file, start its import, and do at once what the worker would do."""
    officer = cast.person("istruttoria", "trento")
    run = _upload(name, content, cast)
    start_import(run=run, by=officer)
    perform_import(run_id=run.pk, user_id=officer.pk)
    run.refresh_from_db()
    if run.state != ImportRun.State.COMMITTED:
        raise RuntimeError(f"{name}: {run.message}")


def _live_through(example: ExampleCertificate, cast: Cast) -> None:
    """The steps of an invented certificate, each with an act that says it is an example where one is asked."""
    certificate = Certificate.objects.get(organisation=invented(example.number))
    for place, (step, day, comment) in enumerate(example.steps, start=1):
        needs_act = CERTIFICATE_WORKFLOW.get(step).needs_act
        act = Act(
            kind=Act.Kind.DETERMINATION,
            body=BODY,
            number=f"esempio {example.number}/{place}",
            date=past(day),
            subject=comment,
        )
        change_state(
            certificate=certificate,
            name=step,
            by=cast.person("istruttoria" if step.endswith("_check") else "dirigenza", "trento"),
            comment=comment,
            act=act if needs_act else None,
            effective_on=past(day),
        )
