# A recursive walk over linked lists, twenty times: objects, calls, None.
from harness import measure


class Cell:
    def __init__(self, value, next):
        self.value = value
        self.next = next


def make(length):
    if length == 0:
        return None
    return Cell(length, make(length - 1))


def length(cell):
    if cell is None:
        return 0
    return 1 + length(cell.next)


def is_shorter(x, y):
    while y is not None:
        if x is None:
            return True
        x = x.next
        y = y.next
    return False


def tail(x, y, z):
    if is_shorter(y, x):
        return tail(tail(x.next, y, z), tail(y.next, z, x), tail(z.next, x, y))
    return z


def benchmark():
    result = 0
    for _ in range(20):
        result = length(tail(make(15), make(10), make(6)))
    return result


measure(benchmark, 10)
