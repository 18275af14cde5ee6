"""``python docs/flow.py``: draw docs/flow.svg, the way from a text source to grades, and what is trusted on it."""

from pathlib import Path

import matplotlib

matplotlib.use("svg")

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch

from softmax_course.plotting import COLOURS, STYLE

TRUSTED, NOT_TRUSTED, BOUNDARY = COLOURS["blue"], COLOURS["vermilion"], 7.6
# Left, bottom and width of each box, its first line, and the others.
BOXES = {
    "source": (0.2, 7.9, 3.1, "solutions/NN_name.py", "text, solutions, points:\nthe one source of a notebook"),
    "hidden": (3.8, 7.9, 3.3, "solutions/grading/, mistakes/", "hidden tests; wrong and\nright implementations"),
    "release": (0.2, 5.9, 6.9, "notebooks/, assets/expected/", "generated: stubs and visible checks; their answers,\n"
                "and signatures of mistakes, as numbers"),
    "work": (8.1, 5.9, 3.4, "work/", "the student's copy: she\nworks, and checks herself"),
    "submitted": (8.1, 3.9, 3.4, "submitted/STUDENT/", "what she handed in,\nwhatever it is"),
    "writer": (0.2, 3.9, 6.9, "grade: one writer", "reads with care, repairs what is plainly meant,\nsends jobs, enters results"),
    "judge": (3.8, 1.9, 3.3, "judge", "check and grade cells,\nhidden tests, mistakes"),
    "child": (8.1, 1.9, 3.4, "child, in the sandbox", "her cells: no network, no files,\nno programs, little memory"),
    "gradebook": (0.2, 1.9, 3.1, "gradebook.db, autograded/", "points, messages,\nexecuted notebooks"),
    "given": (0.2, 0.1, 3.1, "feedback/, grades.csv", "what students and\nthe office get"),
}  # fmt: skip
HEIGHT = 1.25
LEFT, RIGHT, TOP, BOTTOM = (0.0, 0.5), (1.0, 0.5), (0.5, 1.0), (0.5, 0.0)
# From where to where, what does it, where that is written beside the middle of the arrow, and which ends have a head.
ARROWS = [
    ("source", BOTTOM, "release", (0.225, 1.0), "build", (0.15, 0.0), "->"),
    ("hidden", BOTTOM, "release", (0.76, 1.0), "build", (0.15, 0.0), "->"),
    ("release", RIGHT, "work", LEFT, "pack,\nlab", (0.08, 0.42), "->"),
    ("work", BOTTOM, "submitted", TOP, "hand in, collect", (0.15, 0.0), "->"),
    ("submitted", LEFT, "writer", RIGHT, "", (0.0, 0.0), "->"),
    ("writer", (0.76, 0.0), "judge", TOP, "a notebook, to and fro", (0.15, 0.0), "<->"),
    ("writer", (0.225, 0.0), "gradebook", TOP, "records", (0.15, 0.0), "->"),
    ("judge", RIGHT, "child", LEFT, "", (0.0, 0.0), "<->"),
    ("gradebook", BOTTOM, "given", TOP, "feedback, export", (0.15, 0.0), "->"),
]


def point(box: str, corner: tuple[float, float]) -> tuple[float, float]:
    """A point of a box, given as shares of its width and height."""
    left, bottom, width = BOXES[box][:3]
    return left + corner[0] * width, bottom + corner[1] * HEIGHT


def draw_box(axes: Axes, left: float, bottom: float, width: float, title: str, text: str) -> None:
    """A rounded box with a title and two lines of text."""
    colour = TRUSTED if left < BOUNDARY else NOT_TRUSTED
    style = "round,pad=0,rounding_size=0.12"
    axes.add_patch(FancyBboxPatch((left, bottom), width, HEIGHT, boxstyle=style, fc="white", ec=colour, lw=1.8))
    axes.text(left + 0.15, bottom + HEIGHT - 0.3, title, weight="bold", color=colour, va="center")
    axes.text(left + 0.15, bottom + 0.44, text, size=9.5, va="center", linespacing=1.35)


def draw_flow() -> plt.Figure:
    """The picture."""
    picture, axes = plt.subplots(figsize=(11.8, 9.4))
    axes.set(xlim=(0, 11.7), ylim=(0, 10.1))
    axes.set_axis_off()
    axes.axvspan(BOUNDARY, 11.7, color=NOT_TRUSTED, alpha=0.07, lw=0)
    axes.axvline(BOUNDARY, color=NOT_TRUSTED, ls=(0, (5, 3)), lw=1.8)
    axes.text(0.2, 9.65, "Trusted: yours", size=14, color=TRUSTED)
    axes.text(BOUNDARY + 0.5, 9.65, "Not trusted: the student's", size=14, color=NOT_TRUSTED)
    for box in BOXES.values():
        draw_box(axes, *box)
    for start, leaves, end, enters, label, (right, up), heads in ARROWS:
        (x, y), (to_x, to_y) = point(start, leaves), point(end, enters)
        axes.annotate(
            "", (to_x, to_y), (x, y), arrowprops={"arrowstyle": heads.replace("<", "<|").replace(">", "|>"), "lw": 1.6}
        )
        axes.text((x + to_x) / 2 + right, (y + to_y) / 2 + up, label, size=10, style="italic", va="center")
    crossing = "calls and typed values cross, no pickle;\nno score comes from here"
    axes.text(8.1, 1.45, crossing, size=10, style="italic", va="center", linespacing=1.35)
    return picture


if __name__ == "__main__":
    with plt.rc_context({**STYLE, "axes.grid": False, "font.size": 11}):
        target = Path(__file__).with_name("flow.svg")
        draw_flow().savefig(target, metadata={"Date": None, "Creator": None})
        print(target.name)
