"""A tree with strong back-pointers, and one with weak ones."""
import gc
import sys
import weakref


class Node:
    __slots__ = ("parent", "children", "__weakref__")


def tree(back_pointer):
    root = Node()
    child = Node()
    root.children = [child]
    root.parent = None
    child.parent = back_pointer(root)
    child.children = None
    return root


def said(condition):
    return "yes" if condition else "no"


def trees(back_pointer):
    """Makes a hundred trees and lets go of them."""
    for index in range(100):
        root = Node()
        child = Node()
        root.children = [child]
        child.parent = back_pointer(root)


gc.collect()
root = tree(lambda node: node)
print("@strong refcount root", sys.getrefcount(root) - 1)
seen = weakref.ref(root)
del root
print("@name_gone alive root", said(seen() is not None))
print("@name_gone collected", gc.collect())
root = tree(weakref.ref)
print("@weak_tree refcount root", sys.getrefcount(root) - 1)
seen = weakref.ref(root)
del root
print("@weak dead root", said(seen() is None))
gc.collect()
gc.disable()
trees(lambda node: node)
print("@hundred_strong collected", gc.collect())
trees(weakref.ref)
print("@hundred_weak collected", gc.collect())
