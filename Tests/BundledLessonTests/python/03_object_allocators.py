"""What is shared, what objects ask for, and what the free list of lists keeps."""
import gc
import sys


def said(condition):
    return "yes" if condition else "no"


def cost(thing):
    """The block of what getsizeof() says, of an object in one block."""
    return -(-sys.getsizeof(thing) // 16) * 16


def main():
    a = 7
    b = 7
    print("@start same a b", said(a is b))
    n = 256
    c = n + 1
    d = n + 1
    print("@sums same c d", said(c is d))
    if c is not d:
        print("@sums cost c", cost(c))
    p = "block"
    q = "block"
    print("@words same p q", said(p is q))
    s = "block" * 8
    print("@characters size s", sys.getsizeof(s))
    print("@characters cost s", cost(s))
    l = [1, 2, 3]
    print("@list size l", sys.getsizeof(l))
    l.append(4)
    l.append(5)
    print("@grown size l", sys.getsizeof(l))
    gc.collect()  # all free lists are empty
    was = id(l)
    del l
    m = []
    print("@rebirth same m l", said(id(m) == was))
    blocks = sys.getallocatedblocks
    many = [[] for i in range(100)]
    before = blocks()
    many = None
    # The int that before refers to was made behind the first count. From 3.14 on a free list can have served it.
    if sys.version_info < (3, 14):
        print("@hundred frees since hundred", f"~{before - blocks() + 1}")


main()
