"""The level follows from the grades: compared with a second, independent way of saying the rule."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from practices import actions
from practices.actions.evidence import keep_rating
from practices.evidence import Rule, judge
from practices.models import EvidenceRating, Practice
from tests.factories.practices import PracticeFactory
from tests.factories.reviews import make_criteria

DIMENSIONS = ("effectiveness", "transferability", "enduring")
RULES = [
    Rule("emergent", "Emergente", 1),
    Rule("promising", "Promettente", 1, other_grade=1, others=1),
    Rule("best", "Migliore pratica", 1, other_grade=1, others=2),
]
ORDER = ["", "emergent", "promising", "best"]
grades = st.tuples(*(st.integers(0, 2) for _ in DIMENSIONS)).map(lambda g: dict(zip(DIMENSIONS, g, strict=True)))


def epic(given):
    """EPIC in its own words: + in effectiveness; that and + in one other; + in all."""
    if given["effectiveness"] == 0:
        return ""
    return ["emergent", "promising", "best"][sum(1 for d in DIMENSIONS[1:] if given[d] > 0)]


@given(grades)
def test_level_is_the_one_that_epic_says(given):
    assert judge(given, RULES).code == epic(given)


@given(grades, st.sampled_from(DIMENSIONS))
def test_more_evidence_never_lowers_the_level(given, dimension):
    more = {**given, dimension: min(2, given[dimension] + 1)}
    assert ORDER.index(judge(more, RULES).code) >= ORDER.index(judge(given, RULES).code)


@given(grades)
def test_what_is_missing_is_what_the_next_level_lacks(given):
    verdict = judge(given, RULES)
    assert bool(verdict.missing) == (verdict.next_level is not None)
    assert verdict.reasons


def test_reasons_name_the_grades_and_what_is_missing():
    verdict = judge({"effectiveness": 1, "transferability": 0, "enduring": 0}, RULES)
    assert (verdict.code, verdict.next_level.code) == ("emergent", "promising")
    assert verdict.missing == ["almeno + in trasferibilità o in effetti che durano"]
    best = judge({"effectiveness": 2, "transferability": 1, "enduring": 2}, RULES)
    assert best.next_level is None
    assert best.reasons == [
        "++ in efficacia: ne serve almeno +.",
        "trasferibilità +, effetti che durano ++: serve almeno + in 2 altre dimensioni.",
    ]


GIVEN = {
    **{"effectiveness": 1, "transferability": 1, "enduring": 0},
    **{"effectiveness_reason": "Studio del 2024.", "transferability_reason": "Rifatta a Bra."},
}


@pytest.mark.django_db
def test_publishing_with_grades_writes_the_level(validator):
    make_criteria()
    practice = PracticeFactory(submitted=True)
    actions.publish_practice(practice, by=validator, comment="Bene.", evidence=GIVEN)
    assert Practice.objects.get(pk=practice.pk).evidence == "promising"
    assert EvidenceRating.objects.get().reasons["effectiveness"] == "Studio del 2024."


@pytest.mark.django_db
def test_grade_without_a_reason_is_refused_and_nothing_is_published(validator):
    make_criteria()
    practice = PracticeFactory(submitted=True)
    with pytest.raises(ValidationError) as caught:
        actions.publish_practice(
            practice, by=validator, comment="Bene.", evidence={**GIVEN, "effectiveness_reason": " "}
        )
    assert list(caught.value.message_dict) == ["effectiveness_reason"]
    assert Practice.objects.get(pk=practice.pk).state == "submitted"


@pytest.mark.django_db
def test_lesson_has_no_level(validator):
    make_criteria()
    practice = PracticeFactory(submitted=True, kind="lesson")
    actions.publish_practice(practice, by=validator, comment="Bene.", evidence=GIVEN)
    assert Practice.objects.get(pk=practice.pk).evidence == ""
    assert not EvidenceRating.objects.exists()


@pytest.mark.django_db
def test_rating_is_never_changed(validator):
    make_criteria()
    rating = keep_rating(PracticeFactory(published=True), GIVEN, by=validator)
    with pytest.raises(IntegrityError), transaction.atomic():
        EvidenceRating.objects.filter(pk=rating.pk).update(effectiveness=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        rating.delete()


@pytest.mark.django_db
def test_page_says_the_level_why_and_the_criterion(client_as, validator):
    make_criteria()
    practice = PracticeFactory(published=True)
    keep_rating(practice, GIVEN, by=validator)
    page = client_as().get(practice.get_absolute_url()).content.decode()
    assert "Studio del 2024." in page
    assert "almeno + in effetti che durano" in page
    assert str(validator) not in page


@pytest.mark.django_db
def test_criteria_page_lists_levels_and_every_requirement(client_as):
    criteria = make_criteria()
    page = client_as().get(reverse("practices:evidence")).content.decode()
    assert all(level.name in page for level in criteria.levels.all())
    assert page.count('<th scope="row">') == 3


@pytest.mark.django_db
def test_validators_page_keeps_what_was_typed_when_a_reason_is_missing(client_as, validator):
    make_criteria()
    practice = PracticeFactory(submitted=True)
    data = {
        **{"decision": "publish", "comment": "Letta con cura.", "comments-risultati": "Bene i numeri."},
        **{"evidence-effectiveness": "1", "evidence-transferability": "0", "evidence-enduring": "0"},
    }
    response = client_as(validator).post(practice.review_url, data)
    page = response.content.decode()
    assert "Letta con cura." in page
    assert "Bene i numeri." in page
    assert list(response.context["forms"].evidence.errors) == ["effectiveness_reason"]
    client_as(validator).post(practice.review_url, {**data, "evidence-effectiveness_reason": "Studio."})
    stored = Practice.objects.get(pk=practice.pk)
    assert (stored.state, stored.evidence) == ("published", "emergent")
    assert stored.reviews.get().comments.get().text == "Bene i numeri."


@pytest.mark.django_db
def test_facets_find_by_level_validation_and_kind(client_as):
    PracticeFactory(published=True, title="Forte", evidence="best", is_joint=True)
    PracticeFactory(published=True, title="Storia di un errore", kind="lesson")
    url = reverse("practices:list")
    for query, found in (
        ("evidence=best", "Forte"),
        ("validation=True", "Forte"),
        ("kind=lesson", "Storia di un errore"),
        ("validation=False", "Storia di un errore"),
    ):
        rows = client_as().get(f"{url}?{query}").context["practices"]
        assert [row.title for row in rows] == [found], query
    assert client_as().get(f"{url}?validation=boh").context["practices"] == []
