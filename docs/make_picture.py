"""The picture in README.md: a page of a sample with its evidence boxed, beside what `fuhe check` says of it.

    python docs/make_picture.py [SAMPLE] [TARGET.png]

Needs Pillow and Debian's Chromium (the packages chromium and fonts-noto-cjk).
"""

from __future__ import annotations

import base64
import html
import io
import subprocess
import sys
import tempfile
from pathlib import Path

import pypdfium2

import fuhe
from extract.document import OnPage
from validate.outcome import Finding

ROOT = Path(__file__).parent.parent
COLOURS = {"error": "#c62828", "warning": "#b26a00", "notice": "#1565c0"}
WORDS = {"error": "错误", "warning": "预警", "notice": "提示"}
SCALE = 1.5
CHROMIUM = (
    "/usr/bin/chromium",
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
STYLE = """
body { margin: 0; padding: 18px; display: flex; gap: 18px; background: #eceff1;
       font: 14px/1.55 'Noto Sans CJK SC', sans-serif }
.page { position: relative; flex: none; background: #fff; box-shadow: 0 1px 6px #0003 }
.page img { display: block }
.page i { position: absolute; border: 2px solid; border-radius: 2px }
.page b { position: absolute; right: -9px; top: -9px; width: 17px; border-radius: 9px; color: #fff;
          font: 700 11px/17px sans-serif; text-align: center }
.list { width: 640px }
.card { background: #fff; border-left: 4px solid; padding: 8px 12px; margin-bottom: 10px;
        box-shadow: 0 1px 3px #0002 }
.card code { color: #455a64 }
.sum { font-family: 'Noto Sans Mono CJK SC', monospace; background: #f5f5f5; padding: 2px 6px }
"""


def boxes(number: int, finding: Finding, page: int) -> str:
    """The evidence of one finding as coloured frames over the page picture."""
    frames = []
    for evidence in finding.evidence:
        if isinstance(evidence.place, OnPage) and evidence.place.page == page:
            box = evidence.place.box
            colour = COLOURS[finding.severity]
            frame = (
                f"left:{box.x0 * SCALE}px;top:{box.top * SCALE}px;border-color:{colour};"
                f"width:{(box.x1 - box.x0) * SCALE}px;height:{(box.bottom - box.top) * SCALE}px"
            )
            frames.append(f'<i style="{frame}"><b style="background:{colour}">{number}</b></i>')
    return "".join(frames)


def card(number: int, finding: Finding) -> str:
    """One finding in words."""
    colour = COLOURS[finding.severity]
    arithmetic = f'<div class="sum">{html.escape(finding.arithmetic)}</div>' if finding.arithmetic else ""
    return (
        f'<div class="card" style="border-color:{colour}"><strong style="color:{colour}">{number} '
        f"{WORDS[finding.severity]}</strong> <code>{finding.rule}</code>"
        f"<div>{html.escape(finding.message.zh)}</div>{arithmetic}</div>"
    )


def page_picture(pdf: Path, page: int) -> tuple[str, int, int]:
    """The page as a data address, with its size in pixels."""
    document = pypdfium2.PdfDocument(pdf)
    image = document[page - 1].render(scale=SCALE).to_pil()
    document.close()
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode(), image.width, image.height


def main(sample: Path, target: Path) -> None:
    """Write the picture."""
    rank = list(COLOURS)
    findings = sorted(fuhe.audit(sample).findings, key=lambda finding: rank.index(finding.severity))
    first_page = [f for f in findings if any(getattr(e.place, "page", 0) == 1 for e in f.evidence)][:9]
    picture, width, height = page_picture(sample, 1)
    numbered = list(enumerate(first_page, start=1))
    body = (
        f'<div class="page"><img src="{picture}">{"".join(boxes(n, f, 1) for n, f in numbered)}</div>'
        f'<div class="list">{"".join(card(n, f) for n, f in numbered)}</div>'
    )
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "picture.html"
        source.write_text(f"<meta charset=utf-8><style>{STYLE}</style>{body}", encoding="utf-8")
        own = [f"--user-data-dir={folder}/profile", f"--window-size={width + 720},{height + 40}"]
        command = [*CHROMIUM, *own, f"--screenshot={target}", source.as_uri()]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603  (our own file, a fixed program)


if __name__ == "__main__":
    arguments = [Path(argument) for argument in sys.argv[1:]]
    main(
        arguments[0] if arguments else ROOT / "samples" / "dept-2023-sheet.pdf",
        arguments[1] if len(arguments) > 1 else ROOT / "docs" / "check.png",
    )
