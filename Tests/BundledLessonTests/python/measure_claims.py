"""Runs a lesson's script and measures what its `#: expect` lines claim with what CPython itself tells.

    measure_claims.py SCRIPT [--untraced]

The script runs statement by statement; after each, sys._debugmallocstats() says what is in the pools. A claim is compared
where it stands between two statements of the module: `blocks SIZE since MARK` and `bytes since MARK` with those reports,
`size NAME` and `cost NAME` with sys.getsizeof(), `references NAME` with len(). While tracemalloc runs there is no such
report; with --untraced the script gets a tracemalloc that does nothing. Prints a line for each claim: LINE, `holds`, `fails`
or `unmeasured`, the claim, the measured value.
"""

import ast
import os
import re
import sys
import tempfile

import allocator_report

CLAIM = re.compile(r"#:\s+expect\s+(.*\S)")
PARTS = re.compile(r"(?P<what>.+?)\s+(?:(?P<sign>==|!=|<=|>=|<|>)\s+)?(?P<value>[\d,]+)$")
SIGNS = {"==": "__eq__", "!=": "__ne__", "<": "__lt__", "<=": "__le__", ">": "__gt__", ">=": "__ge__"}


def mark_of(node):
    """The name of the mark that a statement sets."""
    call = getattr(node, "value", None)
    if isinstance(node, ast.Expr) and isinstance(call, ast.Call) and len(call.args) == 2:
        if getattr(call.args[0], "value", None) == "arenascope.mark":
            return call.args[1].value
    return None


class Reports:
    """CPython's reports, kept in a file: taking one leaves nothing in the heap."""

    # While tracemalloc runs, CPython's report says nothing of pools: those are empty here.

    def __init__(self):
        self.file = tempfile.TemporaryFile()

    def take(self):
        os.write(self.file.fileno(), b"report\n")
        allocator_report.write_to(self.file)

    def read(self):
        self.file.seek(0)
        found = []
        for line in self.file.read().decode().splitlines():
            numbers = line.split()
            if line == "report":
                found.append({})
            elif len(numbers) == 5 and all(number.isdigit() for number in numbers):
                found[-1][int(numbers[1])] = int(numbers[3])
            elif line.startswith("# bytes in allocated blocks"):
                found[-1]["bytes"] = int(numbers[-1].replace(",", ""))
        return found


def run(path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    nodes = ast.parse(text).body
    claims = [(number, found[1]) for number, line in enumerate(text.splitlines(), 1) if (found := CLAIM.match(line))]
    codes = [compile(ast.Module([node], []), path, "exec") for node in nodes]
    # A claim stands behind the last statement above it.
    places = [max(i for i, node in enumerate(nodes) if node.end_lineno < number) for number, claim in claims]
    # Compiled first, as compiling leaves tables in the free lists.
    expressions = [compile(claim.split()[1], path, "eval") if is_named(claim) else None for number, claim in claims]
    values = [None] * len(claims)
    reports = Reports()
    names = {"__name__": "__main__"}
    for index, code in enumerate(codes):
        try:
            exec(code, names)
        except ImportError:
            # A package that isn't here: what comes behind it isn't measured.
            break
        reports.take()
        for claim in range(len(claims)):
            if places[claim] == index and expressions[claim] is not None:
                values[claim] = named_value(claims[claim][1], eval(expressions[claim], names))
    taken = reports.read()
    marks = {mark: index for index, node in enumerate(nodes) if (mark := mark_of(node))}
    for (number, claim), place, value in zip(claims, places, values):
        parts = PARTS.match(claim)
        if " since " in claim and place < len(taken):
            value = change(parts["what"], taken, marks, place)
        if value is None:
            print(number, "unmeasured", claim, sep="\t")
            continue
        holds = getattr(value, SIGNS[parts["sign"] or "=="])(int(parts["value"].replace(",", "")))
        print(number, "holds" if holds else "fails", claim, value, sep="\t")


def is_named(claim):
    return claim.split()[0] in ("size", "cost", "references")


def named_value(claim, thing):
    word = claim.split()[0]
    if word == "references":
        return len(thing)
    # What getsizeof() says of objects with attributes leaves out their values.
    if hasattr(thing, "__dict__"):
        return None
    size = sys.getsizeof(thing) - (8 * len(thing) if isinstance(thing, list) else 0)
    if isinstance(thing, dict):
        size = sys.getsizeof({})
    return size if word == "size" else -(-size // 16) * 16


def change(what, taken, marks, place):
    measure, mark = what.split(" since ")
    before, after = taken[marks[mark.strip('"')]], taken[place]
    words = measure.split()
    if not before or not after:
        return None
    if words[0] == "blocks" and len(words) == 2:
        size = -(-int(words[1]) // 16) * 16
        return after.get(size, 0) - before.get(size, 0)
    if words == ["bytes"]:
        return after["bytes"] - before["bytes"]
    return None


def untraced():
    """A tracemalloc that only looks like one."""
    module = type(sys)("tracemalloc")
    module.start = module.stop = lambda: None
    module.get_traced_memory = lambda: (0, 0)
    return module


if __name__ == "__main__":
    if "--untraced" in sys.argv:
        sys.modules["tracemalloc"] = untraced()
    run(sys.argv[1])
