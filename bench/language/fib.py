# The 30th Fibonacci number by the naive recursion: calls.
from harness import measure


def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


measure(lambda: fib(30), 832040)
