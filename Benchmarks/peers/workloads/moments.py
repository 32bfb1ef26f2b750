"""W4: gradient moments of the outputs by parameters and by inputs."""

import numpy as np

import factored
from common import Work, job, unflatten

ROWS = ["W4_w1", "W4_w2"]


def parts(context, name):
    net = name.split("_")[1]
    widths, activation = context.net(net)
    return net, widths, activation, context.data(net)[0], context.load(f"{net}_trained")


@job("jax", *ROWS)
def with_jax(context, name):
    import jax
    import jax.numpy as jnp

    _, widths, activation, inputs, flat = parts(context, name)
    compute = jax.jit(lambda flat, inputs: factored.moments(jnp, unflatten(flat, widths), inputs, activation))
    flat, inputs = jnp.asarray(flat), jnp.asarray(inputs)
    return Work(lambda: jax.block_until_ready(compute(flat, inputs)))


@job("numpy", *ROWS)
def with_numpy(context, name):
    _, widths, activation, inputs, flat = parts(context, name)
    return Work(lambda: factored.moments(np, unflatten(flat, widths), inputs, activation))


@job("torch", *ROWS)
def with_torch(context, name):
    """Per-sample gradients by torch.func: vmap of grad, in chunks, reduced at once."""
    import torch

    _, widths, activation, inputs, flat = parts(context, name)
    act = torch.tanh if activation == "tanh" else torch.relu
    inputs = torch.tensor(inputs)
    layers = tuple(unflatten(torch.tensor(flat), widths))
    chunk = 200 if name == "W4_w1" else 50
    part = len(inputs) if name == "W4_w1" else 100

    def output(layers, x, c):
        for weights, bias in layers[:-1]:
            x = act(weights @ x + bias)
        return (layers[-1][0] @ x + layers[-1][1])[c]

    gradients = torch.func.vmap(torch.func.grad(output, argnums=(0, 1)), in_dims=(None, 0, None))

    def run():
        weight_sums, input_sums = [0.0] * 3, [0.0] * 3
        for start in range(0, part, chunk):
            for c in range(widths[-1]):
                by_weights, by_inputs = gradients(layers, inputs[start : start + chunk], c)
                for k in range(3):
                    for pair in by_weights:
                        weight_sums[k] += sum(float((part ** (2 * k + 2)).sum()) for part in pair)
                    input_sums[k] += float((by_inputs ** (2 * k + 2)).sum())
        if part < len(inputs):
            return {}
        return {
            "gW": [(weight_sums[k] / len(inputs)) ** (1 / (2 * k + 2)) for k in range(3)],
            "gx": [(input_sums[k] / len(inputs)) ** (1 / (2 * k + 2)) for k in range(3)],
        }

    return Work(run, share=part / len(inputs) if part < len(inputs) else None)


@job("authors", *ROWS)
def with_loops(context, name):
    """A loop over samples and outputs with torch.autograd.grad, as published experiments do it."""
    import torch

    from training import torch_model

    net, widths, _, inputs, flat = parts(context, name)
    model = torch_model(context, {"init": f"{net}_trained"}, net)
    inputs = torch.tensor(inputs)
    part = len(inputs) if net == "w1" else 50

    def run():
        weight_sums, input_sums = [0.0] * 3, [0.0] * 3
        for i in range(part):
            x = inputs[i : i + 1].clone().requires_grad_(True)
            outputs = model(x)
            for c in range(widths[-1]):
                gradients = torch.autograd.grad(outputs[0, c], [*model.parameters(), x], retain_graph=True)
                for k in range(3):
                    weight_sums[k] += sum(float((g ** (2 * k + 2)).sum()) for g in gradients[:-1])
                    input_sums[k] += float((gradients[-1] ** (2 * k + 2)).sum())
        if part < len(inputs):
            return {}
        return {
            "gW": [(weight_sums[k] / part) ** (1 / (2 * k + 2)) for k in range(3)],
            "gx": [(input_sums[k] / part) ** (1 / (2 * k + 2)) for k in range(3)],
        }

    return Work(run, share=part / len(inputs) if part < len(inputs) else None)
