"""What waits for the people of an organisation: drafts and integrations (notices: desk.assessment)."""

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from certifications.models import Application, IntegrationRequest
from certifications.models.applications import mark_title
from familynet.accounts.models import User
from familynet.kernel.desk import DeskItem, Row, Waiting
from familynet.organisations.models import OrganisationMember

S = Application.State


def applications_waiting_for(user: User) -> list[Waiting]:
    """Drafts to complete and integrations to send, the oldest first."""
    mine = OrganisationMember.objects.current().filter(user=user).values("organisation")
    asked = IntegrationRequest.objects.open().filter(application=OuterRef("pk"))
    rows = Application.objects.filter(state__in=(S.DRAFT, S.INTEGRATION), organisation__in=mine)
    return [
        Waiting(
            rows.order_by("waiting_since", "pk"),
            texts=("state", "organisation__name", "scheme__name", "category__name", "public_id"),
            since="waiting_since",
            due=Subquery(asked.values("due_on")[:1]),
            item=_item,
        )
    ]


def _item(row: Row) -> DeskItem:
    state, organisation, scheme, category, public_id = row.texts
    asked = state == S.INTEGRATION
    return DeskItem(
        kind=_("Integrazioni da inviare") if asked else _("Domande da completare"),
        title=f"{organisation} – {mark_title(scheme, category)}",
        url=reverse("certifications:integration" if asked else "certifications:application", args=[public_id]),
        since=row.since,
        due=row.due,
        note=_("Termine passato") if row.due and row.due < timezone.localdate() else "",
    )
