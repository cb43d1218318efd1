"""The lives of practices and of what is exchanged about them, as tables."""

from practices.workflow.practice import (
    PRACTICE_WORKFLOW,
)

__all__ = [
    "PRACTICE_WORKFLOW",
]
