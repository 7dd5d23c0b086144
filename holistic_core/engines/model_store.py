"""Finds model files, checks them, and builds or downloads those that are not in the mediapipe wheel."""

import hashlib
import importlib.util
import logging
import os
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from holistic_core.configuration import read
from holistic_core.engines.model_cut import cut_model
from holistic_core.engines.model_dense import dense_model
from holistic_core.engines.model_manifest import DERIVED_MODELS, STOCK_MODELS, DerivedModel, StockModel
from holistic_core.errors import ModelError, OptionsError

_log = logging.getLogger(__name__)

_REPAIR_COMMAND: Final = "pip install --force-reinstall --no-deps mediapipe==0.10.21"
_DOWNLOAD_TIMEOUT_S: Final = 20.0
_CHUNK_BYTES: Final = 1 << 16
_DIGEST_CHARS: Final = 16

Progress = Callable[[int, int | None], None]
Origin = Literal["wheel", "download", "derived"]


@dataclass(frozen=True)
class ModelStatus:
    """One row of the list of models: where the file is and whether it is what it should be.

    state: "ok", "missing" or "damaged". A derived model that is "missing" is built when first needed.
    """

    name: str
    origin: Origin
    file: str
    size_bytes: int | None
    sha256: str | None
    state: Literal["ok", "missing", "damaged"]
    source: str


class ModelStore:
    """Paths of verified model files; safe to use from several threads.

    package_folder: folder of the mediapipe package; by default the installed one, found without importing it.
    cache_folder: where derived and downloaded models are kept; by default `$HOLISTIC_CACHE`, else the user's cache.
    """

    def __init__(self, package_folder: Path | None = None, cache_folder: Path | None = None) -> None:
        self._package_folder = package_folder
        self._cache_folder = cache_folder
        self._verified: dict[str, Path] = {}
        self._lock = threading.RLock()

    def path(self, name: str) -> Path:
        """Path of a model whose hash was checked, derived first if need be.

        ModelError: the file is missing or is not the one of the manifest; OptionsError: unknown name.
        """
        with self._lock:
            known = self._verified.get(name)
            if known is None or not known.exists():
                known = self._derived(name) if name in DERIVED_MODELS else self._stock(name)
                self._verified[name] = known
            return known

    def fetch(self, name: str, progress: Progress | None = None) -> Path:
        """Download a model the wheel does not ship, check it, and keep it in the cache folder.

        progress: called with bytes so far and bytes in all (None if the server does not say).
        ModelError: no connection, or what arrived is not the file of the manifest.
        """
        model = STOCK_MODELS.get(name)
        if model is None or model.url is None:
            choices = ", ".join(sorted(each for each, entry in STOCK_MODELS.items() if entry.url))
            raise OptionsError(f"{name} is not a model that can be downloaded; choose one of {choices}.")
        content = _download(name, model.url, progress)
        _require_hash(name, content, model.sha256, f"The download of {name} arrived damaged; try again.")
        target = self.cache_folder / Path(model.path).name
        _write_atomically(target, content)
        return target

    def statuses(self) -> list[ModelStatus]:
        """The state of every model of the manifest, without building or downloading any."""
        return [self._stock_status(name, model) for name, model in STOCK_MODELS.items()] + [
            self._derived_status(name, model) for name, model in DERIVED_MODELS.items()
        ]

    @property
    def package_folder(self) -> Path:
        """Folder of the mediapipe package; ModelError if it is not installed."""
        if self._package_folder is None:
            # find_spec of a top-level package locates it without running any of its code.
            spec = importlib.util.find_spec("mediapipe")
            if spec is None or not spec.submodule_search_locations:
                raise ModelError(
                    "The package mediapipe, which ships the models, is not installed. "
                    "Install it with: pip install mediapipe==0.10.21"
                )
            self._package_folder = Path(next(iter(spec.submodule_search_locations)))
        return self._package_folder

    @property
    def cache_folder(self) -> Path:
        """Folder for derived and downloaded models, created if need be; a temporary one if it cannot be written to."""
        if self._cache_folder is None:
            self._cache_folder = _writable_cache_folder()
        return self._cache_folder

    def _stock_file(self, model: StockModel) -> Path:
        shipped = self.package_folder / model.path
        return shipped if shipped.exists() or model.url is None else self.cache_folder / shipped.name

    def _stock(self, name: str) -> Path:
        model = STOCK_MODELS.get(name)
        if model is None:
            raise OptionsError(f"Unknown model {name!r}; choose one of {', '.join((*STOCK_MODELS, *DERIVED_MODELS))}.")
        path = self._stock_file(model)
        advice = (
            f"Mend the installation with: {_REPAIR_COMMAND}"
            if model.url is None
            else f"Get it, once, with a connection to the internet: python -m holistic_core models --download {name}"
        )
        if not path.exists():
            raise ModelError(
                f"The model file {path.name} is missing (expected SHA-256 {model.sha256}, found no file). {advice}"
            )
        _require_hash(path.name, path.read_bytes(), model.sha256, advice)
        return path

    def _derived(self, name: str) -> Path:
        model = DERIVED_MODELS[name]
        found = self._intact_derived(name, model)
        if found is not None:
            return found
        stock = self.path(model.source).read_bytes()
        content = cut_model(dense_model(stock) if model.dense else stock, model.outputs, model.inputs)
        target = self.cache_folder / f"{_derived_stem(name, model)}.{_sha256(content)[:_DIGEST_CHARS]}.tflite"
        _write_atomically(target, content)
        _log.info("built model %s (%d bytes)", target.name, len(content))
        return target

    def _intact_derived(self, name: str, model: DerivedModel) -> Path | None:
        """A cached file whose content has the hash in its name; others are left-overs and are removed."""
        for path in sorted(self.cache_folder.glob(f"{_derived_stem(name, model)}.*.tflite")):
            if path.name.split(".")[-2] == _sha256(path.read_bytes())[:_DIGEST_CHARS]:
                return path
            _log.warning("removed damaged cached model %s; it is built again", path.name)
            path.unlink(missing_ok=True)
        return None

    def _stock_status(self, name: str, model: StockModel) -> ModelStatus:
        path = self._stock_file(model)
        origin: Origin = "wheel" if model.url is None else "download"
        source = "mediapipe 0.10.21" if model.url is None else model.url
        if not path.exists():
            return ModelStatus(name, origin, path.name, None, None, "missing", source)
        digest = _sha256(path.read_bytes())
        state: Literal["ok", "damaged"] = "ok" if digest == model.sha256 else "damaged"
        return ModelStatus(name, origin, path.name, path.stat().st_size, digest, state, source)

    def _derived_status(self, name: str, model: DerivedModel) -> ModelStatus:
        stem = _derived_stem(name, model)
        path = next(iter(sorted(self.cache_folder.glob(f"{stem}.*.tflite"))), None)
        if path is None:
            return ModelStatus(name, "derived", f"{stem}.tflite", None, None, "missing", model.source)
        digest = _sha256(path.read_bytes())
        intact = path.name.split(".")[-2] == digest[:_DIGEST_CHARS]
        state: Literal["ok", "damaged"] = "ok" if intact else "damaged"
        return ModelStatus(name, "derived", path.name, path.stat().st_size, digest, state, model.source)


def _derived_stem(name: str, model: DerivedModel) -> str:
    # The source's hash and the recipe are part of the name: a new wheel or recipe makes a new file.
    return f"{name}-r{model.recipe}-{STOCK_MODELS[model.source].sha256[:8]}"


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _require_hash(label: str, content: bytes, expected: str, advice: str) -> None:
    found = _sha256(content)
    if found != expected:
        raise ModelError(
            f"The model file {label} is not the expected one (expected SHA-256 {expected}, found {found}). {advice}"
        )


def _writable_cache_folder() -> Path:
    chosen = read("HOLISTIC_CACHE")
    base = os.environ.get("XDG_CACHE_HOME")
    try:
        folder = Path(chosen) if chosen else (Path(base) if base else Path.home() / ".cache") / "holistic-lab"
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder):
            return folder
    except (OSError, RuntimeError) as error:  # RuntimeError: there is no home folder
        # A read-only host still works: models are derived anew at each start.
        temporary = Path(tempfile.mkdtemp(prefix="holistic-lab-"))
        _log.warning("the cache folder cannot be written to (%s); using a temporary one", error)
        return temporary


def _write_atomically(target: Path, content: bytes) -> None:
    """Write so that no reader, in this or another process, ever sees half a file."""
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".part-", delete=False) as part:
        part.write(content)
        part.flush()
        os.fsync(part.fileno())
    Path(part.name).replace(target)


def _download(name: str, url: str, progress: Progress | None) -> bytes:
    # Loading it takes 30 ms of every start, and almost nobody downloads.
    import urllib.request  # noqa: PLC0415

    try:
        with urllib.request.urlopen(url, timeout=_DOWNLOAD_TIMEOUT_S) as response:  # noqa: S310 -- from the manifest
            length = response.headers.get("Content-Length")
            total = int(length) if length else None
            received = bytearray()
            while chunk := response.read(_CHUNK_BYTES):
                received += chunk
                if progress is not None:
                    progress(len(received), total)
            return bytes(received)
    except OSError as error:  # URLError is one too
        raise ModelError(
            f"The model {name} could not be downloaded ({error}). It needs a connection to the internet, once; "
            "model complexity 1 works without."
        ) from error


STORE: Final = ModelStore()
"""The store of this installation."""
