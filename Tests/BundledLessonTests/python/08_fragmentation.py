"""A hundred survivors of a hundred thousand, in the figures of CPython's own report."""
import os
import re
import sys
import tempfile


def report():
    """Returns the pools and blocks in use of 192 bytes, and the arenas."""
    with tempfile.TemporaryFile() as file:
        standard_error = os.dup(2)
        os.dup2(file.fileno(), 2)
        sys._debugmallocstats()
        os.dup2(standard_error, 2)
        os.close(standard_error)
        file.seek(0)
        text = file.read().decode()
    row = re.search(r"^ *\d+ +192 +(\d+) +(\d+) ", text, re.M)
    arenas = re.search(r"arenas allocated current += +([\d,]+)", text).group(1)
    return int(row.group(1)), int(row.group(2)), int(arenas.replace(",", ""))


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
