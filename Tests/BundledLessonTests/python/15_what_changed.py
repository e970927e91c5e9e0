"""Arenas of 3,000 blocks, and the thresholds of the collector."""
import gc

import allocator_report


def arenas():
    return allocator_report.arenas(allocator_report.take())


def main():
    blocks = [None] * 3000
    before = arenas()
    for index in range(3000):
        blocks[index] = bytes(467)  # 500 with its header
    print("@loaded arenas", f"~{arenas() - before}")
    print("@freed threshold 0", gc.get_threshold()[0])


main()
