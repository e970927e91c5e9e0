"""Functions that refer to themselves through their cells, bound methods, properties and classes made on the way."""
import functools
import gc
import sys

scale = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0


def recursive(limit):
    memory = {}

    def count(number):
        if number not in memory:
            memory[number] = count(number - 1) + 1 if number else 0
        return memory[number]

    def twice(number):
        return count(number) + len(again.__name__)

    again = twice
    return count(limit)


def classes(number):
    class Base:
        def method(self):
            return Base, self

        value = property(lambda self: Base)

    class Derived(Base):
        number_of = number

    instance = Derived()
    instance.bound = instance.method
    instance.partial = functools.partial(instance.method)
    return instance.value is Base


for number in range(max(60, int(3000 * scale))):
    recursive(number % 20)
    if number % 10 == 0:
        classes(number)
    if number % 1000 == 999:
        gc.collect(number // 1000 % 3)
print(gc.collect() > 0)
