"""A parser of log lines: regular expressions in, dictionaries out, JSON at the end.

Many short strings live for one line; the counters and the first order of each customer live to the end.
"""
import json
import re
import sys

LINE = re.compile(r"(?P<when>\d\d:\d\d:\d\d) order=(?P<order>\d+) customer=(?P<customer>\w+) total=(?P<total>\d+\.\d\d)")


class Order:
    __slots__ = ("number", "customer", "total")

    def __init__(self, number, customer, total):
        self.number = number
        self.customer = customer
        self.total = total


def lines(count):
    for n in range(count):
        yield f"{n // 3600 % 24:02}:{n // 60 % 60:02}:{n % 60:02} order={100000 + n * 7} customer=c{n * n % 97:02} total={n % 900 + 0.25:.2f}"


def read(source):
    first, totals = {}, {}
    for line in source:
        found = LINE.match(line)
        order = Order(int(found["order"]), found["customer"], float(found["total"]))
        first.setdefault(order.customer, order)
        totals[order.customer] = totals.get(order.customer, 0.0) + order.total
    return first, totals


sys.audit("arenascope.mark", "imported")
first, totals = read(lines(int(sys.argv[1]) if len(sys.argv) > 1 else 4_000))
sys.audit("arenascope.mark", "read")
report = json.dumps([{"customer": c, "first": o.number, "sum": round(totals[c], 2)} for c, o in sorted(first.items())], indent=1)
back = json.loads(report)
sys.audit("arenascope.mark", "reported")
del first, totals, back, report
sys.audit("arenascope.mark", "dropped")
