"""Derivatives of dense networks in factored form, for any array library: `xp` is numpy or jax.numpy."""


def activations(xp, layers, inputs, activation):
    """What goes into each layer, φ' and φ'' of the hidden ones, and the outputs."""
    values, first, second = [inputs], [], []
    for weights, bias in layers[:-1]:
        z = values[-1] @ weights.T + bias
        if activation == "tanh":
            h = xp.tanh(z)
            first.append(1 - h * h)
            second.append(-2 * h * (1 - h * h))
        else:
            h = xp.maximum(z, 0)
            first.append((z > 0).astype(z.dtype))
            second.append(None)
        values.append(h)
    weights, bias = layers[-1]
    return values, first, second, values[-1] @ weights.T + bias


def moments(xp, layers, inputs, activation):
    """g_W,2k and g_x,2k for k = 1, 2, 3, without a gradient of any sample."""
    values, first, _, outputs = activations(xp, layers, inputs, activation)
    count, classes = outputs.shape
    weight_sums, input_sums = [0.0] * 3, [0.0] * 3
    powers = []
    for h in values:
        square = h * h
        powers.append([square.sum(1) + 1, (square * square).sum(1) + 1, (square * square * square).sum(1) + 1])
    for c in range(classes):
        delta = None
        for depth in range(len(layers) - 1, -1, -1):
            if delta is None:
                sums = [1.0, 1.0, 1.0]
                pulled = xp.broadcast_to(layers[-1][0][c], values[-1].shape)
            else:
                square = delta * delta
                sums = [square.sum(1), (square * square).sum(1), (square * square * square).sum(1)]
                pulled = delta @ layers[depth][0]
            for k in range(3):
                weight_sums[k] = weight_sums[k] + (sums[k] * powers[depth][k]).sum()
            if depth:
                delta = pulled * first[depth - 1]
        for k in range(3):
            input_sums[k] = input_sums[k] + (pulled ** (2 * (k + 1))).sum()
    root = [1 / 2, 1 / 4, 1 / 6]
    return {
        "gW": xp.stack([(weight_sums[k] / count) ** root[k] for k in range(3)]),
        "gx": xp.stack([(input_sums[k] / count) ** root[k] for k in range(3)]),
    }


class SampleHessians:
    """Products with the Hessians H_i of the samples' losses (1/C)‖f(x_i) − y_i‖², never forming one."""

    def __init__(self, xp, layers, inputs, targets, activation):
        self.xp, self.layers, self.count = xp, layers, len(inputs)
        self.values, self.first, self.second, outputs = activations(xp, layers, inputs, activation)
        self.scale = 2 / targets.shape[1]
        self.deltas, self.pulled = [self.scale * (outputs - targets)], []
        for depth in range(len(layers) - 1, 0, -1):
            self.pulled.insert(0, self.deltas[0] @ layers[depth][0])
            self.deltas.insert(0, self.pulled[0] * self.first[depth - 1])

    def _bent(self, depth, moved):
        """The part of a moved delta that comes from φ''."""
        second = self.second[depth - 1]
        return 0 if second is None else self.pulled[depth - 1] * second * moved

    def factors(self, direction):
        """H_i v for one v and all samples: moved deltas and moved activations."""
        moved, before = [], [None]
        for depth, ((weights, _), (along, bias)) in enumerate(zip(self.layers, direction)):
            z = self.values[depth] @ along.T + bias
            if before[depth] is not None:
                z = z + before[depth] @ weights.T
            moved.append(z)
            if depth + 1 < len(self.layers):
                before.append(z * self.first[depth])
        deltas = [self.scale * moved[-1]]
        for depth in range(len(self.layers) - 1, 0, -1):
            image = deltas[0] @ self.layers[depth][0] + self.deltas[depth] @ direction[depth][0]
            deltas.insert(0, image * self.first[depth - 1] + self._bent(depth, moved[depth - 1]))
        return deltas, before

    def mean(self, deltas, before):
        """The mean of what the factors stand for, as layers."""
        result = []
        for depth, delta in enumerate(deltas):
            weights = delta.T @ self.values[depth]
            if before[depth] is not None:
                weights = weights + self.deltas[depth].T @ before[depth]
            result.append((weights / self.count, delta.sum(0) / self.count))
        return result

    def again(self, deltas, before):
        """H_i applied to sample i's own direction, which is given by factors."""
        moved, then = [], [None]
        for depth, (weights, _) in enumerate(self.layers):
            h = self.values[depth]
            z = deltas[depth] * ((h * h).sum(1, keepdims=True) + 1)
            if before[depth] is not None:
                z = z + self.deltas[depth] * (before[depth] * h).sum(1, keepdims=True) + then[depth] @ weights.T
            moved.append(z)
            if depth + 1 < len(self.layers):
                then.append(z * self.first[depth])
        result = [self.scale * moved[-1]]
        for depth in range(len(self.layers) - 1, 0, -1):
            own = self.deltas[depth]
            image = result[0] @ self.layers[depth][0] + (own * deltas[depth]).sum(1, keepdims=True) * self.values[depth]
            image = image + (own * own).sum(1, keepdims=True) * before[depth]
            result.insert(0, image * self.first[depth - 1] + self._bent(depth, moved[depth - 1]))
        return result, then

    def product(self, direction):
        """H v."""
        return self.mean(*self.factors(direction))

    def variance(self, direction):
        """((1/n) Σ H_i² − H²) v."""
        factors = self.factors(direction)
        squares = self.mean(*self.again(*factors))
        twice = self.product(self.mean(*factors))
        return [(a - c, b - d) for (a, b), (c, d) in zip(squares, twice)]
