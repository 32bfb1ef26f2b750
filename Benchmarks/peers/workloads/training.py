"""W1, W2, W3: SGD over given batches."""

import numpy as np

from common import Work, flatten, job, loss_and_norm, unflatten

ROWS = ["W1", "W1relu", "W2_B100", "W2_B10", "W3"]
# Steps of the engines that would take too long for all: numbers for which results are known.
EAGER_STEPS = {"W1": 20000, "W1relu": 20000, "W2_B100": 300, "W2_B10": 1000, "W3": 20000}
COMPILED_UNROLL = 10


def plan_of(context, name):
    training = context.plan["train"]["w" + name[1:]]
    return training, training["net"]


@job("jax", *ROWS)
def with_jax(context, name):
    """One compiled scan over all steps; batches gathered inside, parameters donated."""
    import jax
    import jax.numpy as jnp

    training, net = plan_of(context, name)
    widths, activation = context.net(net)
    act = jnp.tanh if activation == "tanh" else jax.nn.relu
    inputs, targets = (jnp.asarray(array) for array in context.data(net))
    start = context.load(training["init"])
    batches = jnp.asarray(context.batches(training))

    def loss(layers, x, y):
        for weights, bias in layers[:-1]:
            x = act(x @ weights.T + bias)
        weights, bias = layers[-1]
        return jnp.mean((x @ weights.T + bias - y) ** 2)

    gradient = jax.grad(loss)

    def step(layers, batch):
        slope = gradient(layers, inputs[batch], targets[batch])
        return jax.tree.map(lambda p, g: p - training["lr"] * g, layers, slope), None

    run_all = jax.jit(lambda layers, batches: jax.lax.scan(step, layers, batches)[0], donate_argnums=0)

    def run():
        layers = [tuple(jnp.array(part) for part in layer) for layer in unflatten(start, widths)]
        layers = jax.block_until_ready(run_all(layers, batches))
        return loss_and_norm(context, net, flatten(layers), training["steps"])

    return Work(run)


@job("numpy", *ROWS)
def with_numpy(context, name):
    """Backpropagation by hand into kept arrays."""
    training, net = plan_of(context, name)
    widths, activation = context.net(net)
    inputs, targets = context.data(net)
    batches = context.batches(training)
    rate, size = training["lr"], training["B"]
    steps = training["steps"] if name.startswith("W2") else 20000
    scale = 2 / (size * widths[-1])

    def run():
        flat = context.load(training["init"]).copy()
        layers = unflatten(flat, widths)
        for batch in batches[:steps]:
            values = [inputs[batch]]
            for weights, bias in layers[:-1]:
                z = values[-1] @ weights.T
                z += bias
                values.append(np.tanh(z, out=z) if activation == "tanh" else np.maximum(z, 0, out=z))
            weights, bias = layers[-1]
            delta = values[-1] @ weights.T
            delta += bias
            delta -= targets[batch]
            delta *= scale
            for depth in range(len(layers) - 1, -1, -1):
                weights, bias = layers[depth]
                here = delta
                if depth:
                    h = values[depth]
                    delta = here @ weights
                    delta *= (1 - h * h) if activation == "tanh" else (h > 0)
                weights -= (rate * here).T @ values[depth]
                bias -= rate * here.sum(0)
        return loss_and_norm(context, net, flat, steps)

    return Work(run, share=steps / training["steps"])


def torch_model(context, training, net):
    import torch

    widths, activation = context.net(net)
    dtype = torch.float64 if context.dtype == np.float64 else torch.float32
    modules = []
    for depth, (inputs, outputs) in enumerate(zip(widths, widths[1:])):
        modules.append(torch.nn.Linear(inputs, outputs, dtype=dtype))
        if depth + 2 < len(widths):
            modules.append(torch.nn.Tanh() if activation == "tanh" else torch.nn.ReLU())
    model = torch.nn.Sequential(*modules)
    torch.nn.utils.vector_to_parameters(torch.tensor(context.load(training["init"])), model.parameters())
    return model


@job("torch", *ROWS)
def with_torch(context, name):
    """Eager PyTorch as it is taught: nn.Module, MSELoss, torch.optim.SGD."""
    import torch

    training, net = plan_of(context, name)
    inputs, targets = (torch.tensor(array) for array in context.data(net))
    steps = EAGER_STEPS[name]
    batches = [torch.tensor(batch) for batch in context.batches(training)[:steps].astype(np.int64)]

    def train(batches):
        model = torch_model(context, training, net)
        optimizer = torch.optim.SGD(model.parameters(), lr=training["lr"])
        criterion = torch.nn.MSELoss()
        for batch in batches:
            optimizer.zero_grad()
            criterion(model(inputs[batch]), targets[batch]).backward()
            optimizer.step()
        return torch.nn.utils.parameters_to_vector(model.parameters()).detach().numpy()

    def run():
        return loss_and_norm(context, net, train(batches), steps)

    return Work(run, warm=lambda: train(batches[:50]), share=steps / training["steps"])


@job("compile", *ROWS)
def with_torch_compile(context, name):
    """torch.compile of several steps at once, derivatives by torch.func."""
    import torch

    training, net = plan_of(context, name)
    widths, activation = context.net(net)
    inputs, targets = (torch.tensor(array) for array in context.data(net))
    steps = EAGER_STEPS[name]
    batches = torch.tensor(context.batches(training)[:steps].astype(np.int64)).reshape(
        -1, COMPILED_UNROLL, training["B"])
    act = torch.tanh if activation == "tanh" else torch.relu

    def loss(layers, x, y):
        for weights, bias in layers[:-1]:
            x = act(torch.nn.functional.linear(x, weights, bias))
        weights, bias = layers[-1]
        return torch.nn.functional.mse_loss(torch.nn.functional.linear(x, weights, bias), y)

    gradient = torch.func.grad(loss)

    def some(layers, group):
        for number in range(COMPILED_UNROLL):
            slope = gradient(layers, inputs[group[number]], targets[group[number]])
            layers = tuple(
                (w - training["lr"] * a, b - training["lr"] * c) for (w, b), (a, c) in zip(layers, slope))
        return layers

    compiled = torch.compile(some)

    def train(groups):
        layers = tuple(unflatten(torch.tensor(context.load(training["init"])), widths))
        with torch.no_grad():
            for group in groups:
                layers = compiled(layers, group)
        return flatten(layers)

    def run():
        return loss_and_norm(context, net, train(batches), steps)

    return Work(run, warm=lambda: train(batches[:3]), share=steps / training["steps"])
