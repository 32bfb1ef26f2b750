"""W6: λ_max of (1/n) Σ H_i² − H², with the full Hessians H_i of the samples' losses."""

import factored
from common import job, unflatten
from curvature import by_arpack, by_factors, jax_loss, parts

ROWS = ["W6_w1", "W6_w2"]


@job("numpy", *ROWS)
def with_numpy(context, name):
    """Factored products by hand; ARPACK around them."""
    return by_factors(context, name, factored.SampleHessians.variance)


@job("jax", *ROWS)
def with_jax(context, name):
    """The same factored products, compiled."""
    import jax
    import jax.numpy as jnp

    _, widths, activation, inputs, targets, flat = parts(context, name)
    inputs, targets, flat = (jnp.asarray(array) for array in (inputs, targets, flat))

    @jax.jit
    def product(flat, v):
        hessians = factored.SampleHessians(jnp, unflatten(flat, widths), inputs, targets, activation)
        image = hessians.variance(unflatten(v, widths))
        return jnp.concatenate([part.ravel() for layer in image for part in layer])

    return by_arpack(lambda v: product(flat, v), flat.size)


@job("vmap", "W6_w1")
def with_vmap(context, name):
    """Hessian products of every sample by vmap, the direct way; for few parameters."""
    import jax
    import jax.numpy as jnp

    outputs, inputs, targets, flat = jax_loss(context, name)

    def sample(x, y):
        return jax.grad(lambda flat: jnp.mean((outputs(flat, x[None]) - y[None]) ** 2))

    def times(x, y, v):
        return jax.jvp(sample(x, y), (flat,), (v,))[1]

    @jax.jit
    def product(v):
        images = jax.vmap(times, in_axes=(0, 0, None))(inputs, targets, v)
        squares = jax.vmap(times)(inputs, targets, images).mean(0)
        mean = images.mean(0)
        return squares - jax.vmap(times, in_axes=(0, 0, None))(inputs, targets, mean).mean(0)

    return by_arpack(product, flat.size)
