"""What waits for the people of an organisation: drafts, integrations, notices, answers expected."""

import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from certifications.models import Application, IntegrationRequest
from familynet.accounts.models import User
from familynet.kernel.desk import DeskItem
from familynet.organisations.models import OrganisationMember

SHOWN = 10
S = Application.State


def applications_waiting_for(user: User) -> list[DeskItem]:
    """Two queries, whatever their number; one where nothing of an organisation waits."""
    mine = OrganisationMember.objects.current().filter(user=user).values("organisation")
    waiting = Application.objects.filter(state__in=(S.DRAFT, S.INTEGRATION, S.NOTICE))
    found = list(
        waiting.filter(organisation__in=mine)
        .select_related("organisation", "scheme", "category")
        .order_by("waiting_since", "pk")[:SHOWN]
    )
    due = _integrations_due([a.pk for a in found if a.state == S.INTEGRATION])
    return [_item(application, due.get(application.pk)) for application in found]


def _integrations_due(applications: list[int]) -> dict[int, datetime.date]:
    """By when each open integration is to be answered."""
    if not applications:
        return {}
    requests: QuerySet[IntegrationRequest] = IntegrationRequest.objects.open().filter(application__in=applications)
    return dict(requests.values_list("application", "due_on"))


def _item(application: Application, due: datetime.date | None) -> DeskItem:
    kinds = {
        S.DRAFT: _("Domande da completare"),
        S.INTEGRATION: _("Integrazioni da inviare"),
        S.NOTICE: _("Osservazioni da inviare"),
    }
    return DeskItem(
        kind=kinds[S(application.state)],
        title=f"{application.organisation} – {application.title}",
        url=reverse("certifications:application", args=[application.public_id]),
        since=application.waiting_since,
        due=due,
        note=_("Termine passato") if due and due < timezone.localdate() else "",
    )
