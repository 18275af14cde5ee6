"""The one exception that is meant to be read."""


class CourseError(Exception):
    """A problem that whoever typed the command can solve: what is wrong, what was expected, what to do."""
