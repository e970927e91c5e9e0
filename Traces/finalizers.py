"""What runs when objects go: finalizers, weak references with callbacks, and an object that comes back."""
import gc
import weakref


class Node:
    def __init__(self, name):
        self.name = name
        self.peer = None


class Closing(Node):
    """Says that it goes."""

    def __del__(self):
        log.append("closing " + self.name)


class Phoenix(Node):
    """Comes back once: its finalizer makes a new reference to it."""

    def __del__(self):
        log.append("finalizing " + self.name)
        saved.append(self)


def pair(kind, name):
    first, second = kind(name + "1"), kind(name + "2")
    first.peer, second.peer = second, first
    return first


def mark(name):
    sys.audit("arenascope.mark", name)


import sys

log, saved = [], []
gc.collect()
gc.disable()

mark("finalizers")
for number in range(20):
    pair(Closing, "c%d-" % number)
gc.collect()

mark("weak references")
kept = []
for number in range(20):
    node = pair(Node, "w%d-" % number)
    # This reference goes with the cycle that it looks at: its callback is not called.
    node.inner = weakref.ref(node.peer, lambda reference: log.append("never"))
    # This one lives on: its callback is called before anything of the cycle is cleared.
    kept.append(weakref.ref(node, lambda reference: log.append("gone")))
    del node
gc.collect()

mark("resurrection")
pair(Phoenix, "p")
gc.collect()
alive = len(saved)
saved.clear()
# The second time the finalizers don't run again.
gc.collect()

mark("weak values")
cache = weakref.WeakValueDictionary()
for number in range(20):
    cache[number] = pair(Node, "v%d-" % number)
left = len(cache)
gc.collect()
assert left == 20 and len(cache) == 0

mark("the end")
assert log.count("gone") == 20 and "never" not in log
assert sum(line.startswith("closing") for line in log) == 40
assert alive == 2 and sum(line.startswith("finalizing") for line in log) == 2
