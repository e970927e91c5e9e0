"""A hundred survivors of a hundred thousand, in the figures of CPython's own report."""
import os
import sys

import allocator_report


def report():
    """Returns the pools and blocks in use of 192 bytes, and the arenas."""
    text = allocator_report.take()
    pools, blocks = allocator_report.pools_and_blocks(text, 192)
    return pools, blocks, allocator_report.arenas(text)


def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def main():
    records = [None] * 100_000
    kept = [None] * 100
    copied = [None] * 100
    before = resident()
    pools, blocks, arenas = report()
    for index in range(100_000):
        records[index] = bytes(150)
    now = report()
    print("@loaded blocks 192", now[1] - blocks)
    print("@loaded pools", f"~{now[0] - pools}")
    print("@loaded arenas", f"~{now[2] - arenas}")
    loaded = now
    for index in range(100):
        kept[index] = records[index * 1000 + 999]
    for index in range(100_000):
        records[index] = None
    now = report()
    print("@dropped blocks 192", now[1] - blocks)
    print("@dropped returned", loaded[2] - now[2])
    # In whole MiB and half of one less: the process has touched other memory as well.
    print("@seen resident at least", (resident() - before - 8 * 100_000 - (1 << 19)) >> 20 << 20)
    peak = now[2]
    for index in range(100):
        records[index] = bytes(150)
        copied[index] = records[index]
    for index in range(100):
        kept[index] = None
        records[index] = None
    now = report()
    # With arenas of 256 KiB what the interpreter had before holds several of them.
    if sys.version_info >= (3, 10):
        print("@copied returned", f"~{peak - now[2]}")


main()
