"""__del__ in cycles: some only look, some drop references, some drop whole containers, some make new trash."""
import gc
import sys

scale = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
seen = 0


class Quiet:
    def __del__(self):
        global seen
        seen += 1


class Dropping:
    def __del__(self):
        self.other = None
        self.load = None


class Clearing:
    def __del__(self):
        self.load.clear()


class Making:
    def __del__(self):
        trash = [self.load]
        trash.append(trash)


kinds = (Quiet, Dropping, Clearing, Making)
for number in range(max(200, int(10000 * scale))):
    first, second = kinds[number % 4](), kinds[number // 4 % 4]()
    first.other, second.other = second, first
    first.load = [[number], {"first": first}, [[], [first]]]
    second.load = [dict(number=[number]) for _ in range(number % 4)]
    if number % 3000 == 2999:
        gc.collect()
del first, second
gc.collect()
print(seen > 0)
