"""The terms of both administrations' procedures: example values, to be confirmed by them."""

import datetime

from django.utils import timezone

from certifications.actions import add_life_rules, add_rules
from certifications.models import LifeRules, ProcedureRules, Scheme
from familynet.portal.demo.steps.cast import Cast

# Not published by the two administrations in one place: marked as examples.
EXAMPLES = {
    "trento": {"term_days": 60, "patron_saint": "26/06"},  # San Vigilio
    "piemonte": {"term_days": 90, "patron_saint": "24/06"},  # San Giovanni, Torino
}


def make_procedure_rules(cast: Cast) -> None:
    for slug, values in EXAMPLES.items():
        rules = ProcedureRules(
            administration=cast.administrations[slug],
            valid_from=datetime.date(2020, 1, 1),
            max_stop_days=30,
            is_example=True,
            **values,
        )
        add_rules(rules=rules, by=cast.person("istruttoria", slug))
    reminders = LifeRules(
        scheme=Scheme.objects.get(slug="family-in-italia"),
        valid_from=timezone.localdate(),
        reminder_months=[6, 3, 1],
        notice_days=45,
    )
    add_life_rules(rules=reminders, by=cast.person("istruttoria", "trento"))
