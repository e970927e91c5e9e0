"""A million objects with three million references among them, collected in full several times; a part of it is trash."""
import gc
import sys

scale = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0


class Node:
    __slots__ = ("left", "right", "root")


count = max(2000, int(1000000 * scale))
nodes = []
root = Node()
root.left = root.right = root.root = None
for number in range(count):
    node = Node()
    node.left = nodes[number // 2] if number else root
    node.right = nodes[number // 3] if number else root
    node.root = root
    nodes.append(node)
print(gc.collect() >= 0)
for number in range(count - count // 10, count, 2):
    nodes[number].left = nodes[number]
del nodes[count - count // 10 :], node
print(gc.collect() > 0)
