"""What is shared, and what the free list of lists keeps."""
import gc
import sys


def main():
    n = 256
    c = n + 1
    d = n + 1
    print("@sums same c d", "yes" if c is d else "no")
    blocks = sys.getallocatedblocks
    gc.collect()  # all free lists are empty
    many = [[] for i in range(100)]
    before = blocks()
    many = None
    # The int that before refers to was made behind the first count. From 3.14 on a free list can have served it.
    if sys.version_info < (3, 14):
        print("@hundred frees since hundred", f"~{before - blocks() + 1}")


main()
