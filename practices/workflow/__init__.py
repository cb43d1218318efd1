"""The lives of practices and of what is exchanged about them, as tables."""

from practices.workflow.joint import JOINT_WORKFLOW
from practices.workflow.practice import PRACTICE_WORKFLOW

__all__ = [
    "JOINT_WORKFLOW",
    "PRACTICE_WORKFLOW",
]
