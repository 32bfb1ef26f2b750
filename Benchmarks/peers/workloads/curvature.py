"""W5: the largest eigenvalue and the trace of the full Hessian of MSELoss."""

import numpy as np

import factored
from common import Work, flatten, job, unflatten

LAMBDA = ["W5_w1_lambda", "W5_w2_lambda"]
TOLERANCE = 1e-6


def parts(context, name):
    net = name.split("_")[1]
    widths, activation = context.net(net)
    return net, widths, activation, *context.data(net), context.load(f"{net}_trained")


def largest(apply, size):
    """ARPACK from a fixed start."""
    from scipy.sparse.linalg import LinearOperator, eigsh

    operator = LinearOperator((size, size), matvec=apply, dtype=np.float64)
    start = np.random.default_rng(1).standard_normal(size)
    return eigsh(operator, k=1, which="LA", tol=TOLERANCE, v0=start, return_eigenvectors=False)[0]


def by_arpack(product, size):
    """λ_max of a compiled product with a vector."""
    return Work(lambda: {"lambda_max": largest(lambda v: np.asarray(product(v.ravel())), size)})


def by_factors(context, name, multiply):
    """λ_max of a product of factored sample Hessians with a vector, in NumPy."""
    _, widths, activation, inputs, targets, flat = parts(context, name)

    def run():
        hessians = factored.SampleHessians(np, unflatten(flat, widths), inputs, targets, activation)
        return {
            "lambda_max": largest(lambda v: flatten(multiply(hessians, unflatten(v.ravel(), widths))), flat.size)
        }

    return Work(run)


def jax_loss(context, name):
    import jax
    import jax.numpy as jnp

    _, widths, activation, inputs, targets, flat = parts(context, name)
    act = jnp.tanh if activation == "tanh" else jax.nn.relu

    def outputs(flat, x):
        layers = unflatten(flat, widths)
        for weights, bias in layers[:-1]:
            x = act(x @ weights.T + bias)
        return x @ layers[-1][0].T + layers[-1][1]

    return outputs, jnp.asarray(inputs), jnp.asarray(targets), jnp.asarray(flat)


@job("jax", *LAMBDA)
def lambda_jax(context, name):
    """Compiled Hessian products, linearised once at the point; ARPACK around them."""
    import jax
    import jax.numpy as jnp

    outputs, inputs, targets, flat = jax_loss(context, name)
    gradient = jax.grad(lambda flat: jnp.mean((outputs(flat, inputs) - targets) ** 2))
    product = jax.jit(lambda flat, v: jax.jvp(gradient, (flat,), (v,))[1])
    return by_arpack(lambda v: product(flat, v), flat.size)


@job("numpy", *LAMBDA)
def lambda_numpy(context, name):
    """Pearlmutter's products by hand; ARPACK around them."""
    return by_factors(context, name, factored.SampleHessians.product)


@job("torch", *LAMBDA)
def lambda_torch(context, name):
    """Double backward over a kept graph; ARPACK around it."""
    import torch

    from training import torch_model

    net, _, _, inputs, targets, flat = parts(context, name)
    inputs, targets = torch.tensor(inputs), torch.tensor(targets)

    def run():
        model = torch_model(context, {"init": f"{net}_trained"}, net)
        parameters = list(model.parameters())
        loss = torch.nn.functional.mse_loss(model(inputs), targets)
        gradient = torch.cat([g.reshape(-1) for g in torch.autograd.grad(loss, parameters, create_graph=True)])

        def apply(v):
            products = torch.autograd.grad(gradient, parameters, torch.tensor(v.ravel()), retain_graph=True)
            return torch.cat([p.reshape(-1) for p in products]).numpy()

        return {"lambda_max": largest(apply, flat.size)}

    return Work(run)


@job("curvlinops", *LAMBDA)
def lambda_curvlinops(context, name):
    import torch
    from curvlinops import HessianLinearOperator

    from training import torch_model

    net, _, _, inputs, targets, flat = parts(context, name)
    data = [(torch.tensor(inputs), torch.tensor(targets))]

    def run():
        model = torch_model(context, {"init": f"{net}_trained"}, net)
        parameters = list(model.parameters())
        operator = HessianLinearOperator(model, torch.nn.MSELoss(), parameters, data, check_deterministic=False)
        scipy_operator = operator.to_scipy()
        return {"lambda_max": largest(scipy_operator.matvec, flat.size)}

    return Work(run)


@job("pyhessian", *LAMBDA)
def lambda_pyhessian(context, name):
    """Its power iteration; it divides by ‖v‖ + 1e-6, which is why its eigenvalue is a few millionths low."""
    import torch
    from pyhessian import hessian

    from training import torch_model

    net, _, _, inputs, targets, _ = parts(context, name)
    data = (torch.tensor(inputs), torch.tensor(targets))

    def run():
        torch.manual_seed(1)
        model = torch_model(context, {"init": f"{net}_trained"}, net)
        wrapped = hessian(model, torch.nn.MSELoss(), data=data, cuda=False)
        return {"lambda_max": wrapped.eigenvalues(maxIter=2000, tol=1e-7, top_n=1)[0][0]}

    return Work(run)


@job("eigenthings", *LAMBDA)
def lambda_eigenthings(context, name):
    import torch
    import hessian_eigenthings as things

    from training import torch_model

    net, _, _, inputs, targets, _ = parts(context, name)
    data = [(torch.tensor(inputs), torch.tensor(targets))]

    def run():
        model = torch_model(context, {"init": f"{net}_trained"}, net)
        operator = things.HessianOperator(
            model, data, things.supervised_loss(torch.nn.functional.mse_loss))
        found = things.lanczos(operator, k=1, max_iter=60, which="LA", tol=TOLERANCE, seed=1)
        return {"lambda_max": float(np.max(np.asarray(found.eigenvalues)))}

    return Work(run)


@job("jax", "W5_w1_trace")
def trace_jax(context, name):
    """The trace of the whole Hessian, from P products in compiled blocks."""
    import jax
    import jax.numpy as jnp

    outputs, inputs, targets, flat = jax_loss(context, name)
    gradient = jax.grad(lambda flat: jnp.mean((outputs(flat, inputs) - targets) ** 2))

    @jax.jit
    def trace(flat):
        def entry(i):
            unit = jnp.zeros_like(flat).at[i].set(1)
            return jax.jvp(gradient, (flat,), (unit,))[1][i]

        return jax.lax.map(entry, jnp.arange(flat.size), batch_size=64).sum()

    return Work(lambda: {"trace": jax.block_until_ready(trace(flat))})


@job("jax", "W5_w2_trace")
def backward_jax(context, name):
    """No trace: one forward pass and one backward pass per output, the time that the trace may take."""
    import jax

    outputs, inputs, targets, flat = jax_loss(context, name)

    @jax.jit
    def passes(flat):
        values, back = jax.vjp(lambda flat: outputs(flat, inputs), flat)
        return [back(jax.numpy.zeros_like(values).at[:, c].set(1))[0] for c in range(values.shape[1])]

    return Work(lambda: (jax.block_until_ready(passes(flat)), {})[1])


@job("torch", "W5_w2_trace")
def backward_torch(context, name):
    """The same in PyTorch."""
    import torch

    from training import torch_model

    net, _, _, inputs, _, _ = parts(context, name)
    inputs = torch.tensor(inputs)
    model = torch_model(context, {"init": f"{net}_trained"}, net)
    parameters = list(model.parameters())

    def run():
        values = model(inputs)
        for c in range(values.shape[1]):
            torch.autograd.grad(values[:, c].sum(), parameters, retain_graph=True)
        return {}

    return Work(run)
