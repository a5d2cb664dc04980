"""Other packages ship an `extract`, `normalize` or `validate` too: say so before it becomes a traceback."""

from __future__ import annotations

import importlib

from fuhe.language import say

OURS = ("extract", "normalize", "validate")


class CollisionError(Exception):
    """A package of the same name stands in front of ours; the text names it and says what to do."""


def require_ours() -> None:
    """Import the three stages and raise `CollisionError` if one of them is somebody else's."""
    for name in OURS:
        try:
            owner = getattr(importlib.import_module(name), "__product__", None)
        except ModuleNotFoundError as missing:
            # Half of a foreign package and half of ours: its `__init__` wins and our modules are not found.
            if (missing.name or "").partition(".")[0] not in OURS:
                raise
            owner = None
        if owner != "fuhe":
            raise CollisionError(_sentence(name))


def _sentence(name: str) -> str:
    from importlib.metadata import packages_distributions  # noqa: PLC0415  (slow to load, seldom needed)

    others = [d for d in packages_distributions().get(name, []) if d != "fuhe"]
    if others:
        other = ", ".join(sorted(set(others)))
        return say(
            f"已安装的软件包 {other} 也带有名为 {name} 的模块，挡住了 fuhe 自己的模块："
            f"请为 fuhe 单独建立虚拟环境，或卸载 {other}。",
            f"The installed package {other} also ships a module called {name}, which hides fuhe's own: "
            f"install fuhe in a virtual environment of its own, or uninstall {other}.",
        )
    return say(
        f"名为 {name} 的另一个模块挡住了 fuhe 自己的模块：请换一个文件夹运行，或重新安装 fuhe。",
        f"Another module called {name} hides fuhe's own: run from another folder, or install fuhe again.",
    )
