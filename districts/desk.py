"""What waits for a district officer."""

import datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from districts.models import Action, AreaAgreement, Programme, ProgressUpdate
from familynet.accounts.models import User
from familynet.accounts.roles import Capability
from familynet.kernel.dates import add_months
from familynet.kernel.desk import DeskItem

AHEAD_MONTHS = 6


def waiting_for(user: User) -> list[DeskItem]:
    """Agreements that end, programmes to approve or evaluate, actions nobody reported on. Three queries."""
    administrations = user.administrations_with(Capability.DISTRICT_MANAGE)
    if not administrations:
        return []
    today = timezone.localdate()
    return [
        *_ending_agreements(administrations, today),
        *_programmes(administrations, today),
        *_silent_actions(administrations, today),
    ]


def _ending_agreements(administrations: frozenset[int], today: datetime.date) -> list[DeskItem]:
    agreements = AreaAgreement.objects.filter(
        district__administration__in=administrations,
        state=AreaAgreement.State.ACTIVE,
        valid_to__lte=add_months(today, AHEAD_MONTHS),
    )
    return [
        DeskItem(
            kind=gettext_lazy("Accordi di distretto in scadenza"),
            title=agreement.district.name,
            url=reverse("districts:manage", args=[agreement.district.slug]),
            since=agreement.valid_from,
            due=agreement.valid_to,
        )
        for agreement in agreements.select_related("district").order_by("valid_to")
    ]


def _programmes(administrations: frozenset[int], today: datetime.date) -> list[DeskItem]:
    states = [Programme.State.DRAFT, Programme.State.RUNNING]
    programmes = Programme.objects.filter(district__administration__in=administrations, state__in=states)
    items = []
    for programme in programmes.select_related("district").order_by("year_from", "pk"):
        draft = programme.state == Programme.State.DRAFT
        if not draft and programme.year_to >= today.year:
            continue
        items.append(
            DeskItem(
                kind=gettext_lazy("Programmi da approvare")
                if draft
                else gettext_lazy("Programmi da autovalutare"),
                title=str(programme),
                url=reverse("districts:programme_manage", args=[programme.district.slug, programme.year_from]),
                since=programme.created_at,
            )
        )
    return items


def _silent_actions(administrations: frozenset[int], today: datetime.date) -> list[DeskItem]:
    this_year = ProgressUpdate.objects.filter(action=OuterRef("pk"), recorded_on__year=today.year)
    actions = Action.objects.filter(
        ~Exists(this_year),
        commitments__programme__state=Programme.State.RUNNING,
        commitments__programme__district__administration__in=administrations,
    )
    rows = actions.values_list(
        "commitments__programme__district__slug",
        "commitments__programme__district__name",
        "commitments__programme__year_from",
        "title",
        "due_on",
    ).order_by("due_on", "pk")
    return [
        DeskItem(
            kind=gettext_lazy("Azioni senza avanzamento quest'anno"),
            title=title,
            url=reverse("districts:programme_manage", args=[slug, year]),
            note=_("Distretto %(name)s") % {"name": name},
            due=due,
        )
        for slug, name, year, title, due in rows
    ]
