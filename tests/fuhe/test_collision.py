"""Other packages ship our names; one sentence beats a traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run_beside(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command with a folder of foreign packages in front of ours."""
    code = (
        f"import sys; sys.path[:0] = [{str(folder)!r}, {str(ROOT)!r}]; "
        "from fuhe.cli import main; sys.exit(main())"
    )
    return subprocess.run(  # noqa: S603  (our own command)
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        check=False,
        text=True,
        cwd=folder,
        env={"PYTHONUTF8": "1"},
    )


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """A `validate` of another distribution, as configobj ships one."""
    (tmp_path / "validate").mkdir()
    (tmp_path / "validate" / "__init__.py").write_text("class Validator: ...\n")
    info = tmp_path / "otherpackage-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: otherpackage\nVersion: 1.0\n")
    (info / "top_level.txt").write_text("validate\n")
    (info / "RECORD").write_text("validate/__init__.py,,\n")
    return tmp_path


def test_a_foreign_validate_is_named_with_its_distribution(foreign: Path) -> None:
    done = run_beside(foreign, "rules")
    assert done.returncode == 4
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert "otherpackage" in done.stderr
    assert "虚拟环境" in done.stderr


def test_doctor_says_so_too(foreign: Path) -> None:
    done = run_beside(foreign, "doctor")
    assert done.returncode == 4
    assert "otherpackage" in done.stdout


def test_without_a_foreign_package_nothing_is_said(tmp_path: Path) -> None:
    done = run_beside(tmp_path, "rules")
    assert done.returncode == 0
    assert done.stderr == ""
