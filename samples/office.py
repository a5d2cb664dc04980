"""Turns an Office file into a PDF with LibreOffice."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

PROFILE = Path(tempfile.gettempdir()) / "fuhe-samples-libreoffice"


def to_pdf(source: Path, target: Path) -> None:
    """Export with the default filter; the fonts are embedded as subsets."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["soffice", f"-env:UserInstallation={PROFILE.as_uri()}", "--headless"]
        subprocess.run(
            [*command, "--convert-to", "pdf", "--outdir", folder, str(source)],
            check=True,
            capture_output=True,
            timeout=180,
        )
        target.write_bytes((Path(folder) / f"{source.stem}.pdf").read_bytes())
