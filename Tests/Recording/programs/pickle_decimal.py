"""Objects pickled and copied, numbers of arbitrary precision."""
import copy
import decimal
import fractions
import pickle
import sys

scale = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
turns = max(2, int(30 * scale))
decimal.getcontext().prec = 60


class Node:
    def __init__(self, value, parent=None):
        self.value = value
        self.parent = parent
        self.children = []
        if parent:
            parent.children.append(self)


for turn in range(turns):
    root = Node(decimal.Decimal(turn))
    nodes = [root]
    for i in range(600):
        nodes.append(Node(nodes[i // 2].value / 7 + i, nodes[i // 2]))
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        again = pickle.loads(pickle.dumps(root, protocol))
    copied = copy.deepcopy(root)
    sums = sum((fractions.Fraction(i, i + 3) for i in range(1, 60)), fractions.Fraction(0))
    big = [3 ** (i * 5) // (turn + 1) for i in range(200)]
    square = decimal.Decimal(2).sqrt() ** turn
print(len(again.children), copied.value, sums.numerator % 1000, len(big), square)
