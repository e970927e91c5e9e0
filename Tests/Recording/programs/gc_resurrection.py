"""Finalizers that bring objects back: themselves, what they refer to, beside trash that dies in the same collection."""
import gc
import sys

scale = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
saved = []


class Phoenix:
    def __init__(self):
        self.me = self
        self.load = [[], {}]

    def __del__(self):
        saved.append(self)


class Saviour:
    def __init__(self, precious):
        self.me = self
        self.precious = precious

    def __del__(self):
        saved.append(self.precious)


class Node:
    def __init__(self):
        self.me = self


for number in range(max(100, int(3000 * scale))):
    Node()
    if number % 10 == 0:
        Phoenix()
    if number % 25 == 0:
        Saviour([Node()])
    if number % 400 == 399:
        gc.collect(number // 400 % 3)
    if number % 1000 == 999:
        del saved[:]
gc.collect()
print(len(saved) > 0)
del saved[:]
print(gc.collect() > 0)
