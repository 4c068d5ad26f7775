# Ten million steps of a loop over ints.
from harness import measure


def loop(steps):
    total = 0
    for i in range(steps):
        total += i % 7
    return total


measure(lambda: loop(10_000_000), 29999994)
