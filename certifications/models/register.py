"""How many certificates there are in each cell of the register: kept by triggers, read by the facets.

docs/decisions/0005-register-facets.md says why.
"""

from django.db import connection, models, transaction


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
