"""What is remembered until something is written: once for each state of the data and each language."""

import pytest
from django.core.cache import caches
from django.db import transaction
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from familynet.kernel import remembered
from familynet.kernel.history import record
from tests.factories.organisations import OrganisationFactory


@pytest.fixture
def _remembers(settings, db):
    settings.PUBLIC_PAGE_SECONDS = 60
    caches["pages"].clear()
    yield
    caches["pages"].clear()


def counted():
    """A function that counts how often it is asked."""
    calls = []

    def make():
        calls.append(1)
        return {"asked": len(calls)}

    return make


def rendered(source, request=None, **context):
    return engines["django"].from_string(source).render(context, request)


@pytest.mark.usefixtures("_remembers")
def test_second_look_is_remembered():
    look = remembered.remembered(counted())

    assert (look(), look()) == ({"asked": 1}, {"asked": 1})


@pytest.mark.usefixtures("_remembers")
def test_a_write_with_history_ends_it():
    look = remembered.remembered(counted())
    look()
    with transaction.atomic():
        record(OrganisationFactory(), "test", label="Prova", by=None)

    assert look() == {"asked": 2}


@pytest.mark.usefixtures("_remembers")
def test_each_language_has_its_own():
    look = remembered.remembered(counted())
    look()
    with translation.override("en"):
        assert look() == {"asked": 2}
    assert look() == {"asked": 1}


@pytest.mark.usefixtures("_remembers")
def test_page_looks_at_the_history_once(django_assert_num_queries):
    one, two = (remembered.keep, "one", counted()), (remembered.keep, "two", counted())
    with django_assert_num_queries(1), remembered.while_asked():
        for keep, name, make in (one, two):
            keep(name, make)


def test_nothing_is_remembered_when_switched_off(settings, django_assert_num_queries):
    settings.PUBLIC_PAGE_SECONDS = 0
    look = remembered.remembered(counted())

    assert (look(), look()) == ({"asked": 1}, {"asked": 2})


@pytest.mark.usefixtures("_remembers")
def test_kept_part_of_a_template_is_made_once():
    request = RequestFactory().get("/")
    source = "{% kept 'part' %}<b>{{ word }}</b>{% endkept %}{{ word }}"

    assert rendered(source, request, word="a&b") == "<b>a&amp;b</b>a&amp;b"
    assert rendered(source, request, word="c") == "<b>a&amp;b</b>c"


@pytest.mark.usefixtures("_remembers")
def test_page_without_a_request_keeps_nothing():
    assert rendered("{% kept 'part' %}{{ word }}{% endkept %}", word="broken") == "broken"
    assert rendered("{% kept 'part' %}{{ word }}{% endkept %}", RequestFactory().get("/"), word="whole") == "whole"


def test_fixed_words_follow_the_language():
    template = engines["django"].from_string("{% translate 'Cerca' %}")
    italian = template.render()
    with translation.override("en"):
        english = template.render()

    assert (italian, english, template.render()) == ("Cerca", "Search", "Cerca")


def test_words_that_vary_are_looked_up_every_time():
    template = engines["django"].from_string("{% translate word as said %}{{ said }}")

    assert [template.render({"word": word}) for word in ("Cerca", "<b>")] == ["Cerca", "&lt;b&gt;"]
