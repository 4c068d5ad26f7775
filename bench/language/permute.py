# All permutations of six elements by swapping in place, thirty times: recursion over a shared list.
from harness import measure


def permutations(size):
    values = list(range(size))
    count = 0

    def swap(i, j):
        value = values[i]
        values[i] = values[j]
        values[j] = value

    def permute(n):
        nonlocal count
        count += 1
        if n != 0:
            last = n - 1
            permute(last)
            i = last
            while i >= 0:
                swap(last, i)
                permute(last)
                swap(last, i)
                i -= 1

    permute(size)
    return count


def benchmark():
    count = 0
    for _ in range(30):
        count = permutations(6)
    return count


measure(benchmark, 8660)
