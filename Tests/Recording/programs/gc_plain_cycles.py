"""Rings of instances, lists and dicts that only the collector can free; some are kept."""
import gc
import sys

scale = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0


class Slotted:
    __slots__ = ("next", "load")


class Plain:
    pass


def ring(make, size):
    nodes = [make() for _ in range(size)]
    for number, node in enumerate(nodes):
        node.next = nodes[(number + 1) % size]
        node.load = [number, {"number": number, "node": node}]
    return nodes[0]


kept = []
for number in range(max(50, int(4000 * scale))):
    first = ring(Slotted if number % 2 else Plain, 2 + number % 9)
    own = []
    own.append(own)
    table = {}
    table["self"] = (table, own)
    if number % 40 == 0:
        kept.append((first, own))
    if number % 500 == 499:
        del kept[::2]
        gc.collect(number // 500 % 3)
del kept[:], first, own, table
print(gc.collect() > 0, gc.garbage)
