"""Two submissions of the same form: cells that changed, scores that rose, findings closed, open and new."""

from fuhe.diff.findings import Open
from fuhe.diff.forms import Difference, FormDifference, difference

__all__ = ["Difference", "FormDifference", "Open", "difference"]
