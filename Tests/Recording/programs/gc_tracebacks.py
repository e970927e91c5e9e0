"""Exceptions that are kept with their tracebacks, whose frames refer back to them."""
import gc
import sys

scale = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0


def deep(level, load):
    if level == 0:
        raise ValueError(load)
    local = [level, load]
    return deep(level - 1, local)


def attempt(number):
    try:
        deep(number % 12, {"number": number})
    except ValueError as error:
        kept = error
    try:
        try:
            deep(1, kept)
        except ValueError as error:
            raise KeyError(number) from error
    except KeyError as error:
        kept = error
    return None


last = None
for number in range(max(100, int(4000 * scale))):
    attempt(number)
    if number % 100 == 0:
        try:
            deep(3, last)
        except ValueError as error:
            last = error if number % 500 else None
    if number % 1500 == 1499:
        gc.collect()
last = None
print(gc.collect() >= 0)
