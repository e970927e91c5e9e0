"""Documents written and read as JSON, and searched with regular expressions."""
import json
import re
import sys

scale = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
word = re.compile(r"(?P<first>[a-m]+)(?P<rest>\d*)|[n-z]{2,}")
for turn in range(max(1, int(60 * scale))):
    document = [
        {"id": i, "name": "item%d" % (i * turn), "tags": ["a%d" % (i % 7), "z" * (i % 40)], "price": i / 7, "sub": {"x": [i, None, True]}}
        for i in range(400)
    ]
    text = json.dumps(document, indent=turn % 3 or None)
    again = json.loads(text)
    assert again == document
    found = [match.groupdict() for match in word.finditer(text)]
    re.sub(r"item(\d+)", lambda match: "<" + match.group(1) + ">", text)
    re.compile("x{%d}(a|b)*%d" % (turn, turn)).search(text)
print(len(found))
