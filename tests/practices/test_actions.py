import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone

from familynet.accounts.roles import Role
from familynet.kernel.documents import Document
from familynet.kernel.emails import OutgoingEmail
from familynet.kernel.history import HistoryEntry
from familynet.kernel.workflow import TransitionConflict
from practices import actions
from practices.models import Practice, Review
from practices.sections import BY_NAME, fingerprint, missing_fields, progress
from tests.factories.practices import PracticeDocumentFactory, PracticeFactory, TargetGroupFactory
from tests.factories.territories import MunicipalityFactory

pytestmark = pytest.mark.django_db
BRIEF = BY_NAME["in-breve"]


def verbs(practice):
    return [entry.verb for entry in HistoryEntry.objects.of(practice).order_by("sequence")]


def mails():
    return sorted(OutgoingEmail.objects.values_list("subject", "to"))


def upload(name="relazione.txt", content=b"Il testo della relazione."):
    return ContentFile(content, name=name)


# --- Writing ---------------------------------------------------------------------------------


def test_create_makes_a_draft_of_the_author(editor, piemonte):
    practice = actions.create_practice(administration=piemonte, title=" Nido aperto ", by=editor)
    assert (practice.state, practice.title, practice.slug) == ("draft", "Nido aperto", "nido-aperto")
    assert (practice.author, practice.administration) == (editor, piemonte)
    assert verbs(practice) == ["create"]


def test_create_refuses_another_administration_and_an_empty_title(editor, piemonte, trento):
    with pytest.raises(PermissionDenied):
        actions.create_practice(administration=trento, title="Nido", by=editor)
    with pytest.raises(ValidationError):
        actions.create_practice(administration=piemonte, title="  ", by=editor)
    assert Practice.objects.count() == 0


def test_save_takes_an_incomplete_draft_and_derives_territory_and_targets(editor):
    practice = PracticeFactory(author=editor, empty=True)
    bra = MunicipalityFactory(name="Bra")
    group = TargetGroupFactory(code="imprese", name="Imprese")
    saved = actions.save_draft(
        practice,
        values={"scope": "municipalities", "municipalities": [bra], "target_groups": [group]},
        by=editor,
    )
    assert (saved.province_codes, saved.territory_label) == (["CN"], "Bra (CN)")
    assert saved.target_codes == ["imprese"]
    assert missing_fields(saved) != []
    assert saved.edited_by == editor


def test_save_whole_territory_means_its_provinces(foreigner):
    practice = PracticeFactory(trento=True, author=foreigner, empty=True)
    saved = actions.save_draft(practice, values={"scope": "whole"}, by=foreigner)
    assert (saved.province_codes, saved.territory_label) == (["TN"], "Provincia autonoma di Trento")


def test_save_keeps_one_history_entry_per_person_and_hour(editor, colleague):
    practice = PracticeFactory(author=editor)
    for writer, text in ((editor, "Uno"), (editor, "Due"), (colleague, "Tre"), (colleague, "Tre")):
        actions.save_draft(practice, values={"problem": text}, by=writer)
    assert verbs(practice) == ["edit", "edit"]
    assert Practice.objects.get(pk=practice.pk).writer_ids == {editor.pk, colleague.pk}


def test_save_refuses_unknown_fields(editor):
    with pytest.raises(ValueError, match="state"):
        actions.save_draft(PracticeFactory(author=editor), values={"state": "published"}, by=editor)


def test_save_refuses_strangers_and_a_practice_that_moved_on(editor, foreigner, validator):
    practice = PracticeFactory(author=editor)
    for stranger in (foreigner, validator):
        with pytest.raises(PermissionDenied):
            actions.save_draft(practice, values={"problem": "No"}, by=stranger)
    with pytest.raises(TransitionConflict):
        actions.save_draft(PracticeFactory(submitted=True), values={"problem": "No"}, by=editor)


def test_save_with_a_stale_base_gives_both_texts_and_writes_nothing(editor, colleague):
    practice = PracticeFactory(author=editor)
    base = fingerprint(practice, BRIEF)
    actions.save_draft(practice, values={"summary": "Di lei"}, by=colleague, section=BRIEF, base=base)
    with pytest.raises(actions.StaleDraft) as caught:
        actions.save_draft(practice, values={"summary": "Mio"}, by=editor, section=BRIEF, base=base)
    assert caught.value.theirs == {"summary": "Di lei"}
    assert Practice.objects.get(pk=practice.pk).summary == "Di lei"


def test_save_of_another_section_does_not_meet(editor, colleague):
    practice = PracticeFactory(author=editor)
    base = fingerprint(practice, BRIEF)
    actions.save_draft(practice, values={"results": "Nuovi"}, by=colleague)
    saved = actions.save_draft(practice, values={"summary": "Mio"}, by=editor, section=BRIEF, base=base)
    assert (saved.summary, saved.results) == ("Mio", "Nuovi")


# --- Documents -------------------------------------------------------------------------------


def test_documents_are_added_ordered_described_and_removed(editor):
    practice = PracticeFactory(author=editor)
    first = actions.add_document(practice, upload=upload(), title="Prima", by=editor)
    second = actions.add_document(practice, upload=upload("b.txt"), title="Seconda", by=editor, language="de")
    assert (second.document.language, second.document.media_type) == ("de", "text/plain")
    actions.move_document(second, up=True, by=editor)
    assert list(practice.practice_documents.values_list("document__title", flat=True)) == ["Seconda", "Prima"]
    actions.describe_document(first, title="Prima bis", language="en", by=editor)
    actions.remove_document(second, by=editor)
    assert list(practice.practice_documents.values_list("document__title", flat=True)) == ["Prima bis"]
    assert Document.objects.filter(title="Seconda").exists()
    assert verbs(practice) == ["add_document", "add_document", "describe_document", "remove_document"]


def test_move_at_the_end_of_the_list_changes_nothing(editor):
    practice = PracticeFactory(author=editor)
    item = PracticeDocumentFactory(practice=practice, position=1)
    actions.move_document(item, up=True, by=editor)
    item.refresh_from_db()
    assert item.position == 1


def test_refused_upload_leaves_nothing(editor):
    practice = PracticeFactory(author=editor)
    with pytest.raises(ValidationError):
        actions.add_document(practice, upload=upload("x.exe", b"MZ\x90\x00" * 50), title="No", by=editor)
    assert not Document.objects.exists()
    assert verbs(practice) == []


@pytest.mark.parametrize("state", ["submitted", "published", "rejected", "archived"])
def test_documents_stay_as_they_are_once_submitted(editor, state):
    item = PracticeDocumentFactory(practice=PracticeFactory(**{state: True}))
    with pytest.raises(TransitionConflict):
        actions.remove_document(item, by=editor)
    with pytest.raises(TransitionConflict):
        actions.add_document(item.practice, upload=upload(), title="Altro", by=editor)


# --- Workflow --------------------------------------------------------------------------------


def test_submit_lists_what_is_missing(editor):
    practice = PracticeFactory(author=editor, empty=True)
    with pytest.raises(ValidationError, match="descrizione in breve"):
        actions.submit_practice(practice, by=editor)
    assert (practice.state, verbs(practice), mails()) == ("draft", [], [])
    assert progress(practice) < 20


def test_submit_writes_to_validators_who_have_not_written(editor, validator, official, piemonte, trento):
    official(Role.PRACTICE_VALIDATOR, trento)
    author = official(Role.PRACTICE_VALIDATOR, piemonte)
    practice = PracticeFactory(author=author)
    actions.submit_practice(practice, by=editor)
    assert (practice.state, mails()) == ("submitted", [(f"Da validare: {practice.title}", validator.email)])


def test_withdraw_returns_to_the_draft(editor):
    practice = PracticeFactory(author=editor, submitted=True)
    actions.withdraw_practice(practice, by=editor)
    practice.refresh_from_db()
    assert (practice.state, practice.submitted_at) == ("draft", None)


def test_request_changes_needs_a_reason_and_reaches_the_author(validator):
    practice = PracticeFactory(submitted=True)
    with pytest.raises(ValidationError):
        actions.request_changes(practice, comment=" ", by=validator)
    actions.request_changes(practice, comment="Mancano i costi.", by=validator)
    review = practice.reviews.get()
    assert (review.outcome, review.comment, review.round) == ("changes_requested", "Mancano i costi.", 1)
    assert mails() == [(f"Da modificare: {practice.title}", practice.author.email)]
    assert not HistoryEntry.objects.of(practice).public().exists()


def test_publish_is_public_history_without_the_assessment(validator):
    practice = PracticeFactory(submitted=True, title="Nido aperto", slug="prova")
    actions.publish_practice(practice, by=validator, comment="Ottima.")
    practice.refresh_from_db()
    entry = HistoryEntry.objects.of(practice).public().get()
    assert (practice.state, practice.slug) == ("published", "nido-aperto")
    assert practice.published_at <= timezone.now()
    assert (entry.verb, entry.comment) == ("publish", "")
    assert Review.objects.get().comment == "Ottima."
    assert OutgoingEmail.objects.get().text.count("Ottima.") == 1


def test_reject_keeps_the_reason(validator):
    practice = PracticeFactory(submitted=True)
    actions.reject_practice(practice, comment="Non è una pratica.", by=validator)
    assert (practice.state, practice.reviews.get().outcome) == ("rejected", "rejected")
    assert mails() == [(f"Respinta: {practice.title}", practice.author.email)]


def test_archive_and_republish(validator):
    practice = PracticeFactory(published=True)
    published_at = practice.published_at
    actions.archive_practice(practice, comment="Finita.", by=validator)
    assert practice.archived_at.date() == datetime.datetime.now(datetime.UTC).date()
    actions.republish_practice(practice, by=validator)
    practice.refresh_from_db()
    assert (practice.state, practice.archived_at, practice.published_at) == ("published", None, published_at)
    assert [t for t, _to in mails()] == [f"Archiviata: {practice.title}", f"Di nuovo pubblica: {practice.title}"]


def test_rounds_count_up(editor, validator):
    practice = PracticeFactory(author=editor, submitted=True)
    actions.request_changes(practice, comment="Uno.", by=validator)
    actions.submit_practice(practice, by=editor)
    actions.publish_practice(practice, by=validator, comment="Ora va bene.")
    assert list(practice.reviews.values_list("round", "outcome")) == [(2, "published"), (1, "changes_requested")]


def test_target_groups_refuses_unknown_codes():
    TargetGroupFactory()
    assert [g.code for g in actions.target_groups(["prima-infanzia"])] == ["prima-infanzia"]
    with pytest.raises(ValidationError, match="boh"):
        actions.target_groups(["boh"])
