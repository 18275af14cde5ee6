"""What is refused, with file and line: every case spoils the sample in one place."""

import pytest

from grader.build import BuildError, build
from tests.build.conftest import SAMPLE

GUARD = '    check.require(half(2.0) == 1.0, "half(2) is not 1.")\n'
MORE = '\n# %% exercise="more" points="1+0"\n{exercise}\n\n# %% check="more"\n{check}\n'
DOUBLE = 'def {name}(x):\n    """Twice x."""\n    ### BEGIN SOLUTION\n    return x + x\n    ### END SOLUTION\n'
CHECKED = 'from softmax_course import checking\n\nwith checking("more"):\n    {0}'


def more(exercise: str = DOUBLE.format(name="more"), check: str = CHECKED.format("more(1)")) -> str:
    return MORE.format(exercise=exercise, check=check)


# What is replaced, by what, the text of the line that is to be named, a piece of the sentence.
CASES = {
    # headers
    "no check": ('# %% check="half"', "# %%", '# %% exercise="half"', "exercise 'half' has no check"),
    "no exercise": ('check="half"', 'check="third"', '# %% check="third"', "check 'third' has no exercise"),
    "no points": (' points="1+2"', "", '# %% exercise="half"', "points are two whole numbers"),
    "one number": ('"1+2"', '"3"', '# %% exercise="half"', "points are two whole numbers"),
    "negative points": ('"1+2"', '"1+-2"', '# %% exercise="half"', "points are two whole numbers"),
    "fractions": ('"1+2"', '"1+.5"', '# %% exercise="half"', "points are two whole numbers"),
    "unknown key": ('points="1+2"', 'points="1+2" hint="x"', '# %% exercise="half"', "'hint' is not known in an exer"),
    "key of another kind": ('check="half"', 'check="half" points="1+2"', '# %% check="half"', "'points' is not known"),
    "key of a story cell": ("# %%\nwith", '# %% tags="x"\nwith', '# %% tags="x"', "'tags' is not known"),
    "no quotes": ('points="1+2"', "points=1+2", '# %% exercise="half"', "this header is not understood"),
    "no space": ('# %% check="half"', '#%% check="half"', '#%% check="half"', "this header is not understood"),
    "raw cell": ("# %%\nwith", "# %% [raw]\nwith", "# %% [raw]", "this header is not understood"),
    "no name": ('"squares" points', '"1 square" points', '# %% exercise="1 square"', "are Python names"),
    "text before": ("# %% [markdown]\n", "x = 1\n# %% [markdown]\n", "x = 1", "before the first cell"),
    # names twice
    "exercise twice": (
        "$",
        more().replace("more", "half"),
        '\n# %% exercise="half" points="1+0"',
        "another exercise 'h",
    ),
    "check twice": (
        "$",
        '# %% check="half"\nwith checking("half"): half',
        '\n# %% check="half"\nwith',
        "another check",
    ),
    "defined by two": ('"Square Cube"', '"Square half"', '# %% exercise="squares"', "'half' is already defined by"),
    "given twice": (
        "# %%\nwith",
        "# %%\ndef given(x):\n    return x\n\nwith",
        "def given(x):\n    return x\n\nwith",
        "'given' is al",
    ),
    "given twice in a cell": (
        '# %% exercise="half"',
        'def given(y): ...\n# %% exercise="half"',
        "def given(y)",
        "'given' is al",
    ),
    "star import": (
        "import numpy as np\n\nfrom softmax_course import once",
        "from numpy import *\nfrom x import once",
        "from numpy",
        "import names one by one",
    ),
    # order
    "check before": (
        "$",
        '\n# %% check="more"\n'
        + CHECKED.format("more(1)")
        + '\n\n# %% exercise="more" points="1+0"\n'
        + DOUBLE.format(name="more"),
        '# %% check="more"',
        "has to follow its exercise",
    ),
    # exercise cells
    "name not defined": (
        "def half(x):",
        "def halve(x):",
        '# %% exercise="half"',
        "exercise 'half' does not define 'half'",
    ),
    "one of two": ('"Square Cube"', '"Square Cube Quad"', '# %% exercise="squares"', "does not define 'Quad'"),
    "only inside a function": (
        "$",
        more('def other():\n    """X."""\n    more = 1\n    ### BEGIN SOLUTION\n    return more\n    ### END SOLUTION'),
        '# %% exercise="more"',
        "does not define 'more'",
    ),
    "uses another exercise": (
        "return x * x\n",
        "return half(x) * x\n",
        "return half(x) * x",
        "'half' of exercise 'half'",
    ),
    "uses another's helper": (
        "$",
        more(DOUBLE.format(name="more") + "_helper = 2\n")
        + more(DOUBLE.format(name="less").replace("x + x", "x * _helper"), CHECKED.format("less(1)")).replace(
            '"more"', '"less"'
        ),
        "return x * _helper",
        "uses '_helper' of exercise 'more'",
    ),
    "no docstring": ('    """Half of x, any shape."""\n', "", "def half(x):", "'half' has no docstring"),
    "no docstring of a class": ('    """Cubes."""\n\n', "", "class Cube:", "'Cube' has no docstring"),
    "docstring hidden": (
        '    """Half of x, any shape."""\n    ### BEGIN SOLUTION\n',
        '    ### BEGIN SOLUTION\n    """Half of x, any shape."""\n',
        "def half(x):",
        "'half' has no docstring",
    ),
    "signature hidden": (
        "$",
        more("### BEGIN SOLUTION\ndef more(x): return x\n### END SOLUTION"),
        '# %% exercise="more"',
        "signature stands inside",
    ),
    "stub raises": (
        "$",
        more(DOUBLE.format(name="more") + "### BEGIN SOLUTION\nk = 1\n### END SOLUTION"),
        '# %% exercise="more"',
        "would raise when",
    ),
    "stub is broken": (
        "$",
        more(
            'def more(x):\n    """X."""\n    if (\n    ### BEGIN SOLUTION\n    x):\n    ### END SOLUTION\n        pass'
        ),
        '# %% exercise="more"',
        "is not valid Python",
    ),
    "no grading": ("$", more().replace("1+0", "1+1"), '# %% exercise="more"', "does not define grade_more"),
    # check cells
    "reads a variable": (GUARD, GUARD + "    given(1)\n", "    given(1)", "reads 'given' from the notebook"),
    "reads a module": (GUARD, GUARD + "    np.pi\n", "    np.pi", "reads 'np' from the notebook"),
    "reads in a lambda": (GUARD, GUARD + "    f = lambda x, y=1: x + y + np\n", "    f = lambda", "reads 'np' from"),
    "reads before it binds": (GUARD, GUARD + "    z += 1\n", "    z += 1", "reads 'z' from the notebook"),
    "reads the output": (GUARD, GUARD + "    _\n", "    _", "reads '_' from the notebook"),
    "looks around": (GUARD, GUARD + "    globals()\n", "    globals()", "reads 'globals' from"),
    "binds the answer": (GUARD, GUARD + "    half = abs\n", "    half = abs", "replaces what the student wrote"),
    "imports the answer": (GUARD, GUARD + "    from math import half\n", "    from math import half", "replaces what"),
    "binds by global": (
        GUARD,
        GUARD + "    def f():\n        global Cube\n        Cube = 1\n",
        "        Cube = 1",
        "replaces what",
    ),
    "no guard": ('with checking("half") as check:\n' + GUARD, "half(2)\n", "half(2)", "has to stand inside"),
    "guard of another": (
        'with checking("half")',
        'with checking("squares")',
        'with checking("squares") as check:\n    check',
        "has to stand",
    ),
    "nothing in it": ('with checking("half") as check:\n' + GUARD, "", '# %% check="half"', "has to stand inside"),
    "two guards in one": (
        'checking("half") as check:',
        'checking("half") as check, open("x"):',
        'with checking("half")',
        "has to stand",
    ),
    "after the guard": (GUARD, GUARD + "print(1)\n", "print(1)", "outside `with checking"),
    "before the guard": ('with checking("half")', 'print(2)\nwith checking("half")', "print(2)", "has to stand inside"),
    "value not last": (GUARD, GUARD + "check.points\nimport math\n", "check.points", "at the very end"),
    # story cells
    "binds in the story": ("# %%\nwith", "# %%\nhalf = 1\nwith", "half = 1", "replaces what the student wrote"),
    "story without guard": ("# %%\nwith", "# %%\nhalf(1)\nwith", "half(1)", "only inside `with once_works(...)`"),
    # regions
    "not ended": (
        "    return x * secret_factor\n    ### END SOLUTION\n",
        "",
        "    ### BEGIN SOLUTION\n    secret",
        "has no `### END",
    ),
    "not begun": (
        "    ### BEGIN SOLUTION\n    secret",
        "    secret",
        "    ### END SOLUTION",
        "ends here that has not begun",
    ),
    "nested": (
        "    secret_factor = 0.5",
        "    ### BEGIN SOLUTION",
        "    ### BEGIN SOLUTION\n    return x * s",
        "begins inside the one of",
    ),
    "none at all": (
        "$",
        more('def more(x):\n    """X."""\n    return x'),
        '# %% exercise="more"',
        "has no solution region",
    ),
    "solution in a story": (
        "# %%\nwith",
        "# %%\n### BEGIN SOLUTION\n### END SOLUTION\nwith",
        "### BEGIN SOLUTION\n###",
        "in an exercise cell",
    ),
    "solution in a check": (
        GUARD,
        "    ### BEGIN SOLUTION\n" + GUARD + "    ### END SOLUTION\n",
        "    ### BEGIN SOLUTION\n    check",
        "in an exercise",
    ),
    "solution in prose": (
        "# # Halves",
        "# ### BEGIN SOLUTION\n# # Halves",
        "# ### BEGIN SOLUTION",
        "in an exercise cell",
    ),
    "hidden tests": (
        GUARD,
        GUARD + "    ### BEGIN HIDDEN TESTS\n    ### END HIDDEN TESTS\n",
        "    ### BEGIN HIDDEN",
        "written by the build",
    ),
    "mark scheme": ("# # Halves", "# === BEGIN MARK SCHEME ===\n# # Halves", "# === BEGIN MARK", "looks like a marker"),
    "in a string": (GUARD, GUARD + '    "BEGIN SOLUTION"\n', '    "BEGIN SOLUTION"', "looks like a marker"),
    # solutions
    "imports solutions": (
        GUARD,
        GUARD + "    from solutions.grading import sample\n",
        "    from solutions.gr",
        "mentions `solutions`",
    ),
    "story imports solutions": (
        "import numpy as np\n\nfrom soft",
        "import solutions\n\nfrom soft",
        "import solutions",
        "mentions `solut",
    ),
    "dynamic import": (GUARD, GUARD + '    __import__("solutions")\n', '    __import__("sol', "mentions `solutions`"),
    # Python
    "syntax": ("return x + 1", "return x +", "    return x +", "is not valid Python: invalid syntax"),
    "syntax in a check": (GUARD, GUARD + "    half(\n", "    half(", "is not valid Python: '(' was never closed"),
    # figures
    "no alt text": ("![A straight line of slope one half]", "![ ]", "# ![ ]", "has no alt text"),
    "no file": ("line.svg", "curve.svg", "# ![A straight", "curve.svg does not exist"),
    "another place": (
        "../assets/figures/line.svg",
        "https://example.org/line.svg",
        "# ![A straight",
        "SVG files in ../assets/fig",
    ),
}

NEAR_MARKERS = [
    "# BEGIN SOLUTION",
    "### BEGIN SOLUTIONS",
    "### Begin solution",
    "#BEGIN SOLUTION",
    "### BEGIN SOLUTON",
    "### BEGINSOLUTION",
    "### BEGIN_SOLUTION",
    "### START SOLUTION",
    "### SOLUTION BEGIN",
    "### BEGIN SOLUTION ###",
    "### BEGIN HIDDEN TEST",
    "### begin hidden tests",
    "### HIDDEN TESTS",
    "### BEGIN TESTS",
]


def problems_of(root) -> list[str]:
    with pytest.raises(BuildError) as caught:
        build(root)
    return caught.value.problems


def line_of(source: str, text: str) -> int:
    assert text in source
    return source[: source.index(text) + (text[0] == "\n")].count("\n") + 1


@pytest.mark.parametrize(("old", "new", "at", "sentence"), CASES.values(), ids=CASES.keys())
def test_refused(course, old, new, at, sentence):
    assert old == "$" or old in SAMPLE
    source = SAMPLE + new if old == "$" else SAMPLE.replace(old, new, 1)
    problems = problems_of(course(source))
    prefix = f"solutions/01_sample.py:{line_of(source, at)}: "
    assert any(problem.startswith(prefix) and sentence in problem for problem in problems), problems


@pytest.mark.parametrize("marker", NEAR_MARKERS)
def test_near_markers_are_refused(course, marker):
    source = SAMPLE.replace("    ### BEGIN SOLUTION\n    secret", f"    {marker}\n    secret")
    problems = problems_of(course(source))
    prefix = f"solutions/01_sample.py:{line_of(source, '    ' + marker)}: this looks like a marker"
    assert any(problem.startswith(prefix) for problem in problems), problems


@pytest.mark.parametrize(
    "comment",
    [
        "# hidden units",
        "# another solution by hand",
        "# the end",
        "# begin with zeros",
        "# test: rows sum to 1",
        "### Step 1",
    ],
)
def test_ordinary_comments_are_not_markers(course, comment):
    build(
        course(
            SAMPLE.replace("    ### BEGIN SOLUTION\n    secret", f"    {comment}\n    ### BEGIN SOLUTION\n    secret")
        )
    )


@pytest.mark.parametrize("heading", ["# # No solution", "# ## The solution", "# ### Hidden tests"])
def test_headings_are_not_markers(course, heading):
    build(course(SAMPLE.replace("# # Halves", heading + "\n# # Halves")))


def test_given_names_are_everybodys(course):
    own_import = SAMPLE.replace("def half(x):", "import numpy as np\n\n\ndef half(x):")
    build(course(own_import.replace("return x * x\n", "return np.square(x)\n")))


def test_check_after_another_exercise(course):
    first, second = more().split("\n# %% check", 1)
    other = more().replace("more", "less")
    source = SAMPLE + first + other + "\n# %% check" + second
    at = line_of(source, '# %% check="more"')
    assert problems_of(course(source)) == [
        f"solutions/01_sample.py:{at}: check 'more' has to follow its exercise, with no other exercise between them."
    ]


def test_all_problems_are_reported_in_order(course):
    source = SAMPLE.replace('"1+2"', '"3"').replace("line.svg", "curve.svg").replace("class Cube:", "class Cubic:")
    problems = problems_of(course(source))
    lines = [int(problem.split(":")[1]) for problem in problems]
    assert lines == sorted(lines)
    assert {line_of(source, text) for text in ("# ![A", '# %% exercise="half"', '# %% exercise="squares"')} <= set(
        lines
    )


def test_names_are_unique_in_the_course(course):
    root = course(SAMPLE)
    (root / "solutions/02_second.py").write_text(SAMPLE)
    (root / "solutions/grading/second.py").write_text((root / "solutions/grading/sample.py").read_text())
    at = line_of(SAMPLE, '# %% exercise="half"')
    assert (
        f"solutions/02_second.py:{at}: there is another exercise 'half' at solutions/01_sample.py:{at}."
        in problems_of(root)
    )


@pytest.mark.parametrize(
    "allowed",
    [
        "    f = [half(x) for x in range(3)]\n",
        "    total = 0.0\n    total += half(2)\n",
        "    import math\n    math.pi\n",
        "    def f(x, *, h=1e-5):\n        return half(x + h)\n\n    f(1)\n",
        "    Square\ncheck.points\n",
    ],
)
def test_what_a_check_may_do(course, allowed):
    build(course(SAMPLE.replace(GUARD, GUARD + allowed)))


def test_given_names_of_the_graph_notebook(course):
    source = SAMPLE.replace(GUARD, GUARD + "    placeholder\n")
    assert problems_of(course(source))
    root = course(SAMPLE)
    (root / "solutions/01_sample.py").unlink()
    (root / "solutions/07_autodiff.py").write_text(source)
    (root / "solutions/grading/autodiff.py").write_text((root / "solutions/grading/sample.py").read_text())
    build(root)
