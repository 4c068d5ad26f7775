# The towers of Hanoi with 13 disks as linked piles, ten times: small objects.
from harness import measure


class Disk:
    def __init__(self, size):
        self.size = size
        self.next = None


def towers(disks):
    piles = [None, None, None]
    moves = 0

    def push(disk, pile):
        top = piles[pile]
        if top is not None:
            assert disk.size < top.size, "a big disk on a small one"
        disk.next = top
        piles[pile] = disk

    def pop(pile):
        top = piles[pile]
        assert top is not None, "a disk from an empty pile"
        piles[pile] = top.next
        top.next = None
        return top

    def move(count, start, end):
        nonlocal moves
        if count == 1:
            push(pop(start), end)
            moves += 1
        else:
            other = 3 - start - end
            move(count - 1, start, other)
            move(1, start, end)
            move(count - 1, other, end)

    for i in range(disks):
        push(Disk(disks - i), 0)
    move(disks, 0, 1)
    return moves


def benchmark():
    moves = 0
    for _ in range(10):
        moves = towers(13)
    return moves


measure(benchmark, 8191)
