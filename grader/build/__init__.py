"""The build: from the text sources in solutions/ to the notebooks that are handed out."""

from typing import Any

__all__ = ["BuildError", "Stale", "build", "stale"]


def __getattr__(name: str) -> Any:
    """Load the build when it is used: nbgrader takes seconds, and most commands do not build."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from grader.build import pipeline

    return getattr(pipeline, name)
