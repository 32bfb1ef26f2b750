"""Trains networks in PyTorch and writes what Flatbook should find in them.

    python Scripts/pytorch-reference.py FOLDER [--small]

For every case FOLDER gets CASE.safetensors (the weights under PyTorch's names), CASE.inputs.npy, CASE.targets.npy, and
one expected.json holds the numbers that PyTorch's automatic differentiation gives, all in double precision: loss,
gradient, sharpness, trace and Frobenius norm of the Gauss-Newton Hessian, the largest eigenvalue of the full Hessian,
non-uniformity, gradient moments. --small leaves out the VGG-type network.

Needs torch, numpy and safetensors. Nothing here calls Flatbook, and nothing is computed from a factored form.
"""

import argparse
import json
import math
import pathlib

import numpy
import torch
from safetensors.torch import save_file
from torch import nn

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)


# The learning rate of the steps that are compared.
STEP_RATE = 0.01


def smooth_targets(inputs, outputs, generator):
    """A smooth function of the flattened inputs, one column per output."""
    flat = inputs.reshape(len(inputs), -1)
    directions = torch.randn(flat.shape[1], outputs, generator=generator) / math.sqrt(flat.shape[1])
    return torch.sin(2 * flat @ directions) + 0.3 * torch.cos(flat @ directions.flip(1))


def dense(activation):
    return nn.Sequential(
        nn.Linear(8, 16), activation(), nn.Linear(16, 12), activation(), nn.Linear(12, 3))


def convolutional():
    return nn.Sequential(
        nn.Conv2d(2, 4, 3, padding=1), nn.Tanh(), nn.MaxPool2d(2),
        nn.Conv2d(4, 6, (3, 2), stride=(1, 2)), nn.ReLU(), nn.AvgPool2d(2, stride=1), nn.Flatten(),
        nn.Linear(6, 2))


def vgg():
    """The VGG-type network of Ma and Ying's code: 16, M, 16, M, 32, M, 64, M, 64, M, then dense 64-128-2."""
    layers, channels = [], 3
    for width in (16, 16, 32, 64, 64):
        layers += [nn.Conv2d(channels, width, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)]
        channels = width
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(64, 128), nn.ReLU(),
                         nn.Linear(128, 2))


CASES = {
    "dense-tanh": dict(make=lambda: dense(nn.Tanh), shape=(8,), samples=12, outputs=3, steps=300, rate=0.1, hessian=True),
    "dense-relu": dict(make=lambda: dense(nn.ReLU), shape=(8,), samples=12, outputs=3, steps=300, rate=0.1, hessian=True),
    "convolutional": dict(make=convolutional, shape=(2, 8, 8), samples=8, outputs=2, steps=60, rate=0.1, hessian=True),
    "vgg": dict(make=vgg, shape=(3, 32, 32), samples=6, outputs=2, steps=100, rate=0.05, hessian=False),
}


def flat_gradient(value, parameters, retain=True):
    return torch.cat([g.reshape(-1) for g in torch.autograd.grad(value, parameters, retain_graph=retain)])


def reference(name, case):
    generator = torch.Generator().manual_seed(sum(map(ord, name)))
    torch.manual_seed(sum(map(ord, name)))
    inputs = torch.randn(case["samples"], *case["shape"], generator=generator)
    targets = smooth_targets(inputs, case["outputs"], generator)
    model = case["make"]()
    optimizer = torch.optim.SGD(model.parameters(), lr=case["rate"])
    for _ in range(case["steps"]):
        batch = torch.randperm(len(inputs), generator=generator)[: max(2, len(inputs) // 2)]
        optimizer.zero_grad()
        nn.functional.mse_loss(model(inputs[batch]), targets[batch]).backward()
        optimizer.step()

    n, outputs = targets.shape
    parameters = list(model.parameters())
    leaf = inputs.clone().requires_grad_(True)
    values = model(leaf)
    loss = ((values - targets) ** 2).sum() / (2 * n)
    gradient = flat_gradient(loss, parameters)
    rows, input_rows = [], []
    for i in range(n):
        for c in range(outputs):
            rows.append(flat_gradient(values[i, c], parameters))
            input_rows.append(torch.autograd.grad(values[i, c], leaf, retain_graph=True)[0][i].reshape(-1))
    jacobian, input_jacobian = torch.stack(rows), torch.stack(input_rows)
    eigenvalues = torch.linalg.eigvalsh(jacobian @ jacobian.T / n)
    moments = lambda matrix: {
        str(2 * k): ((matrix.abs() ** (2 * k)).sum().item() / n) ** (1 / (2 * k)) for k in (1, 2, 3)}
    expected = dict(
        sampleCount=n, outputDimension=outputs, inputShape=list(case["shape"]), parameterCount=len(gradient),
        outputs=values.detach().tolist(), loss=loss.item(),
        meanSquaredError=nn.functional.mse_loss(values, targets).item(),
        gradient=gradient.tolist() if case["hessian"] else None,
        gradientNorm=float(gradient.norm()),
        sharpness=float(eigenvalues[-1]), trace=float(eigenvalues.sum()),
        frobeniusNorm=float((eigenvalues**2).sum().sqrt()),
        parameterGradientMoments=moments(jacobian), inputGradientMoments=moments(input_jacobian))
    if case["hessian"]:
        # What one step of SGD over all samples does to the parameters, with either reduction of MSELoss.
        for reduction in ("mean", "sum"):
            value = nn.functional.mse_loss(model(inputs), targets, reduction=reduction)
            step = -STEP_RATE * flat_gradient(value, parameters)
            expected[f"{reduction}Step"] = step.tolist()
        expected["stepRate"] = STEP_RATE
        gradients = torch.autograd.grad(loss, parameters, create_graph=True)
        flat = torch.cat([g.reshape(-1) for g in gradients])
        hessian = torch.stack([flat_gradient(entry, parameters) for entry in flat])
        full = torch.linalg.eigvalsh((hessian + hessian.T) / 2)
        expected["hessianLargest"], expected["hessianSmallest"] = float(full[-1]), float(full[0])
        expected["hessianTrace"] = float(full.sum())
        samples = [jacobian[i * outputs:(i + 1) * outputs] for i in range(n)]
        mean = jacobian.T @ jacobian / n
        variance = sum(s.T @ (s @ s.T) @ s for s in samples) / n - mean @ mean
        expected["nonuniformity"] = math.sqrt(max(0.0, float(torch.linalg.eigvalsh(variance)[-1])))
    return model, inputs, targets, expected


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folder", type=pathlib.Path)
    arguments.add_argument("--small", action="store_true")
    options = arguments.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    everything = {}
    for name, case in CASES.items():
        if options.small and not case["hessian"]:
            continue
        model, inputs, targets, expected = reference(name, case)
        save_file(model.state_dict(), str(options.folder / f"{name}.safetensors"))
        numpy.save(options.folder / f"{name}.inputs.npy", inputs.reshape(len(inputs), -1).numpy())
        numpy.save(options.folder / f"{name}.targets.npy", targets.numpy())
        everything[name] = expected
        print(f"{name}: loss {expected['loss']:.3e}, sharpness {expected['sharpness']:.6f}")
    versions = dict(torch=torch.__version__.split("+")[0], numpy=numpy.__version__)
    document = dict(versions=versions, cases=everything)
    (options.folder / "expected.json").write_text(json.dumps(document) + "\n")


main()
