"""How a form's own wordings and those of the common file become one vocabulary.

A wording that a form gives to another role moves there. The permissive form gathers what all forms agree on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec

from normalize.wordings import bare

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from normalize.formfile import Extra, Level1, Vocabulary

Role = TypeVar("Role", bound=str)
Level = TypeVar("Level", bound="Level1")


class TwoRolesError(ValueError):
    """A wording stands under two roles. The message names the table, the wording and the roles."""


def extended(common: Vocabulary, extra: Extra) -> Vocabulary:
    """The common vocabulary with what a form adds or moves. Raises TwoRolesError."""
    return msgspec.structs.replace(
        common,
        titles=(*common.titles, *extra.titles),
        columns=_joined("columns", common.columns, extra.columns),
        budget_columns=_joined("budget_columns", common.budget_columns, extra.budget_columns),
        budget_rows=_joined("budget_rows", common.budget_rows, extra.budget_rows),
        goal_columns=_joined("goal_columns", common.goal_columns, extra.goal_columns),
        head=_joined("head", common.head, extra.head),
        level1=_replaced(common.level1, extra.level1),
        level2=_replaced(common.level2, extra.level2),
    )


def _joined(
    where: str, common: Mapping[Role, tuple[str, ...]], extra: Mapping[Role, tuple[str, ...]]
) -> dict[Role, tuple[str, ...]]:
    common = dict.fromkeys(extra, ()) | dict(common)
    moved = {bare(wording) for wordings in extra.values() for wording in wordings}
    joined = {
        role: (*extra.get(role, ()), *(wording for wording in wordings if bare(wording) not in moved))
        for role, wordings in common.items()
    }
    owner: dict[str, str] = {}
    for role, wordings in joined.items():
        for wording in wordings:
            if owner.setdefault(bare(wording), role) != role:
                raise TwoRolesError(
                    f"{where}: {wording!r} stands under {owner[bare(wording)]!r} and {role!r}"
                )
    return joined


def _replaced(common: tuple[Level, ...], extra: tuple[Level, ...]) -> tuple[Level, ...]:
    """The form's own levels first, then the common ones; a wording that the form takes is taken out there."""
    own = {bare(label) for one in extra for label in (one.name, *one.labels)}
    kept = (one for one in common if bare(one.name) not in own)
    return (
        *extra,
        *(
            msgspec.structs.replace(
                one, labels=tuple(label for label in one.labels if bare(label) not in own)
            )
            for one in kept
        ),
    )


def gathered(common: Vocabulary, extras: Sequence[Extra]) -> Vocabulary:
    """The common vocabulary with what all forms add, as far as they agree on the role."""
    return msgspec.structs.replace(
        common,
        titles=tuple(dict.fromkeys([*common.titles, *(title for extra in extras for title in extra.titles)])),
        columns=_agreed(common.columns, [extra.columns for extra in extras]),
        budget_columns=_agreed(common.budget_columns, [extra.budget_columns for extra in extras]),
        budget_rows=_agreed(common.budget_rows, [extra.budget_rows for extra in extras]),
        goal_columns=_agreed(common.goal_columns, [extra.goal_columns for extra in extras]),
        head=_agreed(common.head, [extra.head for extra in extras]),
    )


def _agreed(
    common: Mapping[Role, tuple[str, ...]], extras: Iterable[Mapping[Role, tuple[str, ...]]]
) -> dict[Role, tuple[str, ...]]:
    known = dict(common)
    settled = {bare(wording) for wordings in common.values() for wording in wordings}
    claims: dict[str, set[Role]] = {}
    for extra in extras:
        for role, wordings in extra.items():
            for wording in wordings:
                claims.setdefault(bare(wording), set()).add(role)
    for wording, roles in claims.items():
        if len(roles) == 1 and wording not in settled:
            (role,) = roles
            known[role] = (*known.get(role, ()), wording)
    return known


def alphabet(vocabulary: Vocabulary) -> frozenset[str]:
    """Every character of every wording, whichever block it belongs to."""
    blocks = (vocabulary.columns, vocabulary.budget_columns, vocabulary.goal_columns, vocabulary.head)
    wordings = [wording for block in blocks for group in block.values() for wording in group]
    wordings += [
        wording for one in (*vocabulary.level1, *vocabulary.level2) for wording in (one.name, *one.labels)
    ]
    return frozenset().union(*wordings)
