"""Many objects of which a few scattered ones survive: they hold arenas that are otherwise empty."""
import sys

scale = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
count = max(4000, int(400000 * scale))


class Record:
    __slots__ = ("number", "name", "link")

    def __init__(self, number, link):
        self.number = number
        self.name = "record %d" % number
        self.link = link


for turn in range(3):
    records = []
    for number in range(count):
        records.append(Record(number, (number, turn)))
    survivors = records[:: count // 100]
    sys.audit("arenascope.mark", "built %d" % turn)
    del records
    sys.audit("arenascope.mark", "freed %d" % turn)
    odd = [bytes((i * 37) % 520) for i in range(count // 4)]
    del odd[::2]
    odd += [bytearray(i % 700) for i in range(count // 20)]
print(len(survivors), len(odd))
