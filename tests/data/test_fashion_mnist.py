"""Downloading Fashion-MNIST, from a server on this machine that sends small files well and badly."""

import gzip
import hashlib
import struct
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from softmax_course import data
from softmax_course.data import DataUnavailable, load_fashion_mnist

NAMES = list(data.FASHION_MNIST_FILES)
RNG = np.random.default_rng(5)
IMAGES = {
    "train": RNG.integers(0, 256, (12, 28, 28), dtype=np.uint8),
    "t10k": RNG.integers(0, 256, (5, 28, 28), np.uint8),
}
LABELS = {"train": RNG.integers(0, 10, 12, dtype=np.uint8), "t10k": RNG.integers(0, 10, 5, dtype=np.uint8)}


def idx(array):
    return struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape) + array.tobytes()


FILES = {
    name: gzip.compress(idx((IMAGES if "images" in name else LABELS)[name.split("-")[0]]), mtime=0) for name in NAMES
}


class Server(ThreadingHTTPServer):
    """Sends FILES; ``answers`` says how each is sent, ``asked`` lists what was asked for."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers = {}
        self.asked = []
        self.url = f"http://127.0.0.1:{self.server_port}/fashion/"

    def handle_error(self, request, client_address):
        pass  # a broken connection is what some of these tests are about


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        name = self.path.rsplit("/", 1)[-1]
        self.server.asked.append(name)
        answer = self.server.answers.get(name, "good")
        content = FILES.get(name, b"")
        if answer == "missing" or not content:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if answer == "other":
            content = content[:-1] + bytes([content[-1] ^ 1])
        self.wfile.write(content[: len(content) // 2] if answer == "truncated" else content)

    def log_message(self, *_args):
        pass


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    for variable in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setattr(
        data, "FASHION_MNIST_FILES", {name: hashlib.md5(content).hexdigest() for name, content in FILES.items()}
    )
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def assert_is_fashion(loaded):
    for (X, y), part in zip(loaded, ("train", "t10k"), strict=True):
        assert X.dtype == np.float32
        assert y.dtype == np.int64
        assert np.allclose(X, IMAGES[part].reshape(len(y), 784) / 255)
        assert np.array_equal(y, LABELS[part])


def sentence(refused):
    text = str(refused.value)
    assert "\n" not in text
    assert text.endswith(".")
    assert "Traceback" not in text
    return text


def test_good_files_are_loaded_with_a_bar_on_standard_output(server, tmp_path, capfd):
    assert_is_fashion(load_fashion_mnist(tmp_path, base_url=server.url))
    shown = capfd.readouterr()
    assert shown.err == ""
    for name in NAMES:
        assert name in shown.out
    assert "[" + "#" * 30 + "]" in shown.out
    assert shown.out.endswith("\n")


def test_the_bar_can_be_left_out(server, tmp_path, capfd):
    load_fashion_mnist(tmp_path, base_url=server.url, progress=False)
    assert capfd.readouterr() == ("", "")


def test_a_second_call_comes_from_the_folder(server, tmp_path, capfd):
    load_fashion_mnist(tmp_path, base_url=server.url)
    assert sorted(server.asked) == sorted(NAMES)
    capfd.readouterr()
    assert_is_fashion(load_fashion_mnist(tmp_path, base_url="http://127.0.0.1:9/"))
    assert capfd.readouterr() == ("", "")
    assert len(server.asked) == 4


def test_address_and_folder_may_come_from_the_environment(server, tmp_path, monkeypatch):
    monkeypatch.setenv(data.URL_VARIABLE, server.url.rstrip("/"))
    monkeypatch.setenv(data.FOLDER_VARIABLE, str(tmp_path / "kept"))
    assert_is_fashion(load_fashion_mnist())
    assert sorted(path.name for path in (tmp_path / "kept").iterdir()) == sorted(NAMES)


def test_without_any_setting_the_users_cache_folder_and_the_published_address_are_used(monkeypatch, tmp_path):
    seen = {}

    class Shelf:
        def fetch(self, name, downloader):
            raise OSError(13, "Permission denied")

    import pooch

    monkeypatch.delenv(data.URL_VARIABLE, raising=False)
    monkeypatch.delenv(data.FOLDER_VARIABLE, raising=False)
    monkeypatch.setattr(pooch, "create", lambda **settings: seen.update(settings) or Shelf())
    with pytest.raises(DataUnavailable, match="Permission denied"):
        load_fashion_mnist()
    assert seen["path"] == pooch.os_cache("softmax-course")
    assert seen["base_url"] == data.FASHION_MNIST_URL
    assert seen["registry"]["t10k-labels-idx1-ubyte.gz"] == "md5:bb300cfdad3c16e7a12a480ee83cd310"


def test_nothing_is_downloaded_by_importing():
    import subprocess
    import sys

    code = "import sys, softmax_course.data; sys.exit('pooch' in sys.modules or 'requests' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("answer", "says"),
    [("missing", "answered 404"), ("truncated", "broke off|cannot be reached"), ("other", "is not the published file")],
)
def test_a_bad_answer_is_one_sentence_and_nothing_is_kept(server, tmp_path, capfd, answer, says):
    server.answers[NAMES[2]] = answer
    with pytest.raises(DataUnavailable, match=says) as refused:
        load_fashion_mnist(tmp_path, base_url=server.url)
    assert NAMES[2] in sentence(refused)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(NAMES[:2])
    assert capfd.readouterr().err == ""
    server.answers.clear()
    assert_is_fashion(load_fashion_mnist(tmp_path, base_url=server.url))
    assert server.asked.count(NAMES[0]) == 1


def test_a_half_written_file_is_not_used_but_fetched_again(server, tmp_path):
    (tmp_path / NAMES[0]).write_bytes(FILES[NAMES[0]][:40])
    (tmp_path / "tmp-left-behind").write_bytes(FILES[NAMES[1]][:40])
    assert_is_fashion(load_fashion_mnist(tmp_path, base_url=server.url))
    assert (tmp_path / NAMES[0]).read_bytes() == FILES[NAMES[0]]


def test_a_half_written_file_is_not_used_without_network_either(server, tmp_path):
    load_fashion_mnist(tmp_path, base_url=server.url)
    (tmp_path / NAMES[3]).write_bytes(FILES[NAMES[3]][:-1])
    with pytest.raises(DataUnavailable, match="cannot be reached"):
        load_fashion_mnist(tmp_path, base_url="http://127.0.0.1:9/")


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://127.0.0.1:9/", r"cannot be reached from here \(no network\?\)"),
        ("http://no-such-host.invalid/", "cannot be reached"),
        ("fashion", "is not a web address"),
        ("nonsense://127.0.0.1/", "is not a web address"),
    ],
)
def test_no_network_is_one_sentence(tmp_path, capfd, url, says):
    with pytest.raises(DataUnavailable, match=says) as refused:
        load_fashion_mnist(tmp_path, base_url=url)
    assert url in sentence(refused)
    assert capfd.readouterr() == ("", "")


def test_a_folder_that_cannot_be_written_is_one_sentence(server, tmp_path):
    (tmp_path / "taken").write_text("a file where the folder should be")
    with pytest.raises(DataUnavailable, match=r"cannot be kept in .*taken") as refused:
        load_fashion_mnist(tmp_path / "taken", base_url=server.url)
    sentence(refused)


def test_files_of_the_teachers_folder_need_no_network(server, tmp_path):
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
    assert_is_fashion(load_fashion_mnist(str(tmp_path), base_url="http://127.0.0.1:9/"))
    assert server.asked == []
