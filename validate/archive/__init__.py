"""Checks across reports: one form held against other forms of the same unit, year or project."""

from validate.archive.archive import Archive
from validate.archive.check import check_together, checked
from validate.archive.filed import Filed, Report
from validate.archive.outcome import Piece, SetFinding, SetOutcome

__all__ = ["Archive", "Filed", "Piece", "Report", "SetFinding", "SetOutcome", "check_together", "checked"]
