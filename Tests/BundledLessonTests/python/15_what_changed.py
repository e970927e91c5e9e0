"""Arenas of 3,000 blocks, and the thresholds of the collector."""
import gc
import sys

import allocator_report


def arenas():
    return allocator_report.arenas(allocator_report.take())


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y


def objects():
    number = 1000
    print("@objects size d", sys.getsizeof({"a": 1}))
    # Later versions ask for more than getsizeof() says: an int for a second digit, an instance for its values.
    if sys.version_info < (3, 11):
        print("@objects size i", sys.getsizeof(number * 1000))
        print("@objects size p", sys.getsizeof(Point(1, 1)))


def main():
    blocks = [None] * 3000
    before = arenas()
    for index in range(3000):
        blocks[index] = bytes(467)  # 500 with its header
    print("@loaded arenas", f"~{arenas() - before}")
    objects()
    print("@thresholds threshold 0", gc.get_threshold()[0])


main()
