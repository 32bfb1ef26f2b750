"""A process of its own that draws one line to an SVG file, as a user's script would."""

import sys

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plot

x = [step / 100 for step in range(1000)]
figure, axes = plot.subplots(figsize=(560 / 72, 340 / 72))
axes.plot(x, [value * value for value in x], label="walk")
axes.set_title("A parabola", loc="left")
axes.set_xlabel("step")
axes.set_ylabel("place")
axes.legend()
figure.savefig(sys.argv[1])
