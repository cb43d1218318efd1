"""How many certificates there are in each cell of the register: kept by triggers, read by the facets.

docs/decisions/0005-register-facets.md says why.
"""

from typing import Any

from django.db import connection, models, transaction

from certifications.models.schemes import IN_FORCE


class RegisterCount(models.Model):
    """So many certificates more (or fewer) of one scheme, category, province, state and year of award.

    Triggers on the certificates append rows (never change one: writers do not wait for one another);
    the number in a cell is the sum of its rows, and `compact_register_counts` adds them up from time to
    time. The columns have no database constraints of their own: the certificates have them.
    Personal data: none.
    """

    scheme = models.ForeignKey(
        "certifications.Scheme", on_delete=models.DO_NOTHING, db_constraint=False, related_name="register_counts"
    )
    category = models.ForeignKey(
        "certifications.Category",
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="register_counts",
    )
    province = models.ForeignKey(
        "territories.Province", on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    state = models.CharField(max_length=20)
    award_year = models.SmallIntegerField(null=True)
    n = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.scheme_id}/{self.category_id}/{self.province_id}/{self.state}/{self.award_year}: {self.n}"


COMPACT = """
WITH gone AS (DELETE FROM certifications_registercount
              RETURNING scheme_id, category_id, province_id, state, award_year, n)
INSERT INTO certifications_registercount (scheme_id, category_id, province_id, state, award_year, n)
SELECT scheme_id, category_id, province_id, state, award_year, sum(n) FROM gone
GROUP BY scheme_id, category_id, province_id, state, award_year HAVING sum(n) <> 0
"""
REBUILD = """
INSERT INTO certifications_registercount (scheme_id, category_id, province_id, state, award_year, n)
SELECT scheme_id, category_id, province_id, state, award_year, count(*) FROM certifications_certificate
GROUP BY scheme_id, category_id, province_id, state, award_year
"""


def count_in_force() -> int:
    """How many certificates are in force, without reading the certificates."""
    found = RegisterCount.objects.filter(state__in=IN_FORCE).aggregate(total=models.Sum("n"))
    return found["total"] or 0


@transaction.atomic
def compact_register_counts() -> None:
    """Add up the rows of each cell; one process at a time, readers see the same sums throughout."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('register-counts', 7))")
        cursor.execute(COMPACT)


@transaction.atomic
def rebuild_register_counts() -> None:
    """Count again from the certificates, whose writers wait meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('register-counts', 7))")
        cursor.execute("LOCK TABLE certifications_certificate IN SHARE MODE")
        cursor.execute("DELETE FROM certifications_registercount")
        cursor.execute(REBUILD)


CELLS = "SELECT scheme_id, category_id, province_id, state, award_year, n FROM certifications_registercount"
DIMENSIONS = ("scheme_id", "category_id", "province_id", "state", "award_year")


def count_cells(
    chosen: dict[str, list[Any]], *, rows: models.QuerySet | None = None
) -> tuple[int, dict[str, dict[Any, int]]]:
    """(total, column → value → number): each column counted under the choices made in all the others.

    One query. `chosen` holds the values chosen per column. Without `rows` the maintained counts are
    summed; with them (certificates narrowed by a text) the certificates themselves, and per comune too.
    """
    source: str = CELLS
    params: list[Any] = []
    columns: tuple[str, ...] = DIMENSIONS
    if rows is not None:
        columns = (*DIMENSIONS, "municipality_id")
        # On a past day the state is not the column's (see CertificateQuerySet.as_of).
        then = "state_then" in rows.query.annotations
        inner = [("state_then" if then and column == "state" else column) for column in columns]
        narrow, narrow_params = rows.order_by().values(*inner).annotate(n=models.Value(1)).query.sql_with_params()
        named = [f"{name} AS {column}" for name, column in zip(inner, columns, strict=True)]
        source = f"SELECT {', '.join(named)}, n FROM ({narrow}) AS narrow"  # noqa: S608
        params = list(narrow_params)
    active = [column for column in columns if chosen.get(column)]
    # One sum under all choices, and one per active column that leaves its own choice out.
    sums, sum_params = [_sum(active)], [chosen[column] for column in active]
    for left_out in active:
        others = [column for column in active if column != left_out]
        sums.append(_sum(others))
        sum_params += [chosen[column] for column in others]
    names = ", ".join(columns)
    sets = ", ".join(f"({column})" for column in columns)
    sql = (
        f"SELECT GROUPING({names}), {names}, {', '.join(sums)} FROM ({source}) AS cells"  # noqa: S608
        f" GROUP BY GROUPING SETS ({sets}, ())"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*sum_params, *params])
        found = cursor.fetchall()
    return _sorted_out(found, columns, active)


def _sum(columns: list[str]) -> str:
    conditions = " AND ".join(f"{column} = ANY(%s)" for column in columns) or "true"
    return f"coalesce(sum(n) FILTER (WHERE {conditions}), 0)"


def _sorted_out(
    found: list[tuple[Any, ...]], columns: tuple[str, ...], active: list[str]
) -> tuple[int, dict[str, dict[Any, int]]]:
    """The rows of the grouping sets, told apart by GROUPING(): a set bit is a column that is not grouped."""
    width = len(columns)
    everything = (1 << width) - 1
    grouped = {everything - (1 << (width - 1 - i)): (i, column) for i, column in enumerate(columns)}
    total = 0
    counts: dict[str, dict[Any, int]] = {column: {} for column in columns}
    for mask, *rest in found:
        sums = [int(n) for n in rest[width:]]
        if mask == everything:
            total = sums[0]
            continue
        position, column = grouped[mask]
        n = sums[1 + active.index(column)] if column in active else sums[0]
        if rest[position] is not None and n > 0:
            counts[column][rest[position]] = n
    return total, counts
