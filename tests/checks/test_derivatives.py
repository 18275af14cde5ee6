"""Numerical derivatives against derivatives known in closed form."""

import numpy as np

from softmax_course import central_gradient, central_jacobian, directional_derivatives, random_directions


def test_gradient_of_a_cubic_of_a_matrix():
    x = np.random.default_rng(1).normal(size=(3, 2))
    assert np.allclose(central_gradient(lambda x: (x**3).sum(), x), 3 * x**2, atol=1e-9)


def test_gradient_in_the_second_argument_of_one_part_of_the_result():
    a, b = np.array([1.0, 2.0]), np.array([[3.0], [4.0]])
    found = central_gradient(lambda a, b: ("label", (a @ b).item()), a, b, wrt=1, part=1)
    assert np.allclose(found, a.reshape(2, 1))


def test_gradient_at_integers_and_at_a_single_number():
    assert np.allclose(central_gradient(lambda x: (x**2).sum(), np.array([1, 2])), [2, 4])
    assert np.allclose(central_gradient(lambda x: np.exp(x), np.array(0.0)), 1.0)


def test_arguments_are_left_alone():
    x = np.random.default_rng(2).normal(size=4)
    before = x.tobytes()
    central_gradient(lambda x: x.sum(), x)
    assert x.tobytes() == before


def test_jacobian_rows_are_outputs():
    A = np.arange(6.0).reshape(2, 3)
    assert np.allclose(central_jacobian(lambda x: A @ x, np.ones(3)), A)


def test_three_directions_tell_a_wrong_gradient_of_a_large_shape():
    rng = np.random.default_rng(3)
    x = rng.normal(size=(784, 10))
    directions = random_directions(x.shape, rng)
    along = directional_derivatives(lambda x: np.sin(x).sum(), x, directions=directions)
    right, wrong = np.cos(x), np.cos(x)
    wrong[700, 3] += 0.1
    assert np.allclose([(right * d).sum() for d in directions], along, atol=1e-6)
    assert not np.allclose([(wrong * d).sum() for d in directions], along, atol=1e-3)


def test_perturbed_inputs_go_in_one_message_where_the_function_takes_them():
    class Remote:
        messages = 0

        def call_many(self, inputs):
            self.messages += 1
            return [(x**2).sum() for (x,) in inputs]

    remote = Remote()
    assert np.allclose(central_gradient(remote, np.array([1.0, 3.0])), [2, 6])
    assert remote.messages == 1
