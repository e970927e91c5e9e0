"""Prints line tables of code objects, and what this interpreter itself says about each of their instructions.

    python3 line_tables.py            a source full of difficult line numbers
    python3 line_tables.py library    the top level of the standard library as well

One `code FORMAT FIRST-LINE TABLE-IN-HEX LENGTH` line for each code object, then for each instruction a line
`OFFSET LINE END-LINE COLUMN END-COLUMN`, with `-` for what is not known.
"""
import dis
import os
import sys

FORMAT = 0 if sys.version_info < (3, 10) else 1 if sys.version_info < (3, 11) else 2


def stress():
    """A source whose instructions are far apart, go back, share lines, and have none."""
    parts = ["def plain(x):\n    return x\n"]
    parts.append("def far(x):\n    y = [" + "\n" * 300 + "        x,\n" + "\n" * 200 + "        x + 1]\n    return y\n")
    parts.append("def back(x):\n    return x(\n        1,\n        x(\n" + "\n" * 140 + "            2)\n        .y,\n    )\n")
    parts.append("def long(x):\n    return [" + ", ".join("x[%d]" % i for i in range(400)) + "]\n")
    parts.append("def tries(x):\n    try:\n        x()\n    except ValueError as e:\n        raise KeyError from e\n"
                 "    finally:\n        x(2)\n    with x as y, y as z:\n        return z\n")
    parts.append("def loops(x):\n    for a in x:\n        if a: continue\n        while a:\n            a -= 1\n            if a > 3: break\n"
                 "        else:\n            return a\n    return [b for b in x if b]\n")
    parts.append("async def waits(x):\n    async for a in x:\n        yield await a\n    async with x: pass\n")
    parts.append("class K:\n    a = 1\n    def m(self): return super().m(lambda: self,\n        key=1)\n    @property\n    def p(self):\n"
                 "        def inner(): nonlocal_ = self; return nonlocal_\n        return inner\n")
    parts.append("def text(x):\n    return 'äöü€😀' + x + f'{x}{x!r:>{x}}' \\\n        'more' + (x if x else not x)\n")
    parts.append("x = {" + "\n".join("%d: (lambda a=%d: a * %d)," % (i, i, i) for i in range(40)) + "}\n")
    return "\n".join(parts)


def positions(code):
    """For each instruction (line, end line, column, end column), from the interpreter's own functions."""
    units = len(code.co_code) // 2
    if FORMAT == 2:
        return list(code.co_positions())
    lines = [None] * units
    if FORMAT == 1:
        for start, end, line in code.co_lines():
            for unit in range(start // 2, end // 2):
                lines[unit] = line
    else:
        starts = dict(dis.findlinestarts(code))
        line = code.co_firstlineno
        for unit in range(units):
            line = starts.get(unit * 2, line)
            lines[unit] = line
    return [(line, None, None, None) for line in lines]


def show(code):
    table = code.co_lnotab if FORMAT == 0 else code.co_linetable
    print("code", FORMAT, code.co_firstlineno, table.hex() or "-", len(code.co_code))
    for unit, place in enumerate(positions(code)):
        print(unit * 2, *("-" if part is None else part for part in place))
    for constant in code.co_consts:
        if isinstance(constant, type(code)):
            show(constant)


def main():
    show(compile(stress(), "<stress>", "exec"))
    if sys.argv[1:] == ["library"]:
        folder = os.path.dirname(os.__file__)
        for name in sorted(os.listdir(folder)):
            if name.endswith(".py"):
                with open(os.path.join(folder, name), "rb") as file:
                    show(compile(file.read(), name, "exec"))


main()
