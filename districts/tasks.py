"""Jobs of the districts: the reminder before an agreement ends, its expiry, the start of programmes."""

from django.utils import timezone
from procrastinate.contrib.django import app

from districts.actions import expire_agreement, remind_of_end, start_programme
from districts.models import AreaAgreement, Programme
from familynet.kernel.dates import add_months

REMIND_MONTHS = 6


@app.periodic(cron="20 6 * * *")
@app.task(name="districts.tasks.watch_agreements", queueing_lock="watch_agreements")
def watch_agreements(timestamp: int) -> None:
    """Expire agreements past their last day; remind of those that end within six months, once."""
    today = timezone.localdate()
    active = AreaAgreement.objects.filter(state=AreaAgreement.State.ACTIVE).select_related(
        "district__administration", "district__lead_organisation"
    )
    for agreement in active.filter(valid_to__lt=today):
        expire_agreement(agreement)
    for agreement in active.filter(valid_to__lte=add_months(today, REMIND_MONTHS), reminded_on=None):
        remind_of_end(agreement, on=today)


@app.periodic(cron="25 6 * * *")
@app.task(name="districts.tasks.start_programmes", queueing_lock="start_programmes")
def start_programmes(timestamp: int) -> None:
    """Approved programmes run from the first day of their first year."""
    due = Programme.objects.filter(state=Programme.State.APPROVED, year_from__lte=timezone.localdate().year)
    for programme in due.select_related("district"):
        start_programme(programme, by=None)
