"""Arenas of 3,000 blocks, and the thresholds of the collector."""
import gc
import os
import re
import sys
import tempfile


def arenas():
    with tempfile.TemporaryFile() as file:
        standard_error = os.dup(2)
        os.dup2(file.fileno(), 2)
        sys._debugmallocstats()
        os.dup2(standard_error, 2)
        os.close(standard_error)
        file.seek(0)
        text = file.read().decode()
    return int(re.search(r"arenas allocated current += +([\d,]+)", text).group(1).replace(",", ""))


def main():
    blocks = [None] * 3000
    before = arenas()
    for index in range(3000):
        blocks[index] = bytes(467)  # 500 with its header
    print("@loaded arenas", f"~{arenas() - before}")
    print("@freed threshold 0", gc.get_threshold()[0])


main()
