"""NumPy in a process of its own; speaks as dl.bench.Worker does."""
import sys
import time

import numpy

print(f"NumPy {numpy.__version__}", flush=True)
random = numpy.random.default_rng(1)


def floats(*shape):
    return random.standard_normal(shape, dtype=numpy.float32)


def prepare(row):
    kind, _, sizes = row.partition(":")
    sizes = [int(size) for size in sizes.split("x")] if sizes else []
    if kind == "add4":
        a, b = floats(4, 4), floats(4, 4)
        return lambda: a + b
    if kind == "chain":
        a, b, c = floats(*sizes), floats(*sizes), floats(*sizes)
        return lambda: numpy.maximum(a * b + c, 0)
    return None


def run(work, times):
    began = time.perf_counter_ns()
    for _ in range(times):
        work()
    return time.perf_counter_ns() - began


rows = {}
for line in sys.stdin:
    words = line.split()
    if words[0] == "prepare":
        work = prepare(words[1])
        if work is None:
            print("missing not measured", flush=True)
            continue
        run(work, 100)
        rows[words[1]] = [work, 1]
        print("ready", flush=True)
    elif words[0] == "time":
        row, millis, samples = rows[words[1]], float(words[2]), []
        while len(samples) < int(words[3]):
            nanos = run(*row)
            if nanos < millis * 0.7e6:
                row[1] *= 2
            else:
                samples.append(nanos / row[1])
        print(*samples, flush=True)
    else:
        rows.pop(words[1], None)
        print("ready", flush=True)
