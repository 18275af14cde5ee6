"""What only 07 may do: tests that take given names, and one exercise that puts the others together."""

from grader.build.notebook import grade_cell_text
from grader.build.refusals import problems_of
from grader.build.source import Source, read_sources, split_cells
from tests.conftest import ROOT

TWO = '''\
# %% exercise="first" points="1+0"
def first():
    """One."""
    ### BEGIN SOLUTION
    return 1
    ### END SOLUTION

# %% check="first"
from softmax_course import checking

with checking("first"):
    first()

# %% exercise="second" points="1+0"USES
def second():
    """Two."""
    ### BEGIN SOLUTION
    return first() + 1
    ### END SOLUTION

# %% check="second"
from softmax_course import checking

with checking("second"):
    second()
'''


def refused(uses: str) -> list[str]:
    cells, problems = split_cells(TWO.replace("USES", uses), "solutions/01_two.py")
    return problems + problems_of([Source("01_two", ROOT / "solutions", cells)], ROOT)


def test_an_exercise_uses_another_only_if_its_header_says_so():
    assert ["a slip would cost points twice" in problem for problem in refused("")] == [True]
    assert refused(' uses="first"') == []


def test_the_grade_takes_the_given_names_that_the_check_takes():
    source = next(source for source in read_sources(ROOT)[0] if source.name == "07_autodiff")
    text = grade_cell_text(source, source.exercises["gradients"])
    assert "grade_gradients(check, gradients, Elementwise=Elementwise, Exp=Exp, Node=Node, " in text
    assert "grade_reduce_like(check, reduce_like)\n" in grade_cell_text(source, source.exercises["reduce_like"])
