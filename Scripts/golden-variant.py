#!/usr/bin/env python3
"""Writes a file of golden cases with other numbers, for the golden tests of Tests/FlatMinimaTests/Golden.

    golden-variant.py --seed 3 --output other.json     other weights, data, shapes, batch sizes and orders
    golden-variant.py --check golden.json              computes the expected values of a file again and compares

Needs Python 3.9 and NumPy. Nothing here calls the library: every expected value is computed the plain way, so that
agreement says something. First derivatives are complex steps, second ones hyper-dual numbers, Hessians dense; batches
are listed one by one and T_k is a sum of Kronecker powers; thresholds are bisected; suprema are searched from many
starts. That is slow and only good for small problems, which the cases are.

The bundled file is the template: every field that it has is computed, and its keys say which orders, batch sizes and
ways of sampling are asked for. Draws that are nearly degenerate (a unit near its kink, a gradient near zero, two maxima
of nearly the same height) are drawn again.
"""

import argparse
import copy
import itertools
import json
import math
import pathlib
import re
import sys

import numpy as np

TEMPLATE = pathlib.Path(__file__).resolve().parent.parent / "Tests/FlatMinimaTests/Golden/golden.json"


class Redraw(Exception):
    """The numbers drawn are nearly degenerate."""


drawing = False


def require(condition):
    """Asks for another draw unless a condition holds; a file that is only checked is taken as it is."""
    if drawing and not condition:
        raise Redraw


# Dense networks


class Net:
    """A fully connected network, its parameters in the order W1 row by row, b1, W2, b2, …"""

    def __init__(self, net, activation=None):
        self.activation = activation or net["activation"]
        self.shapes = []
        parameters = []
        for layer in net["layers"]:
            weights = np.array(layer["W"], float)
            bias = layer.get("b")
            self.shapes.append((weights.shape, bias is not None))
            parameters.extend(weights.ravel())
            if bias is not None:
                parameters.extend(np.array(bias, float))
        self.parameters = np.array(parameters)
        self.first_weights = np.array(net["layers"][0]["W"], float)

    def outputs(self, parameters, x, with_first=False):
        """f(x) for parameters and inputs that may be complex; with the pre-activations of the first layer if asked."""
        h = np.asarray(x)
        at = 0
        for number, ((rows, columns), has_bias) in enumerate(self.shapes):
            z = parameters[at : at + rows * columns].reshape(rows, columns) @ h
            at += rows * columns
            if has_bias:
                z = z + parameters[at : at + rows]
                at += rows
            h = self.apply(z) if number + 1 < len(self.shapes) else z
        return h

    def from_first(self, z):
        """The outputs as a function of the first layer's pre-activations."""
        (rows, columns), has_bias = self.shapes[0]
        at = rows * columns + (rows if has_bias else 0)
        h = self.apply(z) if len(self.shapes) > 1 else z
        for number, ((rows, columns), has_bias) in enumerate(self.shapes[1:], 1):
            z = self.parameters[at : at + rows * columns].reshape(rows, columns) @ h
            at += rows * columns
            if has_bias:
                z = z + self.parameters[at : at + rows]
                at += rows
            h = self.apply(z) if number + 1 < len(self.shapes) else z
        return h

    def apply(self, z):
        return np.tanh(z) if self.activation == "tanh" else np.where(z.real > 0, z, 0 * z)

    def first_preactivations(self, x):
        (rows, columns), has_bias = self.shapes[0]
        bias = self.parameters[rows * columns : rows * columns + rows] if has_bias else 0
        return self.parameters[: rows * columns].reshape(rows, columns) @ x + bias

    def preactivations(self, x):
        """All pre-activations of hidden units, for the distance to kinks."""
        values, h, at = [], np.asarray(x, float), 0
        for (rows, columns), has_bias in self.shapes[:-1]:
            z = self.parameters[at : at + rows * columns].reshape(rows, columns) @ h
            at += rows * columns
            if has_bias:
                z = z + self.parameters[at : at + rows]
                at += rows
            values.extend(z)
            h = self.apply(z)
        return np.array(values)

    def parameter_jacobian(self, x):
        return complex_step(lambda w: self.outputs(w, x), self.parameters)

    def input_jacobian(self, x):
        return complex_step(lambda t: self.outputs(self.parameters.astype(complex), t), np.asarray(x, float))

    def first_deltas(self, x):
        return complex_step(self.from_first, self.first_preactivations(x))

    def output_hessians(self, x):
        """∇² f_c(x) by the parameters, C × P × P, by hyper-dual numbers: exact to rounding."""
        count = len(self.parameters)
        first, second = np.triu_indices(count)
        pairs = len(first)
        # (value, ε₁, ε₂, ε₁ε₂) of every parameter, for every pair of directions at once.
        w = np.zeros((4, count, pairs))
        w[0] = self.parameters[:, None]
        w[1, first, np.arange(pairs)] = 1
        w[2, second, np.arange(pairs)] = 1
        h = np.zeros((4, len(x), pairs))
        h[0] = np.asarray(x, float)[:, None]
        at = 0
        for number, ((rows, columns), has_bias) in enumerate(self.shapes):
            weights = w[:, at : at + rows * columns].reshape(4, rows, columns, pairs)
            at += rows * columns
            z = np.zeros((4, rows, pairs))
            for i, j, k in [
                (0, 0, 0), (0, 1, 1), (1, 0, 1), (0, 2, 2), (2, 0, 2), (0, 3, 3), (3, 0, 3), (1, 2, 3), (2, 1, 3),
            ]:
                z[k] += np.einsum("abp,bp->ap", weights[i], h[j])
            if has_bias:
                z += w[:, at : at + rows]
                at += rows
            if number + 1 < len(self.shapes):
                if self.activation == "tanh":
                    value = np.tanh(z[0])
                    slope, bend = 1 - value**2, -2 * value * (1 - value**2)
                else:
                    value, slope, bend = np.maximum(z[0], 0), (z[0] > 0) * 1.0, 0 * z[0]
                h = np.array([value, slope * z[1], slope * z[2], slope * z[3] + bend * z[1] * z[2]])
            else:
                h = z
        hessians = np.zeros((h.shape[1], count, count))
        hessians[:, first, second] = h[3]
        hessians[:, second, first] = h[3]
        return hessians


def complex_step(function, point):
    """The Jacobian of a real-analytic function, one row per output."""
    columns = []
    for j in range(point.size):
        moved = point.astype(complex)
        moved.flat[j] += 1e-30j
        columns.append(function(moved).imag / 1e-30)
    return np.array(columns).T


def runge(x):
    return 1 / (1 + 25 * np.asarray(x) ** 2)


def case_of(file, name):
    return next(case for case in file["cases"] if case["id"] == name)


def network_of(inputs, file, activation=None):
    """The network and the data of a case, or of the case it uses."""
    if "uses" in inputs:
        inputs = case_of(file, inputs["uses"])["inputs"]
    return Net(inputs["net"], activation), np.array(inputs["X"], float), np.array(inputs["Y"], float)


def jacobians(net, inputs):
    return np.array([net.parameter_jacobian(x) for x in inputs])


# Norms


def power_sum(gradients, p):
    return float(np.sum(np.abs(gradients) ** p))


def moment(gradients, n, p):
    """((1/n) Σ ‖·‖_p^p)^{1/p}"""
    return (power_sum(gradients, p) / n) ** (1 / p)


def vector_norm(v, p):
    v = np.abs(np.asarray(v, float))
    return float(v.max() if math.isinf(p) else np.sum(v**p) ** (1 / p))


def maximize(function, starts, seed=0):
    """The largest value of a smooth function of the rows of a matrix: pattern search from all starts at once."""
    rng = np.random.default_rng(seed)
    points = starts / np.linalg.norm(starts, axis=1, keepdims=True)
    values = function(points)
    steps = np.full(len(points), 0.3)
    dimension = points.shape[1]
    for round_ in range(2000):
        directions = np.linalg.qr(rng.standard_normal((dimension, dimension)))[0]
        improved = np.zeros(len(points), bool)
        for direction in np.concatenate([directions, -directions]):
            candidates = points + steps[:, None] * direction
            found = function(candidates)
            better = found > values
            points[better], values[better] = candidates[better], found[better]
            improved |= better
        points /= np.linalg.norm(points, axis=1, keepdims=True)
        steps = np.where(improved, steps * 1.2, steps / 2)
        if round_ == 60:  # The best starts are enough for the rest.
            best = np.argsort(-values)[:8]
            points, values, steps = points[best], values[best], steps[best]
        if steps.max() < 1e-9:
            break
    return float(values.max())


def operator_norm(a, p, seed=0):
    """‖A‖ from l_p to l_p."""
    a = np.array(a, float)
    if p == 2:
        return float(np.sqrt(np.linalg.eigvalsh(a.T @ a)[-1]))
    if p == 1:
        return float(np.abs(a).sum(axis=0).max())
    if math.isinf(p):
        return float(np.abs(a).sum(axis=1).max())
    if a.shape[1] == 1:
        return vector_norm(a[:, 0], p)
    scale = np.abs(a).max()
    a = a / scale

    def quotient(x):
        return np.sum(np.abs(x @ a.T) ** p, axis=1) ** (1 / p) / np.sum(np.abs(x) ** p, axis=1) ** (1 / p)

    rng = np.random.default_rng(seed)
    starts = np.concatenate([rng.standard_normal((400, a.shape[1])), np.eye(a.shape[1])])
    return scale * maximize(quotient, starts, seed)


# Batches and moments


def scheme_of(key):
    """`with_B2`, `without_B3_k4` → (with replacement?, batch size)"""
    found = re.match(r"(with|without)_B(\d+)", key)
    return found[1] == "with", int(found[2])


def batches(n, size, with_replacement):
    """All distinct batches with their probabilities."""
    if not with_replacement:
        chosen = list(itertools.combinations(range(n), size))
        return [(batch, 1 / len(chosen)) for batch in chosen]
    result = []
    for batch in itertools.combinations_with_replacement(range(n), size):
        orders = math.factorial(size)
        for i in set(batch):
            orders //= math.factorial(batch.count(i))
        result.append((batch, orders / n**size))
    return result


def mixing_weight(n, size, with_replacement):
    if n == 1:
        return 1.0
    return 1 / size if with_replacement else (n - size) / (size * (n - 1))


def in_span(j):
    """The Jacobians, n × C × P, in orthonormal coordinates of the space that their rows span."""
    flat = j.reshape(-1, j.shape[-1])
    _, s, v = np.linalg.svd(flat, full_matrices=False)
    require(not np.any((s < 1e-4 * s[0]) & (s > 1e-12 * s[0])))
    basis = v[s > 1e-12 * s[0]]
    return j @ basis.T


def sample_hessians(j):
    return np.einsum("ica,icb->iab", j, j)


def batch_hessians(hessians, size, with_replacement):
    return [
        (sum(hessians[i] for i in batch) / size, probability)
        for batch, probability in batches(len(hessians), size, with_replacement)
    ]


def symmetric_basis(r, k):
    """An orthonormal basis of the symmetric tensors of order k over R^r, as rows of length r^k."""
    rows = []
    for indices in itertools.combinations_with_replacement(range(r), k):
        row = np.zeros(r**k)
        for permuted in set(itertools.permutations(indices)):
            row[sum(index * r ** (k - 1 - place) for place, index in enumerate(permuted))] = 1
        rows.append(row / np.linalg.norm(row))
    return np.array(rows)


class MomentMap:
    """T_k = E[(I − ηH_b) ⊗ … ⊗ (I − ηH_b)] on symmetric tensors, as a dense matrix."""

    def __init__(self, drawn, k):
        self.drawn, self.k = drawn, k
        self.r = drawn[0][0].shape[0]
        self.basis = symmetric_basis(self.r, k)

    def spectrum(self, eta):
        total = np.zeros((len(self.basis), len(self.basis)))
        for hessian, probability in self.drawn:
            factor = np.eye(self.r) - eta * hessian
            # The Kronecker power applied to the basis, one factor of the tensor at a time.
            image = self.basis.reshape((len(self.basis),) + (self.r,) * self.k)
            for axis in range(1, self.k + 1):
                image = np.moveaxis(np.tensordot(image, factor, axes=(axis, 0)), -1, axis)
            total += probability * self.basis @ image.reshape(len(self.basis), -1).T
        return np.linalg.eigvalsh((total + total.T) / 2)

    def radius(self, eta):
        return float(np.abs(self.spectrum(eta)).max())

    def threshold(self):
        mean = sum(probability * hessian for hessian, probability in self.drawn)
        low = 2 / max(np.linalg.eigvalsh(hessian)[-1] for hessian, _ in self.drawn)
        high = 2 / np.linalg.eigvalsh(mean)[-1]
        if high - low < 1e-12 * high:
            return float(high)
        return bisect(lambda eta: self.radius(eta) <= 1, low, high)


def bisect(holds, low, high):
    """The end of an interval that starts at `low`."""
    if holds(high):
        return float(high)
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return float((low + high) / 2)


def threshold_of(j, key, k=2):
    with_replacement, size = scheme_of(key)
    return MomentMap(batch_hessians(sample_hessians(in_span(j)), size, with_replacement), k).threshold()


def curvature_of(j):
    n = len(j)
    hessians = sample_hessians(j)
    mean = hessians.mean(axis=0)
    values = np.linalg.eigvalsh(mean)[::-1]
    variance = np.einsum("iab,ibc->ac", hessians, hessians) / n - mean @ mean
    return {
        "trace": float(np.trace(mean)),
        "lambda_max": float(values[0]),
        "frobenius": float(np.linalg.norm(mean)),
        "eigs_nonzero": [float(v) for v in values if v > 1e-11 * values[0]],
    }, float(math.sqrt(np.linalg.eigvalsh(variance)[-1]))


# Expected values, case by case: inputs and the fields wanted → expected


def orders(fields):
    return sorted((key for key in fields if re.fullmatch(r"\d+", key)), key=int)


def network_case(inputs, fields, file):
    net, x, y = network_of(inputs, file)
    n, c = y.shape
    outputs = np.array([net.outputs(net.parameters, sample) for sample in x])
    residuals = outputs - y
    j = jacobians(net, x)
    xj = np.array([net.input_jacobian(sample) for sample in x])
    deltas = np.array([net.first_deltas(sample) for sample in x])
    measures, nonuniformity = curvature_of(j)
    flat = j.reshape(n * c, -1)
    full = np.zeros((flat.shape[1], flat.shape[1]))
    for i in range(n):
        full += (j[i].T @ j[i] + np.tensordot(residuals[i], net.output_hessians(x[i]), axes=1)) / n
    spectrum = np.linalg.eigvalsh(full)
    m, d = net.first_weights.shape
    bias = net.shapes[0][1]
    layer1 = j[:, :, : m * d]
    layer1_bias = j[:, :, : m * d + (m if bias else 0)]
    result = {
        "outputs": outputs.tolist(),
        "loss_theory": float(np.sum(residuals**2) / (2 * n)),
        "loss_torch_mse": float(np.sum(residuals**2) / (n * c)),
        "grad": (np.einsum("ic,icp->p", residuals, j) / n).tolist(),
        "param_jacobian": j.tolist(),
        "input_jacobian": xj.tolist(),
        "first_layer_deltas": deltas.tolist(),
        "gram_over_n": (flat @ flat.T / n).tolist(),
        "hess_gn": measures,
        "hess_full": {
            "trace": float(np.trace(full)),
            "lambda_max": float(spectrum[-1]),
            "lambda_min": float(spectrum[0]),
            "frobenius": float(np.linalg.norm(full)),
        },
        "nonuniformity": nonuniformity,
        "g_W_all": {p: moment(j, n, int(p)) for p in orders(fields["g_W_all"])},
        "g_W_layer1_weights": {p: moment(layer1, n, int(p)) for p in orders(fields["g_W_layer1_weights"])},
        "g_W_layer1_weights_and_bias": {
            p: moment(layer1_bias, n, int(p)) for p in orders(fields["g_W_layer1_weights_and_bias"])
        },
        "g_x": {p: moment(xj, n, int(p)) for p in orders(fields["g_x"])},
        "sobolev_bound": {},
        "coordinate_moments_layer1": {
            p: (np.sum(layer1 ** int(p), axis=(0, 1)) / n).reshape(m, d).tolist()
            for p in orders(fields["coordinate_moments_layer1"])
        },
    }
    for key in orders(fields["sobolev_bound"]):
        p = int(key)
        norm = operator_norm(net.first_weights.T, p)
        smallest = min(vector_norm(sample, p) for sample in x)
        result["sobolev_bound"][key] = {
            "W1T_opnorm": norm,
            "min_x_norm": smallest,
            "lhs_g_x": moment(xj, n, p),
            "rhs_weights": norm / smallest * moment(layer1, n, p),
            "rhs_weights_and_bias": norm / (1 + smallest**p) ** (1 / p) * moment(layer1_bias, n, p),
        }
    return result


def convolution(x, weights, bias, padding, stride):
    """Correlation of one input, channels × rows × columns, position by position."""
    x = np.pad(x, ((0, 0), (padding, padding), (padding, padding)))
    o, _, kh, kw = weights.shape
    rows, columns = (x.shape[1] - kh) // stride + 1, (x.shape[2] - kw) // stride + 1
    z = np.zeros((o, rows, columns), complex if np.iscomplexobj(x) or np.iscomplexobj(weights) else float)
    for a in range(o):
        for i in range(rows):
            for k in range(columns):
                patch = x[:, i * stride : i * stride + kh, k * stride : k * stride + kw]
                z[a, i, k] = np.sum(weights[a] * patch) + (bias[a] if bias is not None else 0)
    return z


def convolution_case(inputs, fields, file):
    w = np.array(inputs["conv_W"], float)
    b, fw, fb = (np.array(inputs[name], float) for name in ("conv_b", "fc_W", "fc_b"))
    x, y = np.array(inputs["X"], float), np.array(inputs["Y"], float)
    padding, stride = inputs["padding"], inputs["stride"]
    activation = (lambda z: np.tanh(z)) if inputs["activation"] == "tanh" else (lambda z: np.where(z.real > 0, z, 0 * z))
    ends = np.cumsum([w.size, b.size, fw.size, fb.size])
    parameters = np.concatenate([w.ravel(), b, fw.ravel(), fb])

    def outputs(theta, sample):
        z = convolution(sample, theta[: ends[0]].reshape(w.shape), theta[ends[0] : ends[1]], padding, stride)
        return theta[ends[1] : ends[2]].reshape(fw.shape) @ activation(z).ravel() + theta[ends[2] :]

    n = len(x)
    f = np.array([outputs(parameters, sample) for sample in x])
    j = np.array([complex_step(lambda t: outputs(t, sample), parameters) for sample in x])
    xj = np.array([complex_step(lambda t: outputs(parameters.astype(complex), t), sample) for sample in x])
    measures, nonuniformity = curvature_of(j)
    # The convolution as a dense matrix, column by column.
    columns = []
    for place in range(x[0].size):
        unit = np.zeros(x[0].size)
        unit[place] = 1
        columns.append(convolution(unit.reshape(x[0].shape), w, None, padding, stride).ravel())
    norm = operator_norm(np.array(columns).T, 2)
    bound = []
    _, _, kh, kw = w.shape
    for i, sample in enumerate(x):
        padded = np.pad(sample, ((0, 0), (padding, padding), (padding, padding)))
        patches = np.array([
            padded[:, a : a + kh, c : c + kw].ravel()
            for a in range(0, padded.shape[1] - kh + 1, stride)
            for c in range(0, padded.shape[2] - kw + 1, stride)
        ]).T
        require(patches.shape[1] <= patches.shape[0])
        smallest = np.linalg.svd(patches, compute_uv=False)[-1]
        require(smallest > 0.05)
        bound.append({
            "sample": i,
            "norm_gx": float(np.linalg.norm(xj[i])),
            "bound": float(norm / smallest * np.linalg.norm(j[i][:, : ends[0]])),
            "sigma_min_patches": float(smallest),
        })
    return {
        "outputs": f.tolist(),
        "loss_theory": float(np.sum((f - y) ** 2) / (2 * n)),
        "param_jacobian": j.tolist(),
        "input_jacobian": xj.tolist(),
        "hess_gn": {name: measures[name] for name in fields["hess_gn"]},
        "nonuniformity": nonuniformity,
        "g_W_all": {p: moment(j, n, int(p)) for p in orders(fields["g_W_all"])},
        "g_x": {p: moment(xj, n, int(p)) for p in orders(fields["g_x"])},
        "conv_operator_norm_2": norm,
        "patch_bound": bound,
    }


def counterexample_case(inputs, fields, file):
    w, x = inputs["w"], np.array(inputs["x"], float)

    def f(theta, t):
        return np.array([np.tanh(theta[0] * t[0]) - np.tanh(theta[0] * t[1])])

    by_weight = complex_step(lambda t: f(t, x), np.array([w], float))[0, 0]
    by_input = complex_step(lambda t: f(np.array([w]), t), x)[0]
    return {"grad_w": float(by_weight), "grad_x": by_input.tolist(), "norm_grad_x": float(np.linalg.norm(by_input))}


def operator_norm_case(inputs, fields, file):
    a, row = np.array(inputs["A"], float), np.array(inputs["row"], float)
    one, infinity = np.abs(a).sum(axis=0).max(), np.abs(a).sum(axis=1).max()
    result = {}
    for key in orders(fields):
        p = int(key)
        result[key] = {
            "value": operator_norm(a, p),
            "riesz_thorin_2_inf": float(operator_norm(a, 2) ** (2 / p) * infinity ** (1 - 2 / p)),
            "riesz_thorin_1_inf": float(one ** (1 / p) * infinity ** (1 - 1 / p)),
            "abs_matrix_norm": operator_norm(np.abs(a), p),
        }
    result["row_vector_dual"] = {
        key: vector_norm(row[0], int(key) / (int(key) - 1)) for key in orders(fields["row_vector_dual"])
    }
    return result


def batch_moment_case(inputs, fields, file):
    a, eta = np.array(inputs["a"], float), inputs["eta"]
    result = {}
    for key in fields:
        with_replacement, size = scheme_of(key)
        k = int(re.search(r"_k(\d+)$", key)[1])
        drawn = [(a[list(batch)].mean(), weight) for batch, weight in batches(len(a), size, with_replacement)]
        result[key] = {
            "Eh": float(sum(weight * h**k for h, weight in drawn)),
            "E1mh": float(sum(weight * (1 - eta * h) ** k for h, weight in drawn)),
            "lower": float(size ** (1 - k) * np.mean(a**k)),
        }
    return result


def explicit(gradients):
    """Explicit gradients, n × P, as Jacobians of one output."""
    return np.array(gradients, float)[:, None, :]


def threshold_case(inputs, fields, file):
    j = explicit(inputs["G"])
    n = len(j)
    measures, _ = curvature_of(j)
    hessians = sample_hessians(in_span(j))
    mean = hessians.mean(axis=0)
    thresholds = {}
    for key, wanted in fields["thresholds"].items():
        with_replacement, size = scheme_of(key)
        weight = mixing_weight(n, size, with_replacement)
        drawn = batch_hessians(hessians, size, with_replacement)
        entry = {}
        for field in wanted:
            if field == "p":
                entry[field] = float(weight)
            elif found := re.fullmatch(r"eta_star_(\d+)", field):
                entry[field] = MomentMap(drawn, int(found[1])).threshold()
            elif field == "lower_bound_all_k":
                entry[field] = float(2 / max(np.linalg.eigvalsh(h)[-1] for h, _ in drawn))
            elif field == "upper_trace_bound":
                entry[field] = float(
                    2 * np.trace(mean) / ((1 - weight) * np.sum(mean**2) + weight / n * np.sum(hessians**2)))
            elif found := re.fullmatch(r"rho_T(\d+)_at_eta_(.+)", field):
                entry[field] = MomentMap(drawn, int(found[1])).radius(float(found[2]))
            else:
                raise KeyError(f"G09.thresholds.{key}.{field}")
        thresholds[key] = entry
    r = len(mean)
    lyapunov = np.kron(mean, np.eye(r)) + np.kron(np.eye(r), mean)
    products = hessians.reshape(n, -1)
    reduced = products @ np.linalg.solve(lyapunov, products.T) / n
    return {
        "lambda_max_H": measures["lambda_max"],
        "gd_threshold": 2 / measures["lambda_max"],
        "thresholds": thresholds,
        "B1_reduced_matrix_N": reduced.tolist(),
        "B1_rho_N": float(np.abs(np.linalg.eigvals(reduced)).max()),
    }


def closed_form_case(inputs, fields, file):
    j = explicit(inputs["G"])
    n, size = len(j), inputs["B"]
    hessians = sample_hessians(j)
    mean = hessians.mean(axis=0)
    _, s = curvature_of(j)
    eta = threshold_of(j, f"without_B{size}")
    variance = np.einsum("iab,ibc->ac", hessians, hessians) / n - mean @ mean
    weight = mixing_weight(n, size, False)

    def one_step(rate):
        moved = np.eye(len(mean)) - rate * mean
        return np.linalg.eigvalsh((moved @ moved + rate**2 * weight * variance - np.eye(len(mean))) / rate)[-1] <= 0

    rectangle = {}
    jr = explicit(inputs["G_rect"])
    measures, sr = curvature_of(jr)
    for key in fields["rectangle"]:
        with_replacement, batch = scheme_of(key)
        p = mixing_weight(len(jr), batch, with_replacement)
        noise = 1 / (sr * math.sqrt(p)) if p > 0 else math.inf
        rectangle[key] = {
            "nonuniformity": sr,
            "rectangle_eta": min(noise, 2 / measures["lambda_max"]),
            "eta_star_2": threshold_of(jr, key),
        }
    return {
        "H": mean.tolist(),
        "eta_star_2": eta,
        "nonuniformity": s,
        "nonuniformity_times_eta_star": s * eta,
        "wu2018_sufficient_eta": bisect(one_step, 1e-9, 2 / np.linalg.eigvalsh(mean)[-1]),
        "rectangle": rectangle,
    }


def network_threshold_case(inputs, fields, file):
    net, x, y = network_of(inputs, file)
    j = jacobians(net, x)
    result = {"eta_star_2": {key: threshold_of(j, key) for key in fields["eta_star_2"]}}
    for key in fields:
        if found := re.fullmatch(r"torch_lr_threshold_(.+)", key):
            result[key] = threshold_of(j, found[1]) * y.shape[1] / 2
        elif key == "gd":
            result[key] = 2 / curvature_of(j)[0]["lambda_max"]
    return result


def odd_order_case(inputs, fields, file):
    x = np.array(inputs["eta_times_g_squared"], float)
    result = {}
    for key in fields:
        if found := re.fullmatch(r"T(\d+)", key):
            result[key] = float(np.mean((1 - x) ** int(found[1])))
        elif found := re.fullmatch(r"abs(\d+)", key):
            result[key] = float(np.mean(np.abs(1 - x) ** int(found[1])))
    # The first half of order 1 is the points themselves.
    given = fields["scalar_inequality"].get("1")
    points = np.array(given[: len(given) // 2] if given else [0, 0.5, 1, 2, 3], float)
    result["scalar_inequality"] = {
        key: (points ** int(key)).tolist() + (2 ** (int(key) - 1) * (1 + (points - 1) ** int(key))).tolist()
        for key in orders(fields["scalar_inequality"])
    }
    return result


def supremum_case(inputs, fields, file):
    g = np.array(inputs["G"], float)
    n = len(g)
    result = {}
    for key in orders(fields):
        p = int(key)

        def value(u):
            return np.sum((u @ g.T) ** p, axis=1) / n / np.sum(u**2, axis=1) ** (p / 2)

        rng = np.random.default_rng(0)
        # All local maxima: a plain search from many starts, each then polished by Newton's method.
        found = []
        for u in rng.standard_normal((200, g.shape[1])):
            u /= np.linalg.norm(u)
            for _ in range(3000):
                image = g.T @ (g @ u) ** (p - 1)
                image /= np.linalg.norm(image)
                if np.linalg.norm(image - u) < 1e-6:
                    break
                u = image
            for _ in range(8):
                h = g @ u
                level = np.sum(h**p)
                size = len(u)
                system = np.zeros((size + 1, size + 1))
                system[:size, :size] = (p - 1) * (g.T * h ** (p - 2)) @ g - level * np.eye(size)
                system[:size, size], system[size, :size] = -u, -u
                right = -np.concatenate([g.T @ h ** (p - 1) - level * u, [(1 - u @ u) / 2]])
                step = np.linalg.lstsq(system, right, rcond=None)[0]
                u = u + step[:size]
                u /= np.linalg.norm(u)
            u = u * np.sign(u[np.argmax(np.abs(u))])
            found.append((float(value(u[None])[0]), u))
        found.sort(key=lambda pair: -pair[0])
        best, u = found[0]
        searched = maximize(value, rng.standard_normal((200, g.shape[1])))
        assert abs(searched - best) < 1e-9 * best, "the two searches for the supremum disagree"
        for other, v in found:
            require(np.linalg.norm(u - v) < 1e-6 or other < 0.98 * best)
        require(np.abs(u).min() > 1e-3)
        result[key] = {
            "sup": best,
            "u": (u * np.sign(u[0])).tolist(),
            "max_coordinate": float((np.sum(g**p, axis=0) / n).max()),
        }
    return result


def right_hand_side_case(inputs, fields, file):
    values = []
    for case, wanted in zip(inputs["cases"], fields["values"]):
        k, size, eta, n = (case[name] for name in ("k", "B", "eta", "n"))
        p = mixing_weight(n, size, False)
        rhs = 2**k * size ** (k - 1) / eta**k
        if p >= 0.5:
            sharp = 4 / eta**2
        elif p >= 1 / (n + 1):
            sharp = 1 / (p * (1 - p) * eta**2)
        else:
            sharp = 4 * n / ((1 + p * (n - 1)) ** 2 * eta**2)
        entry = {
            **{name: case[name] for name in ("k", "B", "eta", "n")},
            "moment_rhs": rhs,
            "root": rhs ** (1 / (2 * k)),
            "p_without": p,
            "trace_bound": 2 / (p * eta),
            "schatten2_bound": 2 / (math.sqrt(p) * eta),
            "g4_bound": 4 / (p**2 * eta**2),
            "sharp_dir_k2": sharp,
        }
        for name in wanted:
            if name.startswith("layer1_gW_bound"):
                entry[name] = (inputs["m"] * inputs["d"] * rhs) ** (1 / (2 * k))
        values.append(entry)
    return {"values": values}


def sobolev_case(inputs, fields, file):
    net, x, y = network_of(inputs, file)
    xj = np.array([net.input_jacobian(sample) for sample in x])
    w = net.first_weights
    assert w.shape == (inputs["m"], inputs["d"]), "m and d are not the first layer's"
    values = []
    for given in fields["values"]:
        k, size, eta = given["k"], given["B"], given["eta"]
        rhs = 2**k * size ** (k - 1) / eta**k
        norm = operator_norm(w.T, 2 * k)
        smallest = min(vector_norm(sample, 2 * k) for sample in x)
        values.append({
            "k": k,
            "B": size,
            "eta": eta,
            "lhs": power_sum(xj, 2 * k) / len(x),
            "paper_form": (norm / smallest) ** (2 * k) * w.size * rhs,
            "bias_directional": float(np.sum(np.linalg.norm(w, axis=0) ** (2 * k))) * rhs,
            "bias_coordinate": norm ** (2 * k) * len(w) * rhs,
        })
    return {"values": values}


def bias_identity_case(inputs, fields, file):
    net, x, y = network_of(inputs, file)
    (m, d), _ = net.shapes[0]
    xj = np.array([net.input_jacobian(sample) for sample in x]).reshape(-1, d)
    bias = jacobians(net, x)[:, :, m * d : m * d + m].reshape(-1, m)
    return {"input_gram": (xj.T @ xj / len(x)).tolist(), "H_bb": (bias.T @ bias / len(x)).tolist()}


def three_term_case(inputs, fields, file):
    values = []
    for c in inputs["cases"]:
        p = 2 * c["k"]
        b = c["eps0"] + c["delta"] * (c["kappa"] * c["tau"] + c["M1"])
        s = c["kappa"] * c["delta"] * c["g_x"]
        missing = (2 * c["M0"]) ** p * c["missing"]
        sobolev, target = 2 ** (p - 1) * c["nu"] * s**p, 2 ** (p - 1) * b**p
        root = c["nu"] ** (1 / p) * s
        values.append({
            "sobolev_term": sobolev,
            "target_term": target,
            "missing_term": missing,
            "total_2k": sobolev + target + missing,
            "total_2k_minkowski": (root + b) ** p + missing,
            "total_mse": (root + b) ** 2 + (2 * c["M0"]) ** 2 * c["missing"],
        })
    return {"values": values}


def missing_mass_case(inputs, fields, file):
    x, t, delta = np.array(inputs["X"], float), np.array(inputs["T"], float), inputs["delta"]
    within = np.linalg.norm(x[:, None] - x[None], axis=2)
    np.fill_diagonal(within, math.inf)
    across = np.linalg.norm(t[:, None] - x[None], axis=2)
    require(np.abs(np.concatenate([within.min(axis=1), across.min(axis=1)]) - delta).min() > 1e-4)
    missing, trials = int(np.sum(across.min(axis=1) > delta)), len(t)
    result = {
        "cells_uniform_exact": [(1 - 1 / cells) ** n for cells, n in inputs["N_n"]],
        "exp_bound": [math.exp(-n / cells) for cells, n in inputs["N_n"]],
        "any_measure_bound": [cells / (n + 1) * (n / (n + 1)) ** n for cells, n in inputs["N_n"]],
        "N_cube_l2": [math.ceil(math.sqrt(d) / r) ** d for d, r in inputs["d_delta_cube"]],
        "N_cube_linf": [math.ceil(1 / r) ** d for d, r in inputs["d_delta_cube"]],
        "N_sphere": [(1 + 4 / r) ** d for d, r in inputs["d_delta_sphere"]],
        "good_turing_loo": float(np.mean(within.min(axis=1) > delta)),
        "holdout": missing / trials,
    }
    for key in fields:
        if found := re.fullmatch(r"holdout_clopper_pearson_(\d+)", key):
            level = 1 - int(found[1]) / 100
            # The largest probability at which so few successes are not rarer than the level.
            result[key] = 1.0 if missing == trials else bisect(
                lambda q: sum(math.comb(trials, s) * q**s * (1 - q) ** (trials - s) for s in range(missing + 1))
                >= level, 0, 1)
    return result


def test_inputs(text):
    if not isinstance(text, str):
        return np.array(text, float).reshape(-1)
    count, divisor, factor, shift = re.fullmatch(
        r"arange\((\d+)\)/([\d.]+)\*([\d.]+)-([\d.]+)", text.replace(" ", "")).groups()
    return np.arange(int(count)) / float(divisor) * float(factor) - float(shift)


def runge_case(inputs, fields, file):
    net, x, y = network_of(inputs, file)
    n = len(x)
    f = np.array([net.outputs(net.parameters, sample) for sample in x])
    j = jacobians(net, x)
    xj = np.array([net.input_jacobian(sample) for sample in x])
    measures, nonuniformity = curvature_of(j)
    points = test_inputs(inputs["test_X"])
    errors = [net.outputs(net.parameters, np.array([point]))[0] - runge(point) for point in points]
    result = {
        "y_train": runge(x[:, 0]).tolist(),
        "test_mse": float(np.mean(np.square(errors))),
        "train_mse": float(np.mean((f - y) ** 2)),
        "g_W_all": {p: moment(j, n, int(p)) for p in orders(fields["g_W_all"])},
        "g_x": {p: moment(xj, n, int(p)) for p in orders(fields["g_x"])},
        "hess_gn_trace": measures["trace"],
        "hess_gn_lambda_max": measures["lambda_max"],
        "nonuniformity": nonuniformity,
    }
    for key in fields:
        if found := re.fullmatch(r"eta_star_2_(.+)", key):
            result[key] = threshold_of(j, found[1])
        elif found := re.fullmatch(r"torch_lr_threshold_B(\d+)", key):
            result[key] = threshold_of(j, f"without_B{found[1]}") / 2
    return result


def heavy_ball_case(inputs, fields, file):
    j = in_span(explicit(inputs["G"]))
    hessians = sample_hessians(j)
    r = j.shape[2]
    top = np.linalg.eigvalsh(hessians.mean(axis=0))[-1]
    thresholds = {}
    for key in fields["eta_star"]:
        found = re.fullmatch(r"beta(.+)_B(\d+)", key)
        beta, size = float(found[1]), int(found[2])
        drawn = batch_hessians(hessians, size, False)

        def radius(eta):
            total = np.zeros((4 * r * r, 4 * r * r))
            for hessian, probability in drawn:
                step = np.block([
                    [(1 + beta) * np.eye(r) - eta * hessian, -beta * np.eye(r)], [np.eye(r), np.zeros((r, r))]])
                total += probability * np.kron(step, step)
            return float(np.abs(np.linalg.eigvals(total)).max())

        end = 2 * (1 + beta) / top
        # A scan upwards for the first crossing, then bisection; near the full batch it lies at the very end.
        stable = end * 1e-3
        thresholds[key] = end
        for eta in np.linspace(end * 1e-3, end, 120)[1:]:
            if radius(eta) > 1 + 1e-9:
                thresholds[key] = bisect(lambda rate: radius(rate) <= 1, stable, eta)
                break
            stable = eta
    return {"eta_star": thresholds, "gd": {beta: 2 * (1 + float(beta)) / top for beta in fields["gd"]}}


def attack_case(inputs, fields, file):
    net, x, y = network_of(inputs, file)
    eps = inputs["eps"]
    result = {}

    def loss(point, i):
        return float(np.sum((net.outputs(net.parameters, point) - y[i]) ** 2) / 2)

    def direction(point, i, norm):
        gradient = (net.outputs(net.parameters, point) - y[i]) @ net.input_jacobian(point)
        require(np.abs(gradient).min() > 1e-3)
        return np.sign(gradient) if norm == "linf" else gradient / np.linalg.norm(gradient)

    for key in fields:
        method, norm, sample = re.fullmatch(r"(fgsm|pgd)_(linf|l2)_(\d+)", key).groups()
        i = int(sample)
        point = x[i].copy()
        for _ in range(1 if method == "fgsm" else inputs["steps"]):
            point = point + (eps if method == "fgsm" else inputs["alpha"]) * direction(point, i, norm)
            offset = point - x[i]
            if norm == "linf":
                offset = np.clip(offset, -eps, eps)
            elif np.linalg.norm(offset) > eps:
                offset = offset * (eps / np.linalg.norm(offset))
            point = x[i] + offset
        result[key] = {"x_adv": point.tolist(), "loss": loss(point, i)}
    return result


def scale_case(inputs, fields, file):
    return {"eta_theory": [2 * rate / outputs for rate, outputs in inputs["cases"]]}


def residual_case(inputs, fields, file):
    result = {}
    for name, activation in (("residual_trace", None), ("relu_residual_trace", "relu")):
        net, x, y = network_of(inputs, file, activation)
        total, full = 0.0, 0.0
        for sample, target in zip(x, y):
            residual = net.outputs(net.parameters, sample) - target
            own = sum(r * np.trace(h) for r, h in zip(residual, net.output_hessians(sample))) / len(x)
            total += own
            full += own + np.sum(net.parameter_jacobian(sample) ** 2) / len(x)
        result[name] = float(total)
        if activation is None:
            result["full_trace"] = float(full)
    return result


def grid_case(inputs, fields, file):
    net, x, y = network_of(inputs, file)
    points = [np.array(point, float) for point in itertools.product(inputs["grid"], repeat=x.shape[1])]
    xj = np.array([net.input_jacobian(point) for point in points])
    return {"g_x": {p: moment(xj, len(points), int(p)) for p in orders(fields["g_x"])}}


EXPECTED = {
    "G01": network_case, "G02": network_case, "G03": network_case, "G04": network_case, "G05": convolution_case,
    "G06": counterexample_case, "G07": operator_norm_case, "G08": batch_moment_case, "G09": threshold_case,
    "G10": closed_form_case, "G11": network_threshold_case, "G12": network_threshold_case, "G13": odd_order_case,
    "G14": supremum_case, "G15": right_hand_side_case, "G16": sobolev_case, "G17": bias_identity_case,
    "G18": three_term_case, "G19": missing_mass_case, "G20": runge_case, "G21": heavy_ball_case, "G22": attack_case,
    "G23": scale_case, "G24": residual_case, "G25": grid_case,
}


# Drawing other inputs: each returns inputs and the fields wanted


def numbers(rng, *shape, scale=1.0, digits=3):
    return np.round(scale * rng.standard_normal(shape), digits).tolist()


def draw_network(rng, widths, activation):
    layers = []
    for a, b in zip(widths, widths[1:]):
        layers.append({
            "W": numbers(rng, b, a, scale=1.4 / math.sqrt(a)),
            "b": numbers(rng, b, scale=0.3),
        })
    return {"activation": activation, "layers": layers}


def choose_orders(rng):
    return [str(p) for p in ((2, 4, 6), (2, 4), (2, 4, 6, 8), (4, 6), (2, 6))[rng.integers(5)]]


def draw_data(rng, net, n, d, c, one_hot=False):
    x = numbers(rng, n, d)
    for sample in x:
        require(np.abs(sample).max() > 0.3)
        # Far from the kinks of the network with ReLU, which some cases put in its place.
        z = Net(net, "relu").preactivations(np.array(sample))
        require(np.abs(z).min() > 0.05)
    y = np.eye(c)[rng.integers(c, size=n)].astype(int).tolist() if one_hot else numbers(rng, n, c)
    return {"net": net, "X": x, "Y": y}


def with_orders(fields, names, wanted):
    fields = copy.deepcopy(fields)
    for name in names:
        template = next(iter(fields[name].values()))
        fields[name] = {p: template for p in wanted}
    return fields


MOMENTS = [
    "g_W_all", "g_W_layer1_weights", "g_W_layer1_weights_and_bias", "g_x", "sobolev_bound",
    "coordinate_moments_layer1",
]


def draw_dense(name, case, rng, file):
    wanted = choose_orders(rng)
    fields = with_orders(case["expected"], MOMENTS, wanted)
    d, n = int(rng.integers(2, 5)), int(rng.integers(3, 6))
    if name == "G01":
        inputs = draw_data(rng, draw_network(rng, [d, int(rng.integers(2, 6)), 1], "tanh"), n, d, 1)
        # G24 and others put ReLU in place of tanh; some unit must be on.
        require(np.abs(jacobians(Net(inputs["net"], "relu"), np.array(inputs["X"]))).max() > 0.1)
    elif name == "G02":
        inputs = copy.deepcopy(case_of(file, "G01")["inputs"])
        inputs["net"]["activation"] = "relu"
    elif name == "G03":
        hidden = [int(m) for m in rng.integers(2, 5, size=rng.integers(2, 4))]
        inputs = draw_data(rng, draw_network(rng, [d, *hidden, 1], "tanh"), n, d, 1)
    else:
        c = int(rng.integers(2, 4))
        inputs = draw_data(rng, draw_network(rng, [d, int(rng.integers(2, 5)), c], "tanh"), n, d, c, one_hot=True)
    in_span(jacobians(Net(inputs["net"]), np.array(inputs["X"])))
    return inputs, fields


def draw_convolution(name, case, rng, file):
    channels, side, kernel, padding, stride = [
        (1, 4, 3, 0, 1), (2, 3, 2, 0, 1), (1, 3, 3, 1, 2), (2, 4, 2, 0, 2), (3, 3, 2, 0, 1), (2, 3, 3, 1, 2),
    ][rng.integers(6)]
    o, n = int(rng.integers(1, 4)), int(rng.integers(2, 5))
    positions = ((side + 2 * padding - kernel) // stride + 1) ** 2
    inputs = dict(case["inputs"])
    inputs.update({
        "conv_W": numbers(rng, o, channels, kernel, kernel, scale=0.7),
        "conv_b": numbers(rng, o, scale=0.3),
        "fc_W": numbers(rng, 1, o * positions, scale=0.7),
        "fc_b": numbers(rng, 1, scale=0.3),
        "X": numbers(rng, n, channels, side, side),
        "Y": numbers(rng, n, 1),
        "padding": padding,
        "stride": stride,
    })
    return inputs, with_orders(case["expected"], ["g_W_all", "g_x"], choose_orders(rng))


def draw_counterexample(name, case, rng, file):
    t = round(float(rng.uniform(0.3, 1.5)), 2)
    return {"f": case["inputs"]["f"], "w": round(float(rng.uniform(0.3, 1.5)), 2), "x": [t, t]}, case["expected"]


def draw_matrices(name, case, rng, file):
    rows, columns = (int(v) for v in rng.integers(2, 5, size=2))
    wanted = choose_orders(rng)
    template = case["expected"]["4"]
    fields = {p: template for p in wanted}
    fields["row_vector_dual"] = {p: 0 for p in wanted}
    a = numbers(rng, rows, columns)
    require(np.abs(a).min() > 0.05)
    return {"A": a, "row": numbers(rng, 1, int(rng.integers(2, 6)))}, fields


def draw_values(name, case, rng, file):
    n = int(rng.integers(3, 7))
    a = np.round(rng.exponential(1.2, size=n), 2).tolist()
    a[int(rng.integers(n))] = 0.0
    fields = {}
    for k in range(1, int(rng.integers(3, 7))):
        for size in sorted({1, int(rng.integers(2, n)), n}):
            for scheme in ("with", "without"):
                fields[f"{scheme}_B{size}_k{k}"] = {}
        fields[f"with_B{n + 1}_k{k}"] = {}
    return {"a": a, "eta": round(float(rng.uniform(0.1, 0.9)), 2)}, fields


def draw_gradients(rng, n, p):
    g = numbers(rng, n, p, digits=2)
    require(np.linalg.cond(g) < 8)
    values = np.linalg.eigvalsh(np.array(g).T @ np.array(g))
    require(np.min(np.diff(values)) > 0.05 * values[-1])
    return g


def schemes(rng, n):
    sizes = sorted({1, 2, int(rng.integers(2, n + 1)), n})
    return [f"{scheme}_B{size}" for scheme in ("with", "without") for size in sizes]


def draw_thresholds(name, case, rng, file):
    p = int(rng.integers(2, 4))
    n = int(rng.integers(p + 1, 6))
    wanted = [2, 4, 6] if p == 2 or rng.integers(2) else [2, 4]
    fields = copy.deepcopy(case["expected"])
    fields["thresholds"] = {
        key: ["p"] + [f"eta_star_{k}" for k in wanted]
        + ["lower_bound_all_k", "upper_trace_bound", "rho_T2_at_eta_1", "rho_T4_at_eta_1"]
        for key in schemes(rng, n)
    }
    return {"G": draw_gradients(rng, n, p)}, fields


def draw_closed_form(name, case, rng, file):
    n = int(rng.integers(3, 6))
    rectangle = draw_gradients(rng, n, 2)
    fields = dict(case["expected"])
    fields["rectangle"] = {f"without_B{size}": 0 for size in sorted({1, int(rng.integers(2, n)), n - 1})}
    jr = explicit(rectangle)
    measures, s = curvature_of(jr)
    for key in fields["rectangle"]:
        p = mixing_weight(n, scheme_of(key)[1], False)
        # Where the other side of the rectangle would bind, the field's meaning is less plain.
        require(1 / (s * math.sqrt(p)) < 1.9 / measures["lambda_max"] * 1.05)
    m = int(rng.integers(3, 6))
    return {"G": draw_gradients(rng, m, int(rng.integers(2, 4))), "B": int(rng.integers(1, m)), "G_rect": rectangle}, fields


def draw_network_thresholds(name, case, rng, file):
    n = len(case_of(file, case["inputs"]["uses"])["inputs"]["X"])
    keys = schemes(rng, n)
    fields = {"eta_star_2": {key: 0 for key in keys}}
    if name == "G11":
        fields["torch_lr_threshold_without_B2"] = 0
    else:
        fields["gd"] = 0
    return dict(case["inputs"]), fields


def draw_odd_order(name, case, rng, file):
    x = [0.0] + np.round(rng.uniform(0.2, 3, size=rng.integers(1, 5)), 2).tolist()
    fields = dict(case["expected"])
    points = [0.0] + sorted(np.round(rng.uniform(0, 4, size=rng.integers(3, 7)), 2).tolist())
    fields["scalar_inequality"] = {str(k): points * 2 for k in range(1, int(rng.integers(4, 9)))}
    return {"eta_times_g_squared": x}, fields


def draw_supremum(name, case, rng, file):
    p = int(rng.integers(2, 4))
    return {"G": draw_gradients(rng, int(rng.integers(p + 1, 7)), p)}, {
        str(2 * k): 0 for k in range(1, int(rng.integers(4, 6)))
    }


def draw_right_hand_sides(name, case, rng, file):
    cases = []
    for _ in range(int(rng.integers(3, 7))):
        n = int(rng.integers(3, 200))
        cases.append({
            "k": int(rng.integers(1, 6)), "B": int(rng.integers(1, n)), "eta": round(float(rng.uniform(0.02, 0.9)), 3),
            "n": n,
        })
    m, d = (int(v) for v in rng.integers(1, 9, size=2))
    return {"cases": cases, "m": m, "d": d}, {"values": [[f"layer1_gW_bound_m{m}_d{d}"]] * len(cases)}


def draw_sobolev(name, case, rng, file):
    net, x, y = network_of(case["inputs"], file)
    values = []
    for k in range(1, int(rng.integers(3, 5))):
        size = int(rng.integers(1, len(x)))
        eta = threshold_of(jacobians(net, x), f"without_B{size}")
        values.append({"k": k, "B": size, "eta": round(eta * float(rng.uniform(0.5, 0.95)), 4)})
    m, d = net.first_weights.shape
    return {"uses": case["inputs"]["uses"], "m": m, "d": d}, {"values": values}


def same_network(name, case, rng, file):
    return copy.deepcopy(case["inputs"]), case["expected"]


def draw_three_terms(name, case, rng, file):
    cases = []
    for _ in range(int(rng.integers(2, 6))):
        n = int(rng.integers(20, 2000))
        u = np.round(rng.uniform(0.05, 1.5, size=6), 3).tolist()
        cases.append({
            "k": int(rng.integers(1, 5)), "n": n, "nu": n if rng.integers(2) else round(float(rng.uniform(1, n)), 2),
            "delta": round(float(rng.uniform(0.01, 0.2)), 3), "kappa": 1 + u[0], "tau": u[1], "g_x": u[2],
            "eps0": round(u[3] / 100, 5), "M1": u[4], "M0": u[5], "missing": round(float(rng.uniform(0, 0.3)), 4),
        })
    return {"cases": cases}, case["expected"]


def draw_missing_mass(name, case, rng, file):
    d = int(rng.integers(1, 3))
    pairs = [[int(rng.integers(2, 300)), int(rng.integers(2, 400))] for _ in range(int(rng.integers(2, 5)))]
    cube = [[int(rng.integers(1, 6)), round(float(rng.uniform(0.07, 0.9)), 3)] for _ in range(3)]
    for dimension, delta in cube:
        for ratio in (1 / delta, math.sqrt(dimension) / delta):
            require(abs(ratio - round(ratio)) > 1e-6)
    sphere = [[int(rng.integers(2, 12)), round(float(rng.uniform(0.2, 1.5)), 2)] for _ in range(3)]
    x = np.round(rng.uniform(size=(rng.integers(4, 9), d)), 3).tolist()
    t = np.round(rng.uniform(size=(rng.integers(4, 12), d)), 3).tolist()
    return {
        "N_n": pairs, "d_delta_cube": cube, "d_delta_sphere": sphere, "X": x, "T": t,
        "delta": round(float(rng.uniform(0.05, 0.25)), 3),
    }, case["expected"]


def draw_runge(name, case, rng, file):
    n, m = int(rng.integers(6, 11)), int(rng.integers(3, 6))
    net = draw_network(rng, [1, m, 1], "relu")
    for layer in net["layers"][:1]:
        layer["W"] = numbers(rng, m, 1, scale=2)
        layer["b"] = numbers(rng, m, scale=0.7)
    x = (np.arange(n) / (n - 1) * 2 - 1)[:, None]
    on = 0
    for sample in x:
        z = Net(net).preactivations(sample)
        require(np.abs(z).min() > 0.02)
        on += np.sum(z > 0)
    require(on >= n)
    in_span(jacobians(Net(net), x))
    inputs = {
        "net": net, "X": x.tolist(), "Y": runge(x).tolist(),
        "test_X": f"arange({int(rng.integers(3, 12)) * 100 + 1})/{0}*2-1",
    }
    count = int(re.search(r"\((\d+)\)", inputs["test_X"])[1])
    inputs["test_X"] = f"arange({count})/{count - 1}*2-1"
    fields = with_orders(case["expected"], ["g_W_all", "g_x"], choose_orders(rng))
    return inputs, fields


def draw_heavy_ball(name, case, rng, file):
    n = int(rng.integers(3, 5))
    betas = sorted({0.5, round(float(rng.uniform(0.1, 0.9)), 2)})
    return {"G": draw_gradients(rng, n, 2)}, {
        "eta_star": {f"beta{beta}_B{size}": 0 for beta in betas for size in range(1, n)},
        "gd": {str(beta): 0 for beta in betas},
    }


def draw_attacks(name, case, rng, file):
    n = len(case_of(file, case["inputs"]["uses"])["inputs"]["X"])
    samples = sorted(int(i) for i in rng.choice(n, size=2, replace=False))
    eps = round(float(rng.uniform(0.05, 0.2)), 3)
    return {
        "uses": case["inputs"]["uses"], "samples": samples, "eps": eps,
        "alpha": round(eps * float(rng.uniform(0.1, 0.4)), 4), "steps": int(rng.integers(5, 15)),
    }, {f"{method}_{norm}_{i}": 0 for i in samples for norm in ("linf", "l2") for method in ("fgsm", "pgd")}


def draw_scales(name, case, rng, file):
    cases = [[round(float(rng.uniform(0.01, 1)), 3), int(rng.integers(1, 20))] for _ in range(int(rng.integers(3, 8)))]
    return {"cases": cases}, case["expected"]


def draw_grid(name, case, rng, file):
    grid = np.round(np.sort(rng.uniform(-1, 1, size=rng.integers(3, 6))), 2).tolist()
    return {"uses": case["inputs"]["uses"], "grid": grid}, with_orders(case["expected"], ["g_x"], choose_orders(rng))


DRAWS = {
    "G01": draw_dense, "G02": draw_dense, "G03": draw_dense, "G04": draw_dense, "G05": draw_convolution,
    "G06": draw_counterexample, "G07": draw_matrices, "G08": draw_values, "G09": draw_thresholds,
    "G10": draw_closed_form, "G11": draw_network_thresholds, "G12": draw_network_thresholds, "G13": draw_odd_order,
    "G14": draw_supremum, "G15": draw_right_hand_sides, "G16": draw_sobolev, "G17": same_network,
    "G18": draw_three_terms, "G19": draw_missing_mass, "G20": draw_runge, "G21": draw_heavy_ball,
    "G22": draw_attacks, "G23": draw_scales, "G24": same_network, "G25": draw_grid,
}


def variant(template, seed):
    """A file with the template's cases and other numbers; the same seed gives the same file."""
    global drawing
    drawing = True
    file = copy.deepcopy(template)
    for place, case in enumerate(file["cases"]):
        name = case["id"]
        rng = np.random.default_rng([seed, int(name[1:])])
        for _ in range(20000):
            try:
                inputs, fields = DRAWS[name](name, template["cases"][place], rng, file)
                case["inputs"] = inputs
                case["expected"] = EXPECTED[name](inputs, fields, file)
                break
            except Redraw:
                continue
        else:
            sys.exit(f"{name}: no draw was good enough")
        case["title"] = f"{case['id']} with other numbers (seed {seed})"
    return file


def deviation(found, expected, path, tolerances, misses):
    """The largest |a − b| / max(|b|, atol/rtol) below a node; fields that differ in kind are misses."""
    if isinstance(expected, dict):
        if not isinstance(found, dict) or set(found) != set(expected):
            names = set(found) ^ set(expected) if isinstance(found, dict) else expected
            misses.append(f"{path}: not the same fields ({', '.join(sorted(names))})")
            return 0.0
        return max((deviation(found[k], expected[k], f"{path}.{k}", tolerances, misses) for k in expected), default=0.0)
    if isinstance(expected, list):
        if not isinstance(found, list) or len(found) != len(expected):
            misses.append(f"{path}: not the same length")
            return 0.0
        return max(
            (deviation(a, b, f"{path}[{i}]", tolerances, misses) for i, (a, b) in enumerate(zip(found, expected))),
            default=0.0)
    rtol, atol = tolerances
    if abs(found - expected) > atol + rtol * abs(expected):
        misses.append(f"{path}: found {found!r}, the file says {expected!r}")
    return abs(found - expected) / max(abs(expected), atol / rtol)


def align_signs(found, expected):
    """A direction and its negative are as good: G14 compares up to sign."""
    for key in found:
        if np.dot(found[key]["u"], expected[key]["u"]) < 0:
            found[key]["u"] = [-v for v in found[key]["u"]]


def check(path):
    file = json.loads(path.read_text())
    worst = 0
    for case in file["cases"]:
        name = case["id"]
        if name not in EXPECTED:
            print(f"{name}  unknown case")
            worst = 1
            continue
        misses = []
        found = EXPECTED[name](case["inputs"], case["expected"], file)
        if name == "G14":
            align_signs(found, case["expected"])
        tolerances = case.get("rtol", 1e-10), case.get("atol", 1e-10)
        largest = deviation(found, case["expected"], name, tolerances, misses)
        print(f"{name}  {largest:.1e}  {'ok' if not misses else 'differs'}")
        for miss in misses[:5]:
            print(f"     {miss}")
        worst = max(worst, bool(misses))
    return worst


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seed", type=int, help="of the draws; needed with --output")
    parser.add_argument("--output", type=pathlib.Path, help="the file to write")
    parser.add_argument("--template", type=pathlib.Path, default=TEMPLATE, help="a file of golden cases (the bundled one)")
    parser.add_argument("--check", type=pathlib.Path, help="a file whose expected values are computed again and compared")
    arguments = parser.parse_args()
    if arguments.check:
        sys.exit(check(arguments.check))
    if arguments.output is None or arguments.seed is None:
        parser.error("give --seed and --output, or --check")
    file = variant(json.loads(arguments.template.read_text()), arguments.seed)
    arguments.output.write_text(json.dumps(file, indent=1) + "\n")
    print(f"{arguments.output}: {len(file['cases'])} cases, seed {arguments.seed}")


if __name__ == "__main__":
    main()
