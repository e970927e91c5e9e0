"""gc.freeze and unfreeze, thresholds that change, automatic collection off and on."""
import gc
import sys

scale = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0


class Node:
    def __init__(self, other):
        self.me = self
        self.other = other


def trash(count):
    last = None
    for number in range(count):
        last = Node(last if number % 4 else None)


size = max(300, int(8000 * scale))
frozen = [Node(None) for _ in range(size)]
trash(size)
gc.freeze()
del frozen[::2]
trash(size)
gc.collect()
gc.unfreeze()
print(gc.collect() > 0)
gc.set_threshold(50, 3, 2)
trash(size)
gc.disable()
trash(size)
gc.collect(0)
trash(size)
gc.enable()
trash(size)
gc.set_threshold(1500, 5, 5)
gc.freeze()
trash(size)
gc.unfreeze()
gc.set_threshold(0)
trash(size)
gc.set_threshold(400)
trash(size)
print(gc.collect() > 0, gc.get_threshold())
