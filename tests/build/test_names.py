"""Which names a cell reads: Python's scopes, case by case."""

import pytest

from grader.build.names import names_of

READS = {
    "plain": ("f(x)", {"f", "x"}),
    "bound before": ("x = 1\nx + y", {"y"}),
    "bound after": ("x + 1\nx = 2", {"x"}),
    "in its own assignment": ("x = x + 1", {"x"}),
    "augmented": ("x += 1", {"x"}),
    "imported": ("import a.b as c, d.e\nfrom f import g\nc, d, g, e", {"e"}),
    "loop": ("for i in range(n): print(i, j)\ni", {"range", "n", "print", "j"}),
    "comprehension": ("[a * b for a in c if d for e in a]\na", {"a", "b", "c", "d"}),
    "nested comprehension": ("{k: [v + w for v in vs] for k, vs in pairs}", {"w", "pairs"}),
    "generator": ("sum(x for x in xs)", {"sum", "xs"}),
    "walrus": ("[y := f(x) for x in xs]\ny", {"f", "xs"}),
    "lambda": ("g = lambda x, y=z, *args, **options: x + y + w + args + options", {"z", "w"}),
    "default and annotation": ("def f(a: T = b) -> U:\n    return a + c", {"T", "b", "U", "c"}),
    "local": ("def f(a):\n    b = a\n    return b + c", {"c"}),
    "nested function": ("def f(a):\n    def g():\n        return a + b + f\n    return g", {"b"}),
    "nonlocal": ("def f():\n    n = 0\n    def g():\n        nonlocal n\n        n += m\n    return g", {"m"}),
    "global": ("def f():\n    global n\n    n = 1\nf()\nn", set()),
    "used by a function before it is bound": ("def f():\n    return x\nx = 1", set()),
    "annotated variable": ("a: T = 1\na", {"T"}),
    "decorator": ("@d(e)\ndef f(): pass", {"d", "e"}),
    "class": ("class A(B):\n    x = 1\n    y = x + z\n    def m(self): return x", {"B", "z", "x", "__name__"}),
    "class body": ("class A:\n    x = 1\n    y = x", {"__name__"}),
    "with and except": ("try:\n    with f() as a: a\nexcept E as e:\n    e", {"f", "E"}),
    "unpacking": ("(a, *b), c = v\na, b, c", {"v"}),
    "attribute and index": ("a.b[c].d = e", {"a", "c", "e"}),
    "delete": ("x = 1\ndel x", set()),
    "match": ("match p:\n    case {'k': v, **rest}: v, rest\n    case [first, *_]: first", {"p"}),
    "f-string": ('f"{a!r:>{b}}"', {"a", "b"}),
}


@pytest.mark.parametrize(("text", "reads"), READS.values(), ids=READS.keys())
def test_reads(text, reads):
    assert set(names_of(text).reads) == reads


BINDS = {
    "assignment": ("a = b, (c, *d) = 1, (2, 3)", {"a", "b", "c", "d"}),
    "import": ("import a.b\nimport c.d as e\nfrom f import g as h", {"a", "e", "h"}),
    "definitions": ("def f(x): y = x\nclass C:\n    z = 1", {"f", "C"}),
    "comprehension": ("[x for x in []]", set()),
    "walrus": ("[y := x for x in []]", {"y"}),
    "global": ("def f():\n    global n\n    n = 1", {"f", "n"}),
    "loops and with": ("for i, j in []: pass\nwith f() as (k, m): pass", {"i", "j", "k", "m"}),
    "attribute": ("a.b = 1\nc[0] = 2", set()),
}


@pytest.mark.parametrize(("text", "binds"), BINDS.values(), ids=BINDS.keys())
def test_binds(text, binds):
    assert set(names_of(text).binds) == binds


def test_lines_are_those_of_the_file():
    names = names_of("a = 1\n\nb = [\n    c,\n    lambda: d,\n]", line=41)
    assert names.binds == {"a": 41, "b": 43}
    assert names.reads == {"c": 44, "d": 45}
    assert names.at_once == {"c": 44}
