"""The filters of the lists, with counts."""

from practices.filters.practices import SORTS, PracticeFilterSet, WorkFilterSet, area_labels

__all__ = ["SORTS", "PracticeFilterSet", "WorkFilterSet", "area_labels"]
