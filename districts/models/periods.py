"""Periods as the database compares them, for the constraints that keep two of them apart."""

import datetime

from django.contrib.postgres.fields import DateRangeField, IntegerRangeField
from django.db.models import Func, Value
from django.db.models.functions import Coalesce, Greatest


def date_range(start: str, *ends: str, bounds: str) -> Func:
    """The days from `start` to the first of `ends` that is set (for ever when none), never turned round.

    A range turned round is an error of the database; this leaves it to the check constraint and its sentence.
    """
    end = Greatest(start, Coalesce(*ends, Value(datetime.date.max)))
    return Func(start, end, Value(bounds), function="daterange", output_field=DateRangeField())


def year_range(start: str, end: str) -> Func:
    """The years from `start` to `end`, both included, never turned round."""
    return Func(start, Greatest(start, end), Value("[]"), function="int4range", output_field=IntegerRangeField())
