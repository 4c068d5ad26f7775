# Eight queens by backtracking, a hundred first solutions: shared lists of bools, early return.
from harness import measure


def queens():
    free_rows = [True] * 8
    free_sums = [True] * 16
    free_differences = [True] * 16
    queen_rows = [-1] * 8

    def is_free(r, c):
        return free_rows[r] and free_sums[c + r] and free_differences[c - r + 7]

    def set_free(r, c, free):
        free_rows[r] = free
        free_sums[c + r] = free
        free_differences[c - r + 7] = free

    def place(c):
        for r in range(8):
            if is_free(r, c):
                queen_rows[r] = c
                set_free(r, c, False)
                if c == 7:
                    return True
                if place(c + 1):
                    return True
                set_free(r, c, True)
        return False

    return place(0)


def benchmark():
    solved = True
    for _ in range(100):
        solved = queens() and solved
    return solved


measure(benchmark, True)
