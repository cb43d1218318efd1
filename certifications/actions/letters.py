"""The wording of letters: a change closes the text in use and opens the next."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from certifications.letters import unknown_placeholders
from certifications.models import LetterTemplate, Scheme
from certifications.permissions import can_edit_letters
from familynet.accounts.models import Administration, User
from familynet.kernel.history import record


@transaction.atomic
def write_letter(
    *,
    administration: Administration,
    scheme: Scheme | None,
    outcome: str,
    subject: str,
    body: str,
    appeals: str,
    by: User,
) -> LetterTemplate:
    """Keep a new wording; letters that were sent stay as they are."""
    if not can_edit_letters(by, administration):
        raise PermissionDenied("letter")
    if scheme is not None and scheme.administration_id != administration.pk:
        raise ValidationError(_("Il marchio è di un'altra amministrazione."))
    if unknown := unknown_placeholders(f"{subject} {body} {appeals}"):
        raise ValidationError(_("Segnaposto sconosciuti: %s.") % ", ".join(f"{{{word}}}" for word in unknown))
    # Two writers take turns, also where there is no text yet.
    Administration.objects.select_for_update(no_key=True).get(pk=administration.pk)
    LetterTemplate.objects.current().filter(administration=administration, scheme=scheme, outcome=outcome).update(
        superseded_at=timezone.now()
    )
    made = LetterTemplate(
        administration=administration,
        scheme=scheme,
        outcome=outcome,
        subject=subject.strip(),
        body=body.strip(),
        appeals=appeals.strip(),
        written_by=by,
    )
    made.full_clean()
    made.save(force_insert=True)
    record(made, "write", label=lambda: _("Scritto il testo di una lettera"), by=by, data={"outcome": outcome})
    return made
