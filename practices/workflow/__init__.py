"""The lives of practices and of what is exchanged about them, as tables."""

from practices.workflow.joint import (
    JOINT_WORKFLOW,
)
from practices.workflow.practice import (
    PRACTICE_WORKFLOW,
)
from practices.workflow.transfers import (
    MEETING_WORKFLOW,
    TRANSFER_WORKFLOW,
)

__all__ = [
    "JOINT_WORKFLOW",
    "MEETING_WORKFLOW",
    "PRACTICE_WORKFLOW",
    "TRANSFER_WORKFLOW",
]
