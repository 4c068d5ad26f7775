# Runs a benchmark as often as the command line says (warm-up runs, then timed ones), checks every result and prints
# the milliseconds of the timed runs, one per line.
import sys
from time import perf_counter


def measure(benchmark, expected):
    warmups = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    for run in range(warmups + runs):
        began = perf_counter()
        result = benchmark()
        taken = perf_counter() - began
        assert result == expected, (result, expected)
        if run >= warmups:
            print(taken * 1000)
