"""One peer of `benchmarks workloads`: reads jobs as JSON lines, answers with seconds and results.

main.py FOLDER ENGINE PRECISION THREADS, or main.py --versions. An engine is a way to do the work: jax, torch, compile
(torch.compile), authors (per-sample autograd loops), numpy, curvlinops, pyhessian, eigenthings.
"""

import importlib.metadata
import json
import os
import statistics
import sys
import time
import warnings

warnings.filterwarnings("ignore")
PACKAGES = ["jax", "jaxlib", "torch", "numpy", "scipy", "curvlinops-for-pytorch", "pyhessian", "hessian-eigenthings"]
# Rounds of at least so many seconds, in which shorter calls are repeated; as Flatbook's side has it.
SHORT = 0.02
ROOMS = ["training", "moments", "curvature", "variance", "thresholds", "sweep"]


def versions():
    found = [f"Python {sys.version.split()[0]}"]
    for name in PACKAGES:
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            found.append(f"no {name}")
    return ", ".join(found)


def timed(run):
    start = time.perf_counter()
    values = run()
    return time.perf_counter() - start, values


def repeated(run):
    """The median time of calls that together take at least SHORT seconds, and the first call's results."""
    first, values = timed(run)
    times = [first]
    while sum(times) < SHORT:
        times.append(timed(run)[0])
    return statistics.median(times), values


def serve(folder, engine, precision, threads):
    # Answers go to the real standard output; whatever a library prints goes to standard error.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    import common

    for room in ROOMS:
        __import__(room)
    context = common.Context(folder, engine, precision, threads)
    common.set_up(context)
    prepared = {}
    for line in sys.stdin:
        request = json.loads(line)
        job = request["job"]
        try:
            if job not in prepared:
                prepared[job] = common.prepare(context, job)
            work = prepared[job]
            if work is None:
                answer = {"seconds": 0, "values": {}, "missing": "no such row"}
            else:
                if request["warm"]:
                    seconds, values = timed(work.warm or work.run)
                    if work.warm:
                        # The first timed round shows what a run takes; warming up was only part of one.
                        values = {}
                else:
                    seconds, values = repeated(work.run)
                answer = {"seconds": seconds, "values": common.plain(values), "share": work.share}
        except Exception as error:  # The harness shows it and goes on.
            answer = {"seconds": 0, "values": {}, "error": f"{type(error).__name__}: {error}".splitlines()[0][:300]}
        print(json.dumps(answer, allow_nan=False), file=answers, flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "--versions":
        print(versions())
    else:
        serve(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
