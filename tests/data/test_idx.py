"""The IDX parser on small files: what is well-formed is read, what is not is refused by name and reason."""

import gzip
import struct

import numpy as np
import pytest

from softmax_course.data import IDX_TYPES, MalformedIDX, read_idx


def idx_bytes(array, code=0x08):
    header = struct.pack(">HBB", 0, code, array.ndim) + struct.pack(f">{array.ndim}I", *array.shape)
    return header + array.astype(IDX_TYPES[code]).tobytes()


IMAGES = np.arange(2 * 3 * 4, dtype=np.uint8).reshape(2, 3, 4)
GOOD = idx_bytes(IMAGES)


@pytest.mark.parametrize("code", sorted(IDX_TYPES))
def test_every_type_comes_back_in_the_machines_own_order(tmp_path, code):
    array = np.array([[1, -2, 3], [100, 5, 6]]).astype(np.abs([1]).astype(IDX_TYPES[code]).dtype)
    path = tmp_path / "numbers"
    path.write_bytes(idx_bytes(array, code))
    read = read_idx(path)
    assert read.dtype.isnative
    assert read.dtype.itemsize == array.dtype.itemsize
    assert np.array_equal(read, array)


def test_plain_and_gzipped_are_the_same(tmp_path):
    plain, packed, unnamed = tmp_path / "images", tmp_path / "images.gz", tmp_path / "images.dat"
    plain.write_bytes(GOOD)
    packed.write_bytes(gzip.compress(GOOD, mtime=0))
    unnamed.write_bytes(gzip.compress(GOOD, mtime=0))
    for path in (plain, packed, unnamed, str(packed)):
        assert np.array_equal(read_idx(path), IMAGES)


def test_what_is_read_may_be_written_to(tmp_path):
    path = tmp_path / "images"
    path.write_bytes(GOOD)
    images = read_idx(path)
    images[0, 0, 0] = 9
    assert images[0, 0, 0] == 9


def test_an_empty_array_is_an_array(tmp_path):
    path = tmp_path / "none"
    path.write_bytes(idx_bytes(np.zeros((0, 28, 28), np.uint8)))
    assert read_idx(path).shape == (0, 28, 28)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty", b"", "truncated"),
        ("three-bytes", GOOD[:3], "truncated"),
        ("magic", b"\x01" + GOOD[1:], "wrong magic: it starts with 01 00"),
        ("png", b"\x89PNG\r\n\x1a\n", "wrong magic"),
        ("type", GOOD[:2] + b"\x0a" + GOOD[3:], "unknown type code 0a"),
        ("no-axes", GOOD[:3] + b"\x00" + GOOD[4:], "wrong number of dimensions: 0"),
        ("header", GOOD[:12], "a header of 3 dimensions takes 16 bytes, the file has 12"),
        ("fewer-axes", GOOD[:3] + b"\x02" + GOOD[4:], "trailing bytes"),
        ("more-axes", GOOD[:3] + b"\x04" + GOOD[4:], "truncated"),
        ("short", GOOD[:-1], r"truncated: shape \(2, 3, 4\) takes 24 bytes after the header, the file has 23"),
        ("long", GOOD + b"..", "2 trailing bytes"),
        ("huge", GOOD[:4] + b"\xff" * 12 + GOOD[16:], "truncated"),
        ("plain.gz", GOOD, "not gzip"),
        ("cut.gz", gzip.compress(GOOD, mtime=0)[:-9], "truncated: the gzip stream"),
        ("head.gz", gzip.compress(GOOD, mtime=0)[:5], "truncated: the gzip stream"),
        ("flipped.gz", gzip.compress(GOOD, mtime=0)[:-6] + b"\x00" + gzip.compress(GOOD)[-5:], "damaged"),
        ("inside.gz", gzip.compress(GOOD[:-1], mtime=0), "truncated: shape"),
    ],
)
def test_a_malformed_file_is_refused_by_name_and_reason(tmp_path, name, content, reason):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(MalformedIDX, match=reason) as refused:
        read_idx(path)
    assert str(refused.value).startswith(f"{name}: ")
    assert "\n" not in str(refused.value)


def test_a_missing_file_is_pythons_own_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_idx(tmp_path / "nowhere")
