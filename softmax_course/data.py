"""The data of the notebooks: the digits, which come with the course, and Fashion-MNIST, downloaded on request only.

Every set is given as ``(X_train, y_train), (X_test, y_test)``: one image a row of X, pixels in [0, 1]; labels int64.
"""

import gzip
import os
import sys
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from softmax_course.assets import asset
from softmax_course.text import translate as _

Set = tuple[np.ndarray, np.ndarray]

TRAINING_DIGITS = 1437

FASHION_MNIST_URL = "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"
FASHION_MNIST_FILES: dict[str, str] = {  # name: MD5, as published
    "train-images-idx3-ubyte.gz": "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
    "train-labels-idx1-ubyte.gz": "25c81989df183df01b3e8a0aad5dffbe",
    "t10k-images-idx3-ubyte.gz": "bef4ecab320f06d8554ea6380940ec79",
    "t10k-labels-idx1-ubyte.gz": "bb300cfdad3c16e7a12a480ee83cd310",
}
FASHION_LABELS = (
    "T-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot",
)  # fmt: skip
URL_VARIABLE = "SOFTMAX_COURSE_FASHION_MNIST_URL"
FOLDER_VARIABLE = "SOFTMAX_COURSE_DATA"
TIMEOUT = 30  # seconds without a byte


class DataUnavailable(Exception):
    """Data that cannot be had just now; the text is one sentence on why."""


class MalformedIDX(ValueError):
    """A file that is not what the IDX format says; the text names the file and the reason."""


# ---- the digits ---------------------------------------------------------------------------------------------------


def load_digits_split() -> tuple[Set, Set]:
    """The 8 × 8 handwritten digits, in one fixed shuffled split.

    Returns
    -------
    (X_train, y_train), (X_test, y_test)
        X float64 of shapes (1437, 64) and (360, 64), pixels in [0, 1]; y int64. The arrays are the caller's own.
    """
    with asset("digits.npz").open("rb") as file, np.load(file, allow_pickle=False) as npz:
        order = npz["order"].astype(np.int64)
        X = npz["pixels"].reshape(len(order), -1)[order] / 16.0
        y = npz["labels"][order].astype(np.int64)
    train, test = slice(None, TRAINING_DIGITS), slice(TRAINING_DIGITS, None)
    return (X[train].copy(), y[train].copy()), (X[test].copy(), y[test].copy())


# ---- Fashion-MNIST ------------------------------------------------------------------------------------------------


def load_fashion_mnist(
    folder: str | os.PathLike | None = None, *, base_url: str | None = None, progress: bool = True
) -> tuple[Set, Set]:
    """Fashion-MNIST, downloaded (30 MB) unless the four files are in the folder already.

    Parameters
    ----------
    folder
        Where the files are kept. By default what the environment variable SOFTMAX_COURSE_DATA says, else the user's
        cache folder.
    base_url
        Where they come from. By default what SOFTMAX_COURSE_FASHION_MNIST_URL says, else the published address.
    progress
        Whether to print a progress bar, on standard output.

    Returns
    -------
    (X_train, y_train), (X_test, y_test)
        X float32 (float64 would take 440 MB) of shapes (60000, 784) and (10000, 784), pixels in [0, 1]; y int64.

    Raises
    ------
    DataUnavailable
        If a file cannot be had, or is not the published one. No half-written or wrong file is ever kept or used.
    """
    paths = _fetch(FASHION_MNIST_FILES, folder, base_url, progress)
    train_images, train_labels, test_images, test_labels = map(read_idx, paths)
    return (_rows(train_images), train_labels.astype(np.int64)), (_rows(test_images), test_labels.astype(np.int64))


def _rows(images: np.ndarray) -> np.ndarray:
    return np.divide(images.reshape(len(images), -1), np.float32(255), dtype=np.float32)


def _fetch(
    files: Mapping[str, str], folder: str | os.PathLike | None, base_url: str | None, progress: bool
) -> list[Path]:
    """Paths of the files in the cache, each with its published checksum."""
    import pooch
    import requests

    place = Path(folder or os.environ.get(FOLDER_VARIABLE) or pooch.os_cache("softmax-course"))
    address = (base_url or os.environ.get(URL_VARIABLE) or FASHION_MNIST_URL).rstrip("/") + "/"
    registry = {name: f"md5:{checksum}" for name, checksum in files.items()}
    shelf = pooch.create(path=place, base_url=address, registry=registry)
    paths = []
    for name in files:
        bar = _Bar(name) if progress else None
        fetch_file = pooch.HTTPDownloader(progressbar=bar or False, chunk_size=2**16, timeout=TIMEOUT)
        try:
            with _without_log(pooch.get_logger()):
                paths.append(Path(shelf.fetch(name, downloader=fetch_file)))
        except (requests.RequestException, OSError, ValueError) as error:
            reason = _reason(error).format(name=name, address=address, folder=place)
            raise DataUnavailable(reason) from error
        finally:
            if bar is not None:
                bar.close()
    return paths


def _reason(error: Exception) -> str:
    """The sentence for what went wrong; which exception stands for what is requests' and pooch's choice."""
    from requests import exceptions as web

    if isinstance(error, web.InvalidURL | web.MissingSchema | web.InvalidSchema):
        return _("{address} is not a web address, so {name} cannot be downloaded from there.")
    if isinstance(error, web.HTTPError) and error.response is not None:
        return _("{name} is not at {address}: the server answered {status}.").replace(
            "{status}", str(error.response.status_code)
        )
    if isinstance(error, web.ConnectionError):
        return _("{name} cannot be downloaded: {address} cannot be reached from here (no network?).")
    if isinstance(error, web.RequestException):
        return _("{name} cannot be downloaded: the connection to {address} broke off before the end.")
    if isinstance(error, OSError):
        return _("{name} cannot be kept in {folder}: {reason}.").replace(
            "{reason}", error.strerror or type(error).__name__
        )
    # A ValueError is pooch's word for a wrong checksum.
    return _("What {address} sent as {name} is not the published file (its MD5 differs), so it was not kept.")


@contextmanager
def _without_log(logger: Any) -> Iterator[None]:
    """pooch logs to stderr, which nbgrader takes for a failure; the bar says the same."""
    level = logger.level
    logger.setLevel("CRITICAL")
    try:
        yield
    finally:
        logger.setLevel(level)


class _Bar:
    """A progress bar on standard output, with the interface that pooch asks for."""

    WIDTH = 30

    def __init__(self, name: str) -> None:
        self.name = name
        self.total = 0
        self._seen = 0
        self._drawn = -1
        self._open = False

    def update(self, amount: int) -> None:
        """Count ``amount`` more bytes, and draw the bar where that shows."""
        self._seen = min(self._seen + amount, self.total) if self.total else self._seen + amount
        filled = self.WIDTH * self._seen // self.total if self.total else 0
        if filled != self._drawn:
            self._drawn, self._open = filled, True
            cells = "#" * filled + "." * (self.WIDTH - filled)
            print(f"\r{self.name:28} [{cells}] {self._seen / 2**20:5.1f} MB", end="", file=sys.stdout, flush=True)

    def reset(self) -> None:
        """Count from 0 again."""
        self._seen = 0

    def close(self) -> None:
        """End the line, if one was begun."""
        if self._open:
            self._open = False
            print(file=sys.stdout, flush=True)


# ---- the IDX format -----------------------------------------------------------------------------------------------

IDX_TYPES = {0x08: ">u1", 0x09: ">i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
GZIP_MAGIC = b"\x1f\x8b"


def read_idx(path: str | os.PathLike) -> np.ndarray:
    """The array in an IDX file.

    The format: two zero bytes, a type code, the number of axes, the length of each, then the entries, all big-endian.

    Parameters
    ----------
    path
        The file; it is unpacked if it is gzipped, and has to be if its name ends in .gz.

    Returns
    -------
    numpy.ndarray
        In the machine's own byte order.

    Raises
    ------
    MalformedIDX
        If the file breaks the format. The message names the file and the reason.
    """
    path = Path(path)
    content = _unpacked(path)
    if len(content) < 4:
        raise MalformedIDX(f"{path.name}: truncated: {len(content)} bytes, and the header alone has 4 or more.")
    if content[:2] != b"\0\0":
        raise MalformedIDX(f"{path.name}: wrong magic: it starts with {content[:2].hex(' ')}, an IDX file with 00 00.")
    code, axes = content[2], content[3]
    if code not in IDX_TYPES:
        known = ", ".join(f"{c:02x}" for c in IDX_TYPES)
        raise MalformedIDX(f"{path.name}: unknown type code {code:02x}; IDX knows {known}.")
    if axes == 0:
        raise MalformedIDX(f"{path.name}: wrong number of dimensions: 0, and an array in IDX has at least 1.")
    start = 4 + 4 * axes
    if len(content) < start:
        raise MalformedIDX(
            f"{path.name}: truncated: a header of {axes} dimensions takes {start} bytes, the file has {len(content)}."
        )
    shape = tuple(int.from_bytes(content[i : i + 4], "big") for i in range(4, start, 4))
    dtype = np.dtype(IDX_TYPES[code])
    expected = dtype.itemsize
    for length in shape:
        expected *= length
    found = len(content) - start
    if found < expected:
        raise MalformedIDX(
            f"{path.name}: truncated: shape {shape} takes {expected} bytes after the header, the file has {found}."
        )
    if found > expected:
        raise MalformedIDX(f"{path.name}: {found - expected} trailing bytes after an array of shape {shape}.")
    return np.frombuffer(content, dtype=dtype, offset=start).reshape(shape).astype(dtype.newbyteorder("="))


def _unpacked(path: Path) -> bytes:
    content = path.read_bytes()
    if not content.startswith(GZIP_MAGIC):
        if path.suffix == ".gz":
            raise MalformedIDX(f"{path.name}: not gzip, though its name ends in .gz.")
        return content
    try:
        return gzip.decompress(content)
    except EOFError as error:
        raise MalformedIDX(f"{path.name}: truncated: the gzip stream ends too early.") from error
    except (gzip.BadGzipFile, zlib.error) as error:
        raise MalformedIDX(f"{path.name}: not gzip, or damaged ({error}).") from error
