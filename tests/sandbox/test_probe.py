"""No forbidden thing succeeds; each attempt is real; each layer stops alone what it is there for."""

import json
import time

import pytest

from grader.engine.sandbox import Limits, layers, privileges
from grader.engine.sandbox import attempts as tried
from grader.engine.sandbox import probe as probing
from tests.sandbox.conftest import Box

LIMITS = Limits(memory=256 << 20, threads=8)
REAL = {name for name, attempt in tried.ATTEMPTS.items() if attempt.stopped_by}


def _successes(box: Box) -> dict[str, list[str]]:
    """What each attempt achieves with the layers that are left."""

    def everything() -> dict[str, list[str]]:
        with probing._world(box.view, (box.outside, box.outside / "secret"), LIMITS) as world:
            ask = lambda: json.dumps({name: tried.succeeded(a, world) for name, a in tried.ATTEMPTS.items()})  # noqa: E731
            said, outcome = probing.run_confined(ask, box.view, LIMITS, unsafe=True)
        assert said, outcome
        return json.loads(said)

    return box.apart(everything)


def _only(monkeypatch: pytest.MonkeyPatch, left: set[str]) -> None:
    monkeypatch.setattr(layers, "absent", lambda: {layer: layer for layer in layers.LAYERS if layer not in left})


def test_nothing_forbidden_succeeds(box: Box) -> None:
    start = time.perf_counter()
    assert box.apart(lambda: probing.probe(box.view, [box.outside, box.outside / "secret"], LIMITS)) == []
    assert time.perf_counter() - start < 2.0


def test_a_forbidden_path_in_the_view_is_reported(box: Box) -> None:
    found = box.apart(lambda: probing.probe(box.view, [box.folder / "given"], LIMITS))
    assert f"Code in the sandbox can read {box.folder / 'given'}." in found


def test_what_lies_beside_a_readable_folder_is_not_listed(box: Box) -> None:
    assert box.apart(lambda: probing.probe(box.view, [box.folder.parent], LIMITS)) == []


def test_without_layers_every_attempt_succeeds(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    _only(monkeypatch, set())
    found = _successes(box)
    # As root the process has become another user, who can do nothing to ours.
    unprovable = {"signal_outside", "read_memory"} if box.root else set()
    assert {name for name, achieved in found.items() if not achieved} & REAL == unprovable


@pytest.mark.parametrize("layer", layers.LAYERS)
def test_one_layer_alone_stops_what_it_is_for(box: Box, monkeypatch: pytest.MonkeyPatch, layer: str) -> None:
    _only(monkeypatch, {layer})
    found = _successes(box)
    meant = {name for name, attempt in tried.ATTEMPTS.items() if layer in attempt.stopped_by}
    assert {name: found[name] for name in meant if found[name]} == {}


@pytest.mark.parametrize("layer", layers.LAYERS)
def test_without_one_layer_the_probe_reports(box: Box, monkeypatch: pytest.MonkeyPatch, layer: str) -> None:
    _only(monkeypatch, set(layers.LAYERS) - {layer})
    found = _successes(box)
    alone = {name for name, attempt in tried.ATTEMPTS.items() if attempt.stopped_by == {layer}}
    assert {name for name in tried.ATTEMPTS if found[name]} == alone
    sentences = box.apart(lambda: probing.probe(box.view, [box.outside], LIMITS, unsafe=True))
    assert bool(sentences) == bool(alone)


def test_without_layers_privileges_are_given_up_all_the_same(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    _only(monkeypatch, set())
    found = _successes(box)
    assert {name: found[name] for name in found if name not in REAL and found[name]} == {}


def test_privileges_matter(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    if not box.root:
        pytest.skip("An ordinary user has none to give up.")
    _only(monkeypatch, {layers.NAMESPACES})  # a root that only hurts itself
    monkeypatch.setattr(privileges, "give_up", lambda identity, bounding: None)
    found = _successes(box)
    assert len(found["become_root"]) == 4
    assert found["read_own_memory"]
