"""W8: 125 trainings over rates, batch sizes and seeds with a stopping rule, then their gradient moments."""

import numpy as np

import factored
from common import Work, job, unflatten

LIMIT = 50000
CHECK = 100


@job("jax", "W8")
def with_jax(context, name):
    """For each batch size all rates and seeds at once by vmap; a loop on the device that ends when all have stopped."""
    import jax
    import jax.numpy as jnp

    plan = context.plan["w8"]
    widths, activation = context.net("w3")
    inputs, targets = (jnp.asarray(array) for array in context.data("w3"))
    rates, sizes, seeds = plan["lrs"], plan["Bs"], plan["seeds"]
    starts = jnp.asarray(np.stack([context.load(f"w8_init{seed}") for seed in seeds]))

    def loss(layers, x, y):
        for weights, bias in layers[:-1]:
            x = jax.nn.relu(x @ weights.T + bias)
        return jnp.mean((x @ layers[-1][0].T + layers[-1][1] - y) ** 2)

    gradient = jax.grad(loss)
    # One row for each (rate, seed).
    rate_of = jnp.asarray(np.repeat(np.array(rates, dtype=context.dtype), len(seeds)))
    seed_of = jnp.asarray(np.tile(np.arange(len(seeds)), len(rates)))
    orders = {}
    for size in sizes:
        tables = [context.load(f"w8_perm_{size}_{seed}", "u16")[: LIMIT * size] for seed in seeds]
        orders[size] = jnp.asarray(np.stack(tables).astype(np.int32).reshape(len(seeds), LIMIT // CHECK, CHECK, size))

    @jax.jit
    def train(order):
        layers = jax.vmap(lambda flat: unflatten(flat, widths))(starts[seed_of])
        full_loss = jax.vmap(lambda layers: loss(layers, inputs, targets))

        def steps(layers, rate, batches):
            def step(layers, batch):
                slope = gradient(layers, inputs[batch], targets[batch])
                return jax.tree.map(lambda p, g: p - rate * g, layers, slope), None

            return jax.lax.scan(step, layers, batches)[0]

        def advance(state):
            chunk, layers, done, count = state
            value = full_loss(layers)
            done = done | (value < 1e-6) | ~jnp.isfinite(value) | (value > 1e6)
            moved = jax.vmap(steps)(layers, rate_of, order[:, chunk][seed_of])
            keep = lambda old, new: jnp.where(done.reshape(-1, *[1] * (old.ndim - 1)), old, new)
            return chunk + 1, jax.tree.map(keep, layers, moved), done, count + jnp.where(done, 0, CHECK)

        state = (0, layers, jnp.zeros(len(rate_of), bool), jnp.zeros(len(rate_of), int))
        going = lambda state: (state[0] < LIMIT // CHECK) & ~state[2].all()
        _, layers, _, count = jax.lax.while_loop(going, advance, state)
        moments = jax.vmap(lambda layers: factored.moments(jnp, layers, inputs, activation))(layers)
        return count, full_loss(layers), moments["gW"][:, 0], moments["gx"][:, 0]

    def run():
        found = {size: jax.block_until_ready(train(orders[size])) for size in sizes}
        # In the order rate, batch size, seed.
        def series(place):
            stacked = np.stack([np.asarray(found[size][place]).reshape(len(rates), len(seeds)) for size in sizes], 1)
            return stacked.ravel()

        steps, losses, weight_moments, input_moments = (series(place) for place in range(4))
        finite = np.isfinite(losses) & (losses <= 1e6)
        return {
            "converged": ((losses < 1e-6) & finite).sum(), "diverged": (~finite).sum(), "total_steps": steps.sum(),
            "median_gW2": np.median(weight_moments[finite]), "median_gx2": np.median(input_moments[finite]),
            "steps": steps, "gW2": weight_moments, "gx2": input_moments,
        }

    return Work(run)
