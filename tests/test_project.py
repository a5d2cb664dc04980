"""What the project promises about itself: its commands, its names, its weight at start."""

from __future__ import annotations

import importlib.metadata
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
STAGES = {"extract", "normalize", "validate", "fuhe"}


def commands(readme: str) -> list[str]:
    """The shell lines of a README that set up an environment."""
    text = (ROOT / readme).read_text(encoding="utf-8")
    blocks = re.findall(r"```(?:sh|bash)\n(.*?)```", text, flags=re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.startswith("python3 -m venv")]


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_ci_runs_the_readmes_own_test_command(readme: str) -> None:
    (test_command,) = [command for command in commands(readme) if "pytest" in command]
    assert test_command in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_both_readmes_name_the_same_commands() -> None:
    assert commands("README.md") == commands("README.zh-CN.md")
    assert len(commands("README.md")) == 2


def test_no_installed_package_ships_our_top_level_names() -> None:
    clashes = {
        f"{distribution.name}: {name}"
        for distribution in importlib.metadata.distributions()
        if distribution.name != "fuhe"
        for name in {file.parts[0].removesuffix(".py") for file in distribution.files or []}
        if name in STAGES
    }
    assert not clashes


def test_no_tracked_text_names_a_registry_host_or_a_path_of_one_machine() -> None:
    forbidden = re.compile(
        "|".join(["pypi" + r"\.org", "python" + "hosted", "npm" + r"js\.", "/" + "work/", "/" + "root/"])
    )
    texts = [
        path
        for suffix in ("py", "md", "toml", "txt", "json")
        for path in ROOT.rglob(f"*.{suffix}")
        if not {".venv", ".git"} & set(path.relative_to(ROOT).parts[:1])
    ]
    assert len(texts) > 20
    assert [
        path.name for path in texts if forbidden.search(path.read_text(encoding="utf-8", errors="ignore"))
    ] == []
