"""Which part of a passage is marked: the words around the place where most of what was asked stands together."""

import pytest
from django.urls import reverse

from practices.search.passages import AROUND, LONGEST, densest, surroundings
from tests.factories.practices import PracticeFactory
from tests.practices.test_search_documents import attach

FILLER = " ".join(["parola"] * 120)


def test_most_words_together_win_over_the_first_one():
    assert densest(["nid", "nid", "famigl"], [3, 90, 95]) == (90, 95)


def test_earliest_of_equal_places_wins():
    assert densest(["nid", "nid"], [3, 90]) == (3, 3)


def test_hits_farther_apart_than_a_fragment_are_two_places():
    assert densest(["nid", "famigl"], [1, 1 + LONGEST]) == (1, 1)


def test_same_word_again_does_not_count_twice():
    assert densest(["nid", "nid", "nid", "famigl", "nid"], [1, 2, 3, 80, 81]) == (80, 81)


def test_short_text_stays_whole():
    text = "x" * 2 * AROUND
    assert surroundings(text, ["x"], [1]) == text


def test_text_without_known_places_stays_whole():
    assert surroundings(FILLER, [], []) == FILLER


@pytest.mark.parametrize("place", [1, 60, 121, 240])
def test_part_holds_the_hit_in_whole_words(place):
    words = FILLER.split() + FILLER.split()
    words[place - 1] = "nido"
    part = surroundings(" ".join(words), ["nid"], [place])

    assert "nido" in part.split()
    assert set(part.split()) <= {"nido", "parola"}
    assert len(part) <= 2 * AROUND + 40


def test_one_endless_word_does_not_become_nothing():
    text = "x" * 5 * AROUND
    assert surroundings(text, ["x"], [1]) == text


@pytest.mark.django_db
@pytest.mark.parametrize("before", [0, 60, 120, 230])
def test_word_is_marked_wherever_it_stands_in_a_long_passage(client_as, before):
    text = " ".join(["parola"] * before + ["l'autobùs"] + ["parola"] * (240 - before))
    attach(PracticeFactory(published=True), text)

    page = client_as().get(reverse("practices:list"), {"q": "autobus"}).content.decode()

    assert "<mark>autobùs</mark>" in page


@pytest.mark.django_db
def test_hit_that_does_not_stand_where_it_was_guessed_is_marked_all_the_same(client_as):
    """One word as long as half the passage: the guess of where the hit stands fails."""
    attach(PracticeFactory(published=True), " ".join(["a" * 1500, *(["di"] * 60), "autobus"]))

    page = client_as().get(reverse("practices:list"), {"q": "autobus"}).content.decode()

    assert "<mark>autobus</mark>" in page
