"""Reference counts of a list; globals, as a function's variables may be borrowed."""
import sys

count = sys.getrefcount
a = [1, 2]
print("refcount a", count(a) - 1)
b = a
print("@names refcount a", count(a) - 1)
del a
print("@deleted refcount b", count(b) - 1)
box = [b, b, b]
print("@box refcount b", count(b) - 1)
del box
print("@no_box refcount b", count(b) - 1)


class Node:
    __slots__ = ("next",)


first = Node()
first.next = Node()
first.next.next = Node()
first.next.next.next = None
print("@chain refcount first", count(first) - 1)
print("@chain refcount first.next", count(first.next) - 1)
