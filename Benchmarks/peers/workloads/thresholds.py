"""W7: the largest learning rate that is stable in mean square, for several batch sizes, from a Gram matrix."""

import numpy as np

from common import Work, job

BATCHES = [1, 2, 5, 10, 50, 200]
TOLERANCE = 1e-9


def problem(context):
    gram = context.load("w7_K").reshape(200, 200)
    return gram, len(gram)


def span(gram, count):
    """Eigenvalues of K/n and the gradients in their eigenbasis."""
    values, vectors = np.linalg.eigh(gram)
    keep = values > 1e-12 * values[-1]
    values, vectors = values[keep], vectors[:, keep]
    return values / count, vectors * np.sqrt(values)


def thresholds(gram, count, image):
    """η* in PyTorch's scale: 2/λ_max of 𝒞^(-1/2) 𝒟 𝒞^(-1/2), by ARPACK; `image` applies the samples' part of 𝒟."""
    from scipy.sparse.linalg import LinearOperator, eigsh

    eigenvalues, coordinates = span(gram, count)
    rank = len(eigenvalues)
    root = np.sqrt((eigenvalues[:, None] + eigenvalues[None, :]) / 2)
    product = eigenvalues[:, None] * eigenvalues[None, :]
    found = []
    for batch in BATCHES:
        weight = (count - batch) / (batch * (count - 1))
        if weight == 0:
            found.append(2 / eigenvalues.max() / 2)
            continue

        def apply(x):
            matrix = x.reshape(rank, rank) / root
            mixed = (1 - weight) * product * matrix + (weight / count) * image(coordinates, matrix)
            return (mixed / root).ravel()

        operator = LinearOperator((rank * rank, rank * rank), matvec=apply, dtype=np.float64)
        start = np.diag(np.sqrt(eigenvalues)).ravel()
        largest = eigsh(operator, k=1, which="LA", tol=TOLERANCE, v0=start, return_eigenvectors=False)[0]
        found.append(2 / largest / 2)
    return {"eta_star": found}


@job("numpy", "W7")
def with_scipy(context, name):
    gram, count = problem(context)

    def image(coordinates, matrix):
        weights = ((coordinates @ matrix) * coordinates).sum(1)
        return coordinates.T @ (weights[:, None] * coordinates)

    return Work(lambda: thresholds(gram, count, image))


@job("jax", "W7")
def with_jax(context, name):
    """The products compiled; ARPACK around them."""
    import jax

    gram, count = problem(context)

    @jax.jit
    def image(coordinates, matrix):
        weights = ((coordinates @ matrix) * coordinates).sum(1)
        return coordinates.T @ (weights[:, None] * coordinates)

    return Work(lambda: thresholds(gram, count, lambda c, m: np.asarray(image(c, m))))
