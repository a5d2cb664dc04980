"""Stage 2: a `Document` becomes the `Evaluation`s it holds: every cell mapped to what it is on the form."""

from normalize.evaluation import Evaluation
from normalize.evaluations import Normalized, evaluations, normalized

__all__ = ["Evaluation", "Normalized", "evaluations", "normalized"]

# Other packages ship a top-level `normalize`; the command checks this mark before it trusts the import.
__product__ = "fuhe"
