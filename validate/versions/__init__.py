"""Two submissions of the same form, held against each other: what changed, and which scores rose."""

from validate.versions.changes import Change, changes, not_compared
from validate.versions.raised import Raised, raised

__all__ = ["Change", "Raised", "changes", "not_compared", "raised"]
