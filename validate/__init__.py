"""Stage 3: rules recompute an `Evaluation` and say what does not add up and what could not be checked."""

from validate.check import check
from validate.outcome import Finding, Outcome

__all__ = ["Finding", "Outcome", "check"]

# Other packages ship a top-level `validate`; the command checks this mark before it trusts the import.
__product__ = "fuhe"
