"""Rounds of judgement: kept, readable with their differences, and every comment answered."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from familynet.kernel.workflow import TransitionConflict
from practices import actions
from practices.differences import Piece, compare_texts, differences
from practices.models import Review, SectionComment, Submission
from practices.snapshots import content_of
from tests.factories.practices import PracticeFactory
from tests.factories.reviews import make_exchange, make_person, proposed

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script> =CMD() **forte**"


@pytest.fixture
def returned(editor, validator):
    """Sent back with one comment on the costs."""
    practice = PracticeFactory(author=editor)
    actions.submit_practice(practice, by=editor)
    actions.request_changes(practice, comment="Quasi.", comments={"costi-e-risorse": "Quanto?"}, by=validator)
    return practice


def url(name, practice, **more):
    return reverse(f"practices:{name}", kwargs={"uuid": practice.uuid, **more})


def test_submission_keeps_the_text_as_it_was(returned, editor):
    actions.save_draft(returned, values={"costs": "Mille euro."}, by=editor)
    assert Submission.objects.get().content["costs"] == "Poco."


def test_every_comment_needs_an_answer_before_the_next_round(returned, editor):
    with pytest.raises(ValidationError, match="commenti"):
        actions.submit_practice(returned, by=editor)
    comment = SectionComment.objects.get()
    with pytest.raises(ValidationError):
        actions.answer_comment(comment, practice=returned, answer=" ", by=editor)
    actions.answer_comment(comment, practice=returned, answer="Mille euro.", by=editor)
    actions.submit_practice(returned, by=editor)
    assert list(Submission.objects.values_list("round", flat=True)) == [1, 2]
    assert Review.objects.get().submission.round == 1


def test_only_writers_answer_and_only_while_the_text_is_theirs(returned, editor, validator, foreigner):
    comment = SectionComment.objects.get()
    for stranger in (validator, foreigner):
        with pytest.raises(PermissionDenied):
            actions.answer_comment(comment, practice=returned, answer="Io.", by=stranger)
    with pytest.raises(PermissionDenied):
        actions.answer_comment(comment, practice=PracticeFactory(author=editor), answer="Io.", by=editor)
    actions.answer_comment(comment, practice=returned, answer="Mille.", by=editor)
    actions.submit_practice(returned, by=editor)
    with pytest.raises(TransitionConflict):
        actions.answer_comment(comment, practice=returned, answer="Cambio idea.", by=editor)


def test_section_page_shows_its_comment_and_keeps_the_answer(returned, editor, client_as):
    browser, comment = client_as(editor), SectionComment.objects.get()
    page = url("edit", returned, section_name="costi-e-risorse")
    assert "Quanto?" in browser.get(page).content.decode()
    assert "Quanto?" not in browser.get(url("edit", returned, section_name="contatti")).content.decode()
    browser.post(page, {"costs": "Mille euro.", f"answers-{comment.pk}": "Scritto.", "go": "stay"})
    comment.refresh_from_db()
    assert (comment.answer, comment.answered_by) == ("Scritto.", editor)
    assert "aspetta la tua risposta" not in browser.get(returned.work_url).content.decode()


def test_answers_page_holds_all_comments(returned, editor, client_as):
    browser, comment = client_as(editor), SectionComment.objects.get()
    assert "Quanto?" in browser.get(url("answers", returned)).content.decode()
    browser.post(url("answers", returned), {f"answers-{comment.pk}": "Mille euro."})
    comment.refresh_from_db()
    assert comment.answer == "Mille euro."


def test_rounds_page_shows_assessment_comment_answer_and_the_way_to_the_differences(
    returned, editor, validator, client_as
):
    actions.answer_comment(SectionComment.objects.get(), practice=returned, answer="Mille euro.", by=editor)
    actions.save_draft(returned, values={"costs": "Mille euro."}, by=editor)
    actions.submit_practice(returned, by=editor)
    page = client_as(validator).get(url("rounds", returned)).content.decode()
    for text in ("Quasi.", "Quanto?", "Mille euro.", "giro 1", "giro 2"):
        assert text in page
    first, second = Submission.objects.order_by("round")
    both = client_as(validator).get(url("compare_rounds", returned, before=first.pk, after=second.pk))
    assert "<ins>Mille euro</ins>" in both.content.decode()
    assert "<del>Poco</del>" in both.content.decode()


def test_round_of_another_practice_is_not_compared(returned, validator, client_as):
    other = PracticeFactory(submitted=True)
    foreign = other.submissions.create(round=1, content=content_of(other), submitted_at="2026-01-01T10:00Z")
    own = returned.submissions.get()
    address = url("compare_rounds", returned, before=foreign.pk, after=own.pk)
    assert client_as(validator).get(address).status_code == 404


def test_other_side_reads_joint_rounds_only(editor, validator, client_as):
    make_exchange()
    practice = PracticeFactory(author=editor)
    actions.submit_practice(practice, by=editor)
    actions.publish_practice(practice, by=validator, comment="Giudizio di casa.")
    actions.propose_version(practice.versions.get(), by=editor)
    judge = make_person("practice_validator", "trento")
    actions.judge_version(practice.versions.get(), "validate", by=judge, comment="Giudizio comune.")
    page = client_as(judge).get(url("rounds", practice)).content.decode()
    assert ("Giudizio comune." in page, "Giudizio di casa." in page) == (True, False)
    own = client_as(editor).get(url("rounds", practice)).content.decode()
    assert "Giudizio comune." in own
    assert "Giudizio di casa." in own


def test_hostile_text_is_shown_as_text(editor, validator, client_as):
    practice = PracticeFactory(author=editor, costs=HOSTILE)
    actions.submit_practice(practice, by=editor)
    actions.request_changes(practice, comment=HOSTILE, comments={"risultati": HOSTILE}, by=validator)
    actions.answer_comment(SectionComment.objects.get(), practice=practice, answer=HOSTILE, by=editor)
    actions.save_draft(practice, values={"costs": HOSTILE + " <img src=x onerror=alert(2)>"}, by=editor)
    actions.submit_practice(practice, by=editor)
    first, second = Submission.objects.order_by("round")
    addresses = [
        url("rounds", practice),
        url("compare_rounds", practice, before=first.pk, after=second.pk),
        practice.review_url,
    ]
    for address in addresses:
        page = client_as(validator).get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page


@pytest.mark.parametrize("rows", [1, 30])
def test_rounds_page_asks_the_same_number_of_queries(editor, client_as, rows, django_assert_num_queries):
    practice = PracticeFactory(author=editor, submitted=True)
    for number in range(1, rows + 1):
        made = practice.submissions.create(
            round=number, content=content_of(practice), submitted_by=editor, submitted_at="2026-01-01T10:00Z"
        )
        review = Review.objects.create(
            **{"practice": practice, "submission": made, "validator": editor, "round": number},
            **{"outcome": "changes_requested", "comment": "Quasi."},
        )
        review.comments.create(section="risultati", text="Quante?")
    browser = client_as(editor)
    with django_assert_num_queries(12):
        assert browser.get(url("rounds", practice)).status_code == 200


# --- Differences ------------------------------------------------------------------------------


def test_words_that_differ_are_marked_on_their_side():
    found = compare_texts(
        "Costi", "Costa mille euro l'anno.\n\nPoi basta.", "Costa duemila euro l'anno.\n\nPoi basta."
    )
    assert [p.text for p in found.before if p.changed] == ["mille"]
    assert [p.text for p in found.after if p.changed] == ["duemila"]
    assert "".join(p.text for p in found.after).startswith("Costa duemila euro")


def test_equal_and_empty_texts():
    assert compare_texts("x", "uguale", "uguale").changed is False
    assert compare_texts("x", "", "nuovo").after == [Piece("nuovo", changed=True)]


def test_long_texts_of_few_words_are_compared_in_time():
    before, after = "a b " * 5000, "b a " * 5000
    found = compare_texts("x", before, after)
    assert "".join(p.text for p in found.before) == before


def test_contact_is_compared_only_for_who_may_see_it():
    before = content_of(PracticeFactory(contact_name="Maria"))
    after = {**before, "contact_name": "Giulia"}
    names = {s.name for s in differences(before, after, with_contact=False)}
    assert "contatti" not in names
    changed = [s.name for s in differences(before, after, with_contact=True) if s.changed]
    assert changed == ["contatti"]


def test_document_that_changed_is_a_difference():
    before = content_of(proposed().practice)
    document = {"uuid": "x", "title": "Relazione", "language": "it", "name": "r.pdf", "sha256": "a" * 64}
    after = {**before, "documents": [document]}
    section = next(s for s in differences(before, after, with_contact=False) if s.changed)
    assert [f.label for f in section.fields if f.changed] == ["Documenti"]
