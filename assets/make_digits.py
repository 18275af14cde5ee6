"""Make assets/digits.npz: ``python assets/make_digits.py`` where scikit-learn is installed.

What goes in
    The 1 797 handwritten digits that scikit-learn packages as ``sklearn/datasets/data/digits.csv.gz``: the test half of
    "Optical Recognition of Handwritten Digits", E. Alpaydin and C. Kaynak (1998), UCI Machine Learning Repository,
    https://doi.org/10.24432/C50P49, licensed CC BY 4.0. Each row is an 8 × 8 image, whose pixels count the dark cells
    in a 4 × 4 block (0 … 16), and its label. The file is read as packaged and must have the SHA-256 below.

What comes out
    ``pixels``  (1797, 8, 8) uint8, 0 … 16, in the order of the packaged file
    ``labels``  (1797,) uint8, 0 … 9
    ``order``   (1797,) uint16, a fixed shuffle of the row numbers: the first 1 437 are the training set, the other 360
                are held back

The shuffle sorts the row numbers by their SHA-256, so it depends on no random generator and no version of one. (The
file's own order does not do: its writers come one after the other, so the last rows are by people of whom the first
rows hold nothing.)

The archive is written uncompressed and with a fixed date, so that the same data give the same bytes everywhere.
README.md beside this file holds the checksum of the result.
"""

import gzip
import hashlib
import io
import sys
import zipfile
from pathlib import Path

import numpy as np

SOURCE_SHA256 = "09f66e6debdee2cd2b5ae59e0d6abbb73fc2b0e0185d2e1957e9ebb51e23aa22"
SHUFFLE = "softmax-course digits {row}"


def read_source() -> np.ndarray:
    """The packaged table, one row an image: 64 pixels and the label, shape (1797, 65)."""
    import sklearn

    path = Path(sklearn.__file__).parent / "datasets" / "data" / "digits.csv.gz"
    packed = path.read_bytes()
    found = hashlib.sha256(packed).hexdigest()
    if found != SOURCE_SHA256:
        raise SystemExit(f"{path.name} is not the file this script knows: SHA-256 {found}, expected {SOURCE_SHA256}.")
    return np.loadtxt(io.BytesIO(gzip.decompress(packed)), delimiter=",")


def shuffled_rows(count: int) -> list[int]:
    """The row numbers 0 … count − 1, sorted by their SHA-256."""
    return sorted(range(count), key=lambda row: hashlib.sha256(SHUFFLE.format(row=row).encode()).digest())


def archive(**arrays: np.ndarray) -> bytes:
    """The arrays as an .npz whose bytes depend on nothing but the arrays."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as npz:
        for name, array in arrays.items():
            entry = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            content = io.BytesIO()
            np.lib.format.write_array(content, array, version=(1, 0), allow_pickle=False)
            npz.writestr(entry, content.getvalue())
    return buffer.getvalue()


def main(target: Path) -> None:
    """Write the archive and print its checksum."""
    table = read_source()
    pixels = table[:, :64].astype(np.uint8).reshape(-1, 8, 8)
    labels = table[:, 64].astype(np.uint8)
    packed = archive(pixels=pixels, labels=labels, order=np.array(shuffled_rows(len(labels)), dtype="<u2"))
    target.write_bytes(packed)
    print(f"{target.name}: {len(packed)} bytes, SHA-256 {hashlib.sha256(packed).hexdigest()}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent / "digits.npz")
