"""The problems of 01_logistic."""

from collections.abc import Iterator

import numpy as np

from softmax_course.problems.drawing import binary_problem, binary_problems
from softmax_course.problems.exercise import TAIL, Problem, exercise
from softmax_course.tolerances import EXACT, GRADIENTS, VALUES

Problems = Iterator[Problem]
Rng = np.random.Generator


@exercise("p", tolerance=VALUES, returns="log_odds")
def logit(rng: Rng) -> Problems:
    yield Problem((rng.uniform(0.02, 0.98, 5),))
    yield Problem((rng.uniform(0.02, 0.98, (2, 3, 4)),))
    yield Problem((np.array(rng.uniform(0.6, 0.9)),), "p a single number, an array of shape ()")
    yield Problem((np.array([1e-300, 1e-17, 1e-9, 0.2]) * rng.uniform(1, 2),), "p near 0", TAIL)
    # Odd, since an even multiple would make 1 / p - 1 exact.
    odd = 2 * rng.integers([1, 50, 5 * 10**3, 5 * 10**9], [9, 99, 9 * 10**3, 9 * 10**9]) + 1
    yield Problem((1 - odd * 2.0**-53,), "p near 1", TAIL)


@exercise("z", tolerance=VALUES, returns="p")
def sigmoid(rng: Rng) -> Problems:
    yield Problem((rng.normal(size=5),))
    yield Problem((rng.normal(size=(2, 3, 4)),))
    yield Problem((np.array(rng.normal()),), "z a single number, an array of shape ()")
    yield Problem((rng.permutation(np.arange(-3, 4)),), "integer z")
    far = np.array([30.0, 80.0, 400.0, 720.0, 2000.0, 1e4]) * rng.uniform(0.95, 1)
    yield Problem((far,), "z far out on the right", TAIL)
    yield Problem((-far,), "z far out on the left", TAIL)
    yield Problem((-far[::-1],), "z far out on the left, the farthest first", TAIL)


@exercise("w X y", tolerance=GRADIENTS, returns="loss")
def logistic_loss(rng: Rng) -> Problems:
    for w, X, y in binary_problems(rng):
        yield Problem((w, X, y))
    yield Problem(binary_problem(rng, 2000, 3), "2000 examples")
    w, X, _labels = binary_problem(rng, 12, 5)
    for largest in (45.0, 800.0, 1e4):
        scaled = w * largest / np.abs(X @ w).max()
        y = (rng.permutation(12) < 6).astype(int)
        y[[np.argmin(X @ w), np.argmax(X @ w)]] = 1, 0  # the surest example on each side is wrong
        yield Problem((scaled, X, y), f"|X @ w| up to {largest:g}", TAIL)


def cubic(x: np.ndarray) -> float:
    """Σ x³: the central difference of step h is 3x² + h², so the step can be read off the result."""
    return float((x**3).sum())


def lifted(x: np.ndarray) -> float:
    """1000 + Σ sin x: the large constant makes too small a step visible."""
    return float(1000.0 + np.sin(x).sum())


def rippled(x: np.ndarray) -> float:
    """Σ sin(2000 x) / 2000: the ripples make too large a step visible."""
    return float(np.sin(2000 * x).sum() / 2000)


def mixed(x: np.ndarray) -> float:
    """(Σ x)³: every derivative depends on all entries, so an entry that was not put back shows."""
    return float(x.sum() ** 3)


def first_row(x: np.ndarray) -> float:
    """A function that needs x in its own shape: of shape (R, C), it reads the first row and the last column."""
    return float((x[0] ** 2).sum() + np.exp(x[:, -1]).sum())


@exercise("f x h", tolerance=GRADIENTS, returns="gradient")
def numerical_gradient(rng: Rng) -> Problems:
    yield Problem((lifted, rng.normal(size=4)), "h left at its default")
    yield Problem((rippled, rng.normal(size=3)), "h left at its default, and a function with short ripples")
    yield Problem((cubic, rng.normal(size=(3, 2)), 0.1))
    yield Problem((first_row, rng.normal(size=(3, 4)), 1e-4), "a function that needs x in its own shape")
    yield Problem((first_row, rng.normal(size=(4, 3)).T, 1e-4), "x a transposed view")
    yield Problem((cubic, np.array(rng.normal()), 0.05), "x a single number, an array of shape ()")
    yield Problem((mixed, rng.normal(size=(2, 3)), 0.2), "a function that mixes all entries")
    yield Problem((cubic, rng.integers(1, 5, 4), 0.3), "integer x")


@exercise("w X y", tolerance=EXACT, returns="gradient")
def logistic_derivation(rng: Rng) -> Problems:
    for w, X, y in binary_problems(rng):
        # Large features with small weights, and the reverse: no step of a difference is right to 1e-10 at both.
        yield Problem((w / 30, 30 * X, y))
        yield Problem((100 * w, X / 100, y))


@exercise("w X y", tolerance=GRADIENTS, returns="gradient", analytic=True)
def logistic_gradient(rng: Rng) -> Problems:
    for w, X, y in binary_problems(rng):
        yield Problem((w, X, y))
    for scale in (1e6, 1e-8):
        w, X, y = binary_problem(rng, 9, 4)
        yield Problem((w / scale, scale * X, y), f"features of size {scale:g}, where differences lose their digits")
    w, X, y = binary_problem(rng, 9, 5)
    scales = np.array([1e6, 1.0, 1e-6, 1e3, 1.0])
    w[-1] = 0.0
    yield Problem((w / scales, X * scales, y), "features of very different sizes", TAIL)


@exercise("X y lr steps", tolerance=GRADIENTS, returns="w losses")
def fit_logistic(rng: Rng) -> Problems:
    for (_w, X, y), lr, steps in zip(binary_problems(rng), (0.3, 1.0, 0.05), (1, 25, 40), strict=True):
        yield Problem((X, y, lr, steps))
    _w, X, _y = binary_problem(rng, 4, 3)
    yield Problem((np.repeat(X, 2, axis=0), np.tile([0, 1], 4), 0.5, 6), "every example once with each label")
    _w, X, y = binary_problem(rng, 90, 2)
    yield Problem((2 * X, y, 4.5, 5), "90 examples and a learning rate that is too large")
    yield Problem((10 * X, y, 0.05, 5), "90 examples and large features")


@exercise(tolerance=VALUES, returns="w X y")
def exposes_wrong_likelihood(rng: Rng) -> Problems:
    yield from ()  # nothing is drawn: the student gives the problem


# best_step: sums, products and quotients only, so that every machine rounds alike. At these points one power of ten has
# an error at least twenty times smaller than any other, whichever way the quotient and the powers are written.


def square_on_a_million(x: float) -> float:
    """10⁶ + x²: nothing is cut off at any step, so only rounding counts, and the largest step is best."""
    return 1e6 + x * x


def square_slope(x: float) -> float:
    """The derivative of c + x²."""
    return 2 * x


def cube_on_a_trillion(x: float) -> float:
    """10¹² + x³: the constant leaves x³ only four decimals."""
    return 1e12 + x * x * x


def cube_on_a_hundred_million(x: float) -> float:
    """10⁸ + x³: the constant leaves x³ only eight decimals."""
    return 1e8 + x * x * x


def cube_on_a_million(x: float) -> float:
    """10⁶ + x³: the constant leaves x³ ten decimals."""
    return 1e6 + x * x * x


def cube(x: float) -> float:
    """x³: the central difference of step h is 3x² + h²."""
    return x * x * x


def cube_slope(x: float) -> float:
    """The derivative of c + x³."""
    return 3 * x * x


def bell(x: float) -> float:
    """1 / (1 + (10 x)²): a peak of width 0.1."""
    return 1 / (1 + (10 * x) * (10 * x))


def bell_slope(x: float) -> float:
    """The derivative of 1 / (1 + (10 x)²)."""
    return -200 * x / ((1 + (10 * x) * (10 * x)) * (1 + (10 * x) * (10 * x)))


def narrow_bell(x: float) -> float:
    """1 / (1 + (100 x)²): a peak of width 0.01."""
    return 1 / (1 + (100 * x) * (100 * x))


def narrow_bell_slope(x: float) -> float:
    """The derivative of 1 / (1 + (100 x)²)."""
    return -20000 * x / ((1 + (100 * x) * (100 * x)) * (1 + (100 * x) * (100 * x)))


def needle(x: float) -> float:
    """1 / (1 + (1000 x)²): a peak of width 0.001."""
    return 1 / (1 + (1000 * x) * (1000 * x))


def needle_slope(x: float) -> float:
    """The derivative of 1 / (1 + (1000 x)²)."""
    return -2000000 * x / ((1 + (1000 * x) * (1000 * x)) * (1 + (1000 * x) * (1000 * x)))


def fine_needle(x: float) -> float:
    """1 / (1 + (10⁵ x)²): a peak of width 0.00001."""
    return 1 / (1 + (1e5 * x) * (1e5 * x))


def fine_needle_slope(x: float) -> float:
    """The derivative of 1 / (1 + (10⁵ x)²)."""
    return -2e10 * x / ((1 + (1e5 * x) * (1e5 * x)) * (1 + (1e5 * x) * (1e5 * x)))


def finest_needle(x: float) -> float:
    """1 / (1 + (10⁷ x)²): a peak of width 0.0000001."""
    return 1 / (1 + (1e7 * x) * (1e7 * x))


def finest_needle_slope(x: float) -> float:
    """The derivative of 1 / (1 + (10⁷ x)²)."""
    return -2e14 * x / ((1 + (1e7 * x) * (1e7 * x)) * (1 + (1e7 * x) * (1e7 * x)))


def lucky_at_a_tenth(x: float) -> float:
    """30000 + x + x³ − 99.9 x⁵: at h = 0.1 the two errors nearly cancel, at h = 0.01 they do not."""
    return 3e4 + x + x * x * x - 99.9 * x * x * x * x * x


def lucky_at_a_tenth_slope(x: float) -> float:
    """The derivative of 30000 + x + x³ − 99.9 x⁵."""
    return 1 + 3 * x * x - 499.5 * x * x * x * x


BEST_STEPS = (
    (
        "f(x) = x³",
        cube,
        cube_slope,
        (2.064, 2.287, 2.607, 2.636, 3.215, 3.227, 3.29, 3.315, 3.425, 3.451, 3.764, 3.865),
    ),
    (
        "f(x) = 10⁶ + x³",
        cube_on_a_million,
        cube_slope,
        (1.108, 2.491, 2.559, 2.581, 2.583, 2.644, 3.131, 3.306, 3.616, 3.695, 3.787, 3.955),
    ),
    (
        "f(x) = 10⁸ + x³",
        cube_on_a_hundred_million,
        cube_slope,
        (0.6884, 1.227, 1.3, 1.501, 1.506, 1.722, 1.86, 2.027, 2.177, 2.554, 2.671, 2.939),
    ),
    (
        "f(x) = 10¹² + x³",
        cube_on_a_trillion,
        cube_slope,
        (0.7466, 0.9451, 1.157, 1.29, 1.825, 2.239, 2.434, 2.513, 4.024, 4.48, 5.34, 5.429),
    ),
    (
        "f(x) = 10⁶ + x²",
        square_on_a_million,
        square_slope,
        (1.27, 1.304, 1.949, 3.088, 3.236, 3.517, 3.781, 4.205, 4.534, 5.031, 5.35, 5.398),
    ),
    (
        "f(x) = 30000 + x + x³ − 99.9 x⁵",
        lucky_at_a_tenth,
        lucky_at_a_tenth_slope,
        (-9.86e-5, -9.91e-5, 9.87e-5, 9.96e-5, 9.92e-5, -9.76e-5),
    ),
    (
        "f(x) = 1 / (1 + (10 x)²)",
        bell,
        bell_slope,
        (0.1019, 0.1022, 0.1048, 0.106, 0.107, 0.1107, 0.1178, 0.216, 0.2229, 0.228, 0.2295, 0.235),
    ),
    (
        "f(x) = 1 / (1 + (100 x)²)",
        narrow_bell,
        narrow_bell_slope,
        (0.01013, 0.01486, 0.02417, 0.02432, 0.0244, 0.02539, 0.0257, 0.02623, 0.02731, 0.02747, 0.02861, 0.02983),
    ),
    (
        "f(x) = 1 / (1 + (1000 x)²)",
        needle,
        needle_slope,
        (
            0.001037,
            0.001071,
            0.001143,
            0.002304,
            0.002371,
            0.002389,
            0.002452,
            0.002468,
            0.002613,
            0.002726,
            0.002813,
            0.002992,
        ),
    ),
    (
        "f(x) = 1 / (1 + (10⁵ x)²)",
        fine_needle,
        fine_needle_slope,
        (1.01e-5, 1.178e-5, 2.078e-5, 2.114e-5, 2.229e-5, 2.292e-5, 2.392e-5, 2.763e-5, 2.873e-5, 2.913e-5, 2.932e-5),
    ),
    (
        "f(x) = 1 / (1 + (10⁷ x)²)",
        finest_needle,
        finest_needle_slope,
        (1.245e-7, 1.249e-7, 1.348e-7, 1.542e-7, 1.77e-7, 2.232e-7, 2.433e-7, 2.524e-7, 2.604e-7, 2.709e-7, 2.885e-7),
    ),
)


@exercise("f df x", tolerance=VALUES, returns="h")
def best_step(rng: Rng) -> Problems:
    for says, f, df, points in BEST_STEPS:
        yield Problem((f, df, float(rng.choice(points))), says)
