"""Small objects of many kinds, cycles for the collector, weak references, generators, exceptions."""
import gc
import sys
import weakref

scale = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
count = max(500, int(60000 * scale))


class Node:
    def __init__(self, number):
        self.number = number
        self.other = None


class Loud(Node):
    def __del__(self):
        self.other = None


def numbers(limit):
    for number in range(limit):
        yield number, {"n": number}


kept = []
dead = 0


def gone(reference):
    global dead
    dead += 1


for number, mapping in numbers(count):
    first = Node(number) if number % 5 else Loud(number)
    second = Node(mapping)
    first.other, second.other = second, first
    if number % 50 == 0:
        kept.append(weakref.ref(first, gone))
    if number % 97 == 0:
        kept.append(first)
    try:
        if number % 11 == 0:
            raise ValueError(number, [number] * (number % 30))
    except ValueError as error:
        first.error = error
    closure = lambda a=number, b=mapping: (a, b, first)
    if number % 10000 == 0:
        gc.collect(number // 10000 % 3)
gc.collect()
print(len(kept), dead)
