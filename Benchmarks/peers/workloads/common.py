"""Arrays, networks and the table of jobs that the rooms fill."""

import functools
import json
import os
from dataclasses import dataclass
from typing import Callable, Optional

import numpy as np

TYPES = {"f64": "<f8", "u16": "<u2", "u8": "u1"}


class Context:
    """What a side was started with, and the arrays of the folder."""

    def __init__(self, folder, engine, precision, threads):
        self.folder, self.engine, self.threads = folder, engine, threads
        self.dtype = np.float64 if precision == "double" else np.float32
        with open(os.path.join(folder, "workloads.json")) as file:
            self.plan = json.load(file)

    @functools.lru_cache(maxsize=None)
    def load(self, name, kind="f64"):
        """One array, flat."""
        array = np.fromfile(os.path.join(self.folder, f"{name}.{kind}"), dtype=TYPES[kind])
        return array.astype(self.dtype) if kind == "f64" else array

    def net(self, name):
        """Widths and activation."""
        net = self.plan["nets"][name]
        return net["sizes"], net["act"]

    def data(self, name):
        """Inputs and targets of a network, one sample a row."""
        if name == "w2":
            inputs = (self.load("w2_X_u8", "u8").astype(np.float64) / 255).astype(self.dtype).reshape(-1, 784)
            return inputs, np.eye(2, dtype=self.dtype)[self.load("w2_label_u8", "u8").astype(int)]
        stem = "w1" if name.startswith("w1") else name
        widths, _ = self.net(name)
        return self.load(f"{stem}_X").reshape(-1, widths[0]), self.load(f"{stem}_y").reshape(-1, 1)

    def batches(self, training):
        """steps × B sample indices: consecutive slices of the orders."""
        order = self.load(training["perm"], "u16").astype(np.int32)
        return order[: training["steps"] * training["B"]].reshape(training["steps"], training["B"])


@dataclass
class Work:
    """Something to time: `run` gives results; `warm`, if there is one, compiles without doing all of it."""

    run: Callable
    warm: Optional[Callable] = None
    share: Optional[float] = None


JOBS = {}


def job(engine, *names):
    """Registers a function (context, name) → Work for rows."""

    def register(function):
        for name in names:
            JOBS[engine, name] = function
        return function

    return register


def prepare(context, name):
    """The work of a row, or None where this engine has none."""
    function = JOBS.get((context.engine, name))
    return function(context, name) if function else None


def unflatten(flat, widths):
    """[(W [out, in], b)] as views of the flat parameters, in PyTorch's order; any array library's."""
    layers, offset = [], 0
    for inputs, outputs in zip(widths, widths[1:]):
        weights = flat[offset : offset + inputs * outputs].reshape(outputs, inputs)
        offset += inputs * outputs
        layers.append((weights, flat[offset : offset + outputs]))
        offset += outputs
    return layers


def flatten(layers):
    """The flat NumPy parameters of layers."""
    return np.concatenate([np.asarray(part, dtype=np.float64).ravel() for layer in layers for part in layer])


def loss_and_norm(context, name, flat, steps):
    """What trainings are compared by: the loss over all data, and ‖W‖."""
    widths, activation = context.net(name)
    inputs, targets = (array.astype(np.float64) for array in context.data(name))
    flat = np.asarray(flat, dtype=np.float64)
    hidden, layers = inputs, unflatten(flat, widths)
    for depth, (weights, bias) in enumerate(layers):
        hidden = hidden @ weights.T + bias
        if depth + 1 < len(layers):
            hidden = np.tanh(hidden) if activation == "tanh" else np.maximum(hidden, 0)
    return {"steps": steps, "loss": np.mean((hidden - targets) ** 2), "w_norm": np.linalg.norm(flat)}


def plain(values):
    """Results as lists of floats."""
    return {name: [float(x) for x in np.atleast_1d(np.asarray(value))] for name, value in values.items()}


def set_up(context):
    """Threads and precision of the libraries, before a room uses them."""
    if context.engine in ("jax", "vmap"):
        import jax

        jax.config.update("jax_enable_x64", context.dtype == np.float64)
    elif context.engine != "numpy":
        import torch

        torch.set_num_threads(context.threads)
        torch.set_default_dtype(torch.float64 if context.dtype == np.float64 else torch.float32)
