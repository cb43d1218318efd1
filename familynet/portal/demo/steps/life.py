"""What goes on with certificates after the award: a change planned ahead, requirements on their way."""

import datetime

from django.core.files.base import ContentFile
from django.utils import timezone

from certifications.actions import attach_to_condition, check_condition, plan_change, send_condition
from certifications.models import Certificate, Condition
from familynet.kernel.acts import Act
from familynet.portal.demo.steps.cast import Cast, invented
from familynet.portal.demo.steps.certificates import BODY

SUSPENDED = 3  # the invented body whose certificate is suspended: the works end, the suspension too
WEEKS = datetime.timedelta(weeks=6)
ANSWERED = 3  # holders that have sent something already


def make_certificate_life(cast: Cast) -> None:
    _plan_the_end_of_a_suspension(cast)
    _answer_conditions(cast)


def _plan_the_end_of_a_suspension(cast: Cast) -> None:
    certificate = Certificate.objects.get(organisation=invented(SUSPENDED))
    act = Act(
        kind=Act.Kind.DETERMINATION,
        body=BODY,
        number=f"esempio {SUSPENDED}/9",
        date=timezone.localdate(),
        subject="Fine della sospensione al termine dei lavori.",
    )
    plan_change(
        certificate=certificate,
        name="lift_suspension",
        by=cast.person("dirigenza", "trento"),
        effective_on=timezone.localdate() + WEEKS,
        comment="I lavori finiscono: l'accesso con il passeggino torna possibile.",
        act=act,
    )


def _answer_conditions(cast: Cast) -> None:
    """Of the invented holders that have conditions and people: one requirement met, one waiting for its check."""
    officer = cast.person("istruttoria", "trento")
    waiting = Condition.objects.with_holder().filter(certificate__is_demo=True)
    by_certificate: dict[int, list[Condition]] = {}
    for condition in waiting.select_related("certificate__organisation", "certificate__administration"):
        by_certificate.setdefault(condition.certificate_id, []).append(condition)
    for conditions in list(by_certificate.values())[:ANSWERED]:
        member = conditions[0].certificate.organisation.members.current().select_related("user").first()
        if member is None:
            continue
        for place, condition in enumerate(conditions[:2]):
            upload = ContentFile(b"Documento di esempio", name="prova-di-esempio.txt")
            upload.media_type = "text/plain"  # type: ignore[attr-defined]
            attach_to_condition(condition=condition, by=member.user, uploads=[upload])
            send_condition(
                condition=condition, by=member.user, note="Testo di esempio: il requisito è soddisfatto."
            )
            if place == 0:
                check_condition(condition=condition, by=officer, met=True)
