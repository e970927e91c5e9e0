"""Two cycles, one of them with a name: what a young collection finds, and what a full one."""
import gc
import sys
import weakref


class Node:
    __slots__ = ("peer", "__weakref__")


class Loud(Node):
    __slots__ = ()

    def __del__(self):
        pass


def said(condition):
    return "yes" if condition else "no"


gc.disable()
gc.collect()
A, B, C, P, Q = Node(), Node(), Node(), Node(), Loud()
B.peer, C.peer, A.peer, P.peer, Q.peer = A, B, C, Q, P
seen = {name: weakref.ref(globals()[name]) for name in "ABCPQ"}
print("refcount A", sys.getrefcount(A) - 1)
print("refcount Q", sys.getrefcount(Q) - 1)
del A, B, P, Q
print("@young collected", gc.collect(0))
print("@young dead P", said(seen["P"]() is None))
print("@young dead Q", said(seen["Q"]() is None))
del C
print("@full collected", gc.collect())
print("@full dead A", said(seen["A"]() is None))
