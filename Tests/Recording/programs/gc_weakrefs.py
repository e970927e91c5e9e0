"""Weak references to trash: with callbacks that live and that die with it, in sets and dictionaries."""
import gc
import sys
import weakref

scale = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
called = 0


class Node:
    def __init__(self):
        self.me = self


def note(reference):
    global called
    called += 1
    assert reference() is None


living = []
registry = weakref.WeakValueDictionary()
members = weakref.WeakSet()
for number in range(max(200, int(12000 * scale))):
    node = Node()
    if number % 3 == 0:
        living.append(weakref.ref(node, note))
    if number % 3 == 1:
        node.dying = weakref.ref(node, note)
    if number % 5 == 0:
        registry[number] = node
    if number % 7 == 0:
        members.add(node)
    if number % 11 == 0:
        node.proxy = weakref.proxy(node, note)
    if number % 13 == 0:
        weakref.finalize(node, len, "gone")
    if number % 900 == 899:
        del living[: len(living) // 2]
del node
gc.collect()
print(called > 0, len(registry), len(members))
