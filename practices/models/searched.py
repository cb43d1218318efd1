"""Which words find a practice: expressions of its search indexes."""

from django.contrib.postgres.search import SearchVectorField
from django.db.models import Func


class Searchable(Func):
    """practice_text(vector): the vector itself, at a price that tells the planner to use the index.

    Without it the planner reads every long text to test it, because it does not count unpacking.
    """

    function = "PRACTICE_TEXT"
    output_field = SearchVectorField()


class SearchedText(Func):
    """The practice's own text and the words of its documents: what decides whether it is found.

    The column `document_words` is kept by triggers (migration 0020) and is no field: whoever saves a
    practice neither reads nor writes it.
    """

    template = "PRACTICE_TEXT(%(expressions)s || document_words)"
    output_field = SearchVectorField()


class HeadingText(Func):
    """The words of title and summary, of the price of Searchable: what a reader sees first of a practice."""

    template = "PRACTICE_TEXT(to_tsvector('italian_fold', %(expressions)s))"
    arg_joiner = " || ' ' || "
    output_field = SearchVectorField()
