"""The Python side of `benchmarks plots`: draws the same figures with matplotlib and datashader.

Reads one job a line from standard input, "CASE FORMAT", and answers with the seconds that it took, by a monotonic
clock inside this process, and the number of bytes: "SECONDS BYTES". Argument 1 is the file of doubles to draw,
argument 2 a folder that keeps the last picture of every job, to be looked at.
"""

import io
import sys
import time

import numpy as np

SIDE, PANELS, LENGTH, CLOUD = 500, 12, 100, 1_000_000
POINT = 1 / 72
DPI = 144


def load(path):
    numbers = np.fromfile(path)
    sizes = [1000, 1000, SIDE * SIDE, PANELS * LENGTH, CLOUD, CLOUD]
    parts = np.split(numbers, np.cumsum(sizes)[:-1])
    return dict(
        x=parts[0], y=parts[1], grid=parts[2].reshape(SIDE, SIDE), panels=parts[3].reshape(PANELS, LENGTH),
        sx=parts[4], sy=parts[5])


def axes_of(figure, axes, title, x, y):
    axes.set_title(title, loc="left")
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    axes.grid(True, color="#e4e7eb")
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)


def line(data):
    from matplotlib.figure import Figure
    figure = Figure(figsize=(560 * POINT, 340 * POINT))
    axes = figure.add_subplot()
    axes.plot(data["x"], data["y"], label="walk", linewidth=1.75)
    axes_of(figure, axes, "A random walk", "step", "place")
    axes.legend()
    return figure


def heatmap(data):
    from matplotlib.figure import Figure
    figure = Figure(figsize=(560 * POINT, 340 * POINT))
    axes = figure.add_subplot()
    image = axes.imshow(
        data["grid"], origin="lower", extent=(-0.01, 9.99, -0.01, 9.99), aspect="auto", interpolation="nearest")
    axes.set_title("A surface", loc="left")
    axes.set_xlabel("x")
    axes.set_ylabel("y")
    figure.colorbar(image, ax=axes, label="height")
    return figure


def panels(data):
    from matplotlib.figure import Figure
    figure = Figure(figsize=(760 * POINT, 560 * POINT), layout="tight")
    figure.suptitle("Twelve random walks")
    for number, axes in enumerate(figure.subplots(3, 4).flat):
        axes.plot(np.arange(LENGTH), data["panels"][number], linewidth=1.75)
        axes_of(figure, axes, f"run {number + 1}", "step", "place")
    return figure


def scatter(data, count, size, opacity):
    from matplotlib.figure import Figure
    figure = Figure(figsize=(560 * POINT, 340 * POINT))
    axes = figure.add_subplot()
    axes.plot(
        data["sx"][:count], data["sy"][:count], linestyle="none", marker="o", markersize=size,
        markeredgewidth=0, alpha=opacity)
    axes_of(figure, axes, "A cloud", "x", "y")
    return figure


def datashaded(data):
    import datashader
    import pandas
    from datashader.mpl_ext import dsshow
    from matplotlib.figure import Figure
    figure = Figure(figsize=(560 * POINT, 340 * POINT))
    axes = figure.add_subplot()
    dsshow(
        pandas.DataFrame(dict(x=data["sx"], y=data["sy"]), copy=False), datashader.Point("x", "y"),
        datashader.count(), norm="eq_hist", aspect="auto", ax=axes)
    axes_of(figure, axes, "A cloud", "x", "y")
    return figure


CASES = {
    "line": line, "heatmap": heatmap, "panels": panels,
    # The size and the opacity of the other side's points.
    "scatter1e6": lambda data: scatter(data, CLOUD, 2, 0.1), "scatter1e4": lambda data: scatter(data, 10_000, 3, 1),
    "datashader1e6": datashaded,
}


def draw(data, case, form):
    if form == "svg":
        from matplotlib.backends.backend_svg import FigureCanvasSVG as Canvas
    elif form == "pdf":
        from matplotlib.backends.backend_pdf import FigureCanvasPdf as Canvas
    else:
        from matplotlib.backends.backend_agg import FigureCanvasAgg as Canvas
    buffer = io.BytesIO()
    figure = CASES[case](data)
    Canvas(figure)
    figure.savefig(buffer, format=form, dpi=DPI)
    return buffer.getvalue()


def main():
    if sys.argv[1] == "--versions":
        import datashader
        import matplotlib
        print(f"Python {sys.version.split()[0]}, matplotlib {matplotlib.__version__}, NumPy {np.__version__}, "
              f"datashader {datashader.__version__}")
        return
    data = load(sys.argv[1])
    for job in sys.stdin:
        case, form = job.split()
        start = time.perf_counter()
        picture = draw(data, case, form)
        seconds = time.perf_counter() - start
        with open(f"{sys.argv[2]}/{case}.{form}", "wb") as file:
            file.write(picture)
        print(f"{seconds!r} {len(picture)}", flush=True)


main()
