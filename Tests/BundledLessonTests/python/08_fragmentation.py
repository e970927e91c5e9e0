"""A hundred survivors of a hundred thousand, in the figures of CPython's own report."""
import allocator_report


def report():
    """Returns the pools and blocks in use of 192 bytes, and the arenas."""
    text = allocator_report.take()
    pools, blocks = allocator_report.pools_and_blocks(text, 192)
    return pools, blocks, allocator_report.arenas(text)


def main():
    records = [None] * 100_000
    kept = [None] * 100
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


main()
