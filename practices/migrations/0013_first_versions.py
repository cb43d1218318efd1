"""What is published already becomes version 1, with its documents; it is to be confirmed a year later."""

import datetime

from django.db import migrations

TEXTS = (
    *("title", "summary", "problem", "solution", "scope", "area_name", "costs", "funding", "resources"),
    *("results", "indicators", "lessons", "transferability", "sources", "is_ongoing"),
    *("contact_name", "contact_office", "contact_email", "contact_phone"),
)


def content_of(practice):
    """The shape of practices/snapshots.py at the time of this migration."""
    municipalities = practice.municipalities.select_related("province").order_by("name")
    documents = practice.practice_documents.select_related("document").order_by("position")
    return {
        **{field: getattr(practice, field) for field in TEXTS},
        "kind": practice.kind,
        "policy_area": practice.policy_area_id,
        "target_groups": sorted(group.pk for group in practice.target_groups.all()),
        "municipalities": sorted(municipality.pk for municipality in municipalities),
        "province_codes": sorted(practice.province_codes),
        "started_on": practice.started_on and practice.started_on.isoformat(),
        "ended_on": practice.ended_on and practice.ended_on.isoformat(),
        "total_cost": None if practice.total_cost is None else str(practice.total_cost),
        "shown": {
            "policy_area": practice.policy_area.name if practice.policy_area else "",
            "target_groups": [group.name for group in practice.target_groups.order_by("order", "name")],
            "municipalities": [f"{m.name} ({m.province.abbreviation})" for m in municipalities],
            "territory": practice.territory_label,
        },
        "documents": [
            {
                "uuid": str(row.document.uuid),
                "title": row.document.title,
                "language": row.document.language,
                "name": row.document.name,
                "sha256": row.document.sha256,
            }
            for row in documents
        ],
    }


def a_year_later(day):
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return day + datetime.timedelta(days=365)


def add(apps, schema_editor):
    practices = apps.get_model("practices", "Practice").objects
    versions = apps.get_model("practices", "PracticeVersion").objects
    rows = apps.get_model("practices", "VersionDocument").objects
    judgements = apps.get_model("practices", "Review").objects
    public = practices.filter(state__in=["published", "archived"], versions=None)
    for practice in public.select_related("policy_area").iterator(chunk_size=200):
        review = judgements.filter(practice=practice, outcome="published").order_by("-round").first()
        version = versions.create(
            practice=practice,
            number=1,
            content=content_of(practice),
            published_at=practice.published_at,
            published_by_id=review.validator_id if review else None,
        )
        for row in practice.practice_documents.select_related("document"):
            document = row.document
            rows.create(
                version=version,
                document=document,
                position=row.position,
                title=document.title,
                language=document.language,
            )
        # By the key, so that updated_at stays what it says.
        practices.filter(pk=practice.pk).update(review_on=a_year_later(practice.published_at.date()))


class Migration(migrations.Migration):
    dependencies = [("practices", "0012_first_evidence_criteria")]
    # Going back drops the tables; nothing to undo here.
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
