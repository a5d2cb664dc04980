"""Values that were parted by arithmetic say so: inferred, with the reason."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from extract.document import Place
from extract.wording import Wording
from normalize.evaluation import Evaluation, Traced


def marked(evaluation: Evaluation, reasons: Mapping[Place, Wording]) -> Evaluation:
    """The evaluation with every value that stands in one of these places marked as inferred."""
    made = _marked(evaluation, reasons) if reasons else evaluation
    return made if isinstance(made, Evaluation) else evaluation


def _marked(value: object, reasons: Mapping[Place, Wording]) -> object:
    if isinstance(value, Traced):
        reason = reasons.get(value.place)
        return msgspec.structs.replace(value, how="inferred", reason=reason) if reason else value
    if isinstance(value, tuple):
        return tuple(_marked(one, reasons) for one in value)
    if isinstance(value, msgspec.Struct):
        return msgspec.structs.replace(
            value, **{name: _marked(getattr(value, name), reasons) for name in value.__struct_fields__}
        )
    return value
