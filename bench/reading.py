"""How long reading and checking take, beside pdfplumber and pdfium's raw read of the same pages, in one run.

    python bench/reading.py [--rounds 5]

Prints one table a section. Times are process CPU seconds (one thread), the median over the rounds. Every
round measures all contestants in turn, so that a drift of the machine's speed hits all alike: trust the
ratios. Peak memory is of a fresh process for each contestant (so each imports what it needs itself).
"""

from __future__ import annotations

import argparse
import ctypes
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

SAMPLES = Path(__file__).parent.parent / "samples"
# An error calls the second reader, which is pdfplumber itself; so the two kinds of page are told apart.
CLEAN = ("dept-2023-clean.pdf", "project-2022-yuan.pdf", "three-pages.pdf", "three-pages-header.pdf")
FAULTY = ("dept-2023-sheet.pdf", "dept-2023-word.pdf", "project-2022.pdf", "landscape.pdf")


def pdfium_raw(path: str) -> int:
    """The least any table reader must do: every character and its box. Returns the number of pages."""
    import pypdfium2.raw as pdfium

    data = Path(path).read_bytes()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    pages = pdfium.FPDF_GetPageCount(document)
    edges = [ctypes.c_double() for _ in range(4)]
    pointers = [ctypes.byref(edge) for edge in edges]
    for index in range(pages):
        page = pdfium.FPDF_LoadPage(document, index)
        text = pdfium.FPDFText_LoadPage(page)
        for at in range(pdfium.FPDFText_CountChars(text)):
            pdfium.FPDFText_GetUnicode(text, at)
            pdfium.FPDFText_GetCharBox(text, at, *pointers)
        pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)
    pdfium.FPDF_CloseDocument(document)
    return pages


def fuhe_read(path: str) -> int:
    """Our reader alone."""
    import extract

    return len(extract.read(path).pages)


def fuhe_check(path: str) -> int:
    """The whole audit: read, normalize, validate, and the second reader where an error rests on a cell."""
    import fuhe

    audit = fuhe.audit(path)
    return audit.source.pages if audit.source else 0


def pdfplumber_tables(path: str) -> int:
    """The peer: pdfplumber's own table extraction."""
    import pdfplumber

    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_tables()
            page.close()
        return len(document.pages)


CONTESTANTS: dict[str, Callable[[str], int]] = {
    "pdfium raw": pdfium_raw,
    "fuhe read": fuhe_read,
    "fuhe check": fuhe_check,
    "pdfplumber": pdfplumber_tables,
}


def repeated(source: Path, copies: int, target: Path) -> Path:
    """A PDF holding the pages of `source` several times over."""
    import pikepdf

    with pikepdf.open(source) as one, pikepdf.new() as many:
        for _ in range(copies):
            many.pages.extend(one.pages)
        many.save(target)
    return target


def needle(target: Path) -> Path:
    """200 pages of which three hold a self-evaluation; the rest are a plain final-accounts page."""
    import pikepdf

    with (
        pikepdf.open(SAMPLES / "final-accounts.pdf") as hay,
        pikepdf.open(SAMPLES / "three-pages.pdf") as form,
        pikepdf.new() as book,
    ):
        while len(book.pages) < 120:
            book.pages.extend(hay.pages)
        del book.pages[120:]
        book.pages.extend(form.pages[:3])
        while len(book.pages) < 200:
            book.pages.extend(hay.pages)
        del book.pages[200:]
        book.save(target)
    return target


def cpu_per_page(contestant: Callable[[str], int], path: str) -> float:
    """CPU milliseconds a page for one run."""
    start = time.process_time()
    pages = contestant(path)
    return (time.process_time() - start) / pages * 1000


def medians(paths: list[str], rounds: int) -> dict[str, float]:
    """CPU milliseconds a page of every contestant, all files together, median over the rounds."""
    for contestant in CONTESTANTS.values():  # imports and caches are not what is measured
        contestant(paths[0])
    seen: dict[str, list[float]] = {name: [] for name in CONTESTANTS}
    for _ in range(rounds):
        for name, contestant in CONTESTANTS.items():
            seen[name].append(statistics.fmean(cpu_per_page(contestant, path) for path in paths))
    return {name: statistics.median(values) for name, values in seen.items()}


def peak_memory(name: str, path: str) -> float:
    """Peak resident MiB of a fresh process in which one contestant reads one file."""
    command = [sys.executable, __file__, "--only", name, path]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(done.stdout)


def only(name: str, path: str) -> None:
    """Run one contestant and print this process's peak memory in MiB."""
    CONTESTANTS[name](path)
    # getrusage would count the parent's peak too
    status = Path("/proc/self/status").read_text(encoding="ascii")
    print(int(status.partition("VmHWM:")[2].split()[0]) / 1024)


def compare(title: str, names: tuple[str, ...], rounds: int) -> None:
    """One table: every contestant on the same files."""
    paths = [str(SAMPLES / name) for name in names]
    times = medians(paths, rounds)
    print(f"{title:24}{'CPU ms/page':>12}{'/ pdfium raw':>14}{'/ pdfplumber':>14}{'peak MiB':>10}")
    for name, value in times.items():
        against = f"{value / times['pdfium raw']:14.2f}{value / times['pdfplumber']:14.2f}"
        print(f"{name:24}{value:12.2f}{against}{peak_memory(name, paths[0]):10.0f}")
    print()


def growth(folder: Path) -> None:
    """Whether the time a page takes stays the same from 2 to 200 pages."""
    print(f"{'pages':>5}{'fuhe read, CPU ms/page':>26}")
    for copies in (1, 10, 50, 100):
        path = repeated(SAMPLES / FAULTY[0], copies, folder / f"{copies}.pdf")
        print(f"{2 * copies:5}{min(cpu_per_page(fuhe_read, str(path)) for _ in range(3)):26.2f}")


def main(rounds: int) -> None:
    """Print all sections."""
    compare("pages without an error", CLEAN, rounds)
    compare("pages with an error", FAULTY, rounds)
    with tempfile.TemporaryDirectory() as folder:
        growth(Path(folder))
        book = needle(Path(folder) / "book.pdf")
        start = time.perf_counter()
        pages = fuhe_check(str(book))
        seconds = time.perf_counter() - start
        print(f"\nwhole check of {pages} pages with a form on three of them: {seconds:.2f} s")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", nargs=2, metavar=("CONTESTANT", "FILE"))
    options = parser.parse_args()
    only(*options.only) if options.only else main(options.rounds)
