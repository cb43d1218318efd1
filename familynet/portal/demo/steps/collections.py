"""Collections of practices, and a table of practices that an editor has imported."""

from django.core.files.base import ContentFile

from familynet.portal.demo.content.collections import COLLECTIONS, FILE_NAME, TABLE, CollectionText
from familynet.portal.demo.steps.cast import Cast
from practices.actions import add_to_collection, create_collection, share_collection
from practices.actions.imports import perform_check, perform_import, start_import, upload_import
from practices.importing.plan import plan_file
from practices.models import Practice


def make_collections(cast: Cast) -> None:
    for text in COLLECTIONS:
        _make(text, cast)
    _import_table(cast)


def _make(text: CollectionText, cast: Cast) -> None:
    editor = cast.person("redazione", text.administration)
    collection = create_collection(
        title=text.title,
        description=text.description,
        administration=None if text.personal else cast.administrations[text.administration],
        by=editor,
        is_demo=True,
    )
    for title, note in text.practices:
        add_to_collection(collection, Practice.objects.public().get(title=title), note=note, by=editor)
    if text.visibility != collection.visibility:
        share_collection(collection, visibility=text.visibility, by=editor, confirmed=True)


def _import_table(cast: Cast) -> None:
    """Two good rows become drafts, a wrong one is told in the report."""
    editor = cast.person("redazione", "piemonte")
    run = upload_import(
        by=editor,
        administration=cast.administrations["piemonte"],
        file=ContentFile(TABLE.encode(), name=FILE_NAME),
        media_type="text/csv",
        skip_errors=True,
        is_demo=True,
    )
    perform_check(run_id=run.pk, planner=plan_file)
    run.refresh_from_db()
    start_import(run, by=editor)
    perform_import(run_id=run.pk, user_id=editor.pk, planner=plan_file)
