"""Writes what each collection is about to look at, as this interpreter itself says it.

    python3 compare_collections.py OUTPUT

For each collection from the moment on at which the script has begun, `start GENERATION NUMBER COUNT0 COUNT1 COUNT2`, where
NUMBER counts the generation's collections before it. Then a line for each object of the generations: its address, type, reference
count, whether its finalizer has run (`-` before 3.9), the addresses of what it refers to, and after a bar those of the weak references to
it, with a `!` before those that have a callback. `own` lines name the addresses of objects that this script's own looking
changes. `stop COLLECTED UNCOLLECTABLE` ends it.
"""
import builtins
import gc
import os
import sys
import weakref

output = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)


class Node:
    def __init__(self, other=None):
        self.other = other
        self.items = [self]


class Slotted:
    __slots__ = ("first", "second", "__weakref__")


class Final(Node):
    def __del__(self):
        pass


class Returning(Node):
    kept = []

    def __del__(self):
        self.kept.append(self)


def counts(objects):
    found = []
    for one in objects:
        found.append(sys.getrefcount(one))
    return found


def weak(one):
    if isinstance(one, type) and not one.__flags__ & 1 << 9:
        return []
    return [("!%x" if r.__callback__ is not None else "%x") % id(r) for r in weakref.getweakrefs(one)]


def finalized(one):
    return "%d" % gc.is_finalized(one) if sys.version_info >= (3, 9) else "-"


def look(phase, info):
    if phase == "stop":
        os.write(output, b"stop %d %d\n" % (info["collected"], info["uncollectable"]))
        return
    generation = info["generation"]
    number = gc.get_stats()[generation]["collections"]
    before = gc.get_count()
    objects = []
    for index in range(generation + 1):
        objects += gc.get_objects(index)
    base = counts([object()])[0]
    own = [objects, info, before, look, counts, weak, finalized, list.append, sys.getrefcount, globals(), builtins.__dict__, sys.modules, sys.__dict__]
    if sys.version_info < (3, 11):
        own.append(sys._getframe())
    # The arguments may stand in a tuple that goes when this function returns.
    own += gc.get_referrers(info)
    os.write(output, b"start %d %d %d %d %d\n" % ((generation, number) + before))
    for one in own:
        os.write(output, b"own %x\n" % id(one))
    os.write(output, b"own %x\n" % id(own))
    own.clear()
    references = counts(objects)
    for index, one in enumerate(objects):
        line = "%x %s %d %s %s | %s\n" % (
            id(one), type(one).__name__, references[index] - base, finalized(one),
            " ".join("%x" % id(other) for other in gc.get_referents(one)), " ".join(weak(one)))
        os.write(output, line.encode())
        one = None
    # The list is among its own members.
    objects.clear()


def suspended(node):
    yield node
    yield node


def build(rounds):
    kept = []
    for number in range(rounds):
        one = Node()
        two = Final(one) if number % 3 else Node(one)
        one.other = two
        slots = Slotted()
        slots.first = slots
        slots.second = (one, [], {"a": number, "b": slots})
        walk = suspended(two)
        next(walk)
        two.walk = walk
        if number % 5 == 0:
            kept.append((Node(two), lambda: (one, kept), walk))
        if number % 7 == 0:
            kept.append(weakref.ref(two, lambda reference: None))
            kept.append(weakref.ref(slots))
        if number % 50 == 0:
            kept.append(type("Made%d" % number, (Node,), {"number": number})())
            Returning()
        if number % 11 == 0 and kept:
            del kept[number % len(kept)]
    return kept


gc.callbacks.append(look)
# What is made at the first use of something is there from here on.
gc.collect()
os.lseek(output, 0, os.SEEK_SET)
os.ftruncate(output, 0)
kept = build(1500)
gc.collect(1)
gc.collect()
kept = kept[::2] + build(300)
gc.collect()
kept[0] = gc.collect()
gc.callbacks.remove(look)
os.close(output)
