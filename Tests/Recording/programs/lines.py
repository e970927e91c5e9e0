class Node:
    __slots__ = ("name", "peer")
    def __init__(self, name):
        self.name = name
        self.peer = None

class Plain:
    def __init__(self, n):
        self.number = n
        self.items = [n, 2.5]

def pair(a, b):
    p = Node(a)
    q = Node(b)
    p.peer = q
    q.peer = p
    return p

def counter():
    total = 0
    def add(n):
        nonlocal total
        total += n
        return total
    return add

keep = []
for n in range(3):
    keep.append(pair("left", "right"))
keep.clear()
table = {"a": 1, 2: (3, 4)}
thing = Plain(1000)
add = counter()
add(5)
try:
    {}["missing"]
except KeyError as error:
    message = str(error)
import gc
gc.collect()
