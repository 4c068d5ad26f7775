# The primes up to 5000 by the sieve of Eratosthenes, a hundred times: elements of a list.
from harness import measure


def sieve(size):
    prime = [True] * size
    count = 0
    for i in range(2, size + 1):
        if prime[i - 1]:
            count += 1
            k = i + i
            while k <= size:
                prime[k - 1] = False
                k += i
    return count


def benchmark():
    count = 0
    for _ in range(100):
        count = sieve(5000)
    return count


measure(benchmark, 669)
