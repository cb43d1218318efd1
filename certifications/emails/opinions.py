"""Who hears of an accompanying opinion: the responsible officer, or the whole office while there is none."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certifications.models import AccompanyingOpinion
from certifications.recipients import officers_or_office
from familynet.accounts.models import User
from familynet.notifications.actions import notify
from familynet.notifications.models import Topic


def opinion_given(opinion: AccompanyingOpinion, *, by: User) -> None:
    application = opinion.application
    words = {"side": opinion.administration.name, "organisation": application.organisation.name}
    notify(
        officers_or_office(application),
        topic=Topic.WORK,
        subject=lambda: _("Parere di %(side)s: %(organisation)s") % words,
        text=lambda: _("%(side)s ha dato il parere sulla domanda di %(organisation)s.") % words,
        reason=gettext_lazy("Lavori alle pratiche di chi certifica."),
        path=reverse("certifications:file_opinion", args=[application.public_id]),
        about=application,
        by=by,
    )
