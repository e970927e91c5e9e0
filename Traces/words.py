"""Counting words twice: with lists of everything, and with generators.

The same answer, two peaks: the first way holds all lines, all words and all pairs at once, the second holds one at a time.
"""
import sys
from collections import Counter

VOCABULARY = ["arena", "pool", "block", "chain", "ring", "class", "size", "free", "used", "full", "young", "old"]


def text(count):
    state = 12345
    for _ in range(count):
        words = []
        for _ in range(8):
            state = (state * 1103515245 + 12345) % 2**31
            words.append(VOCABULARY[(state >> 16) % 12] + str(state % 60))
        yield " ".join(words)


def with_lists(count):
    lines = list(text(count))
    words = [word for line in lines for word in line.split()]
    pairs = [(word, len(word)) for word in words]
    return Counter(word for word, length in pairs if length > 4)


def with_generators(count):
    words = (word for line in text(count) for word in line.split())
    pairs = ((word, len(word)) for word in words)
    return Counter(word for word, length in pairs if length > 4)


COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 1_200
sys.audit("arenascope.mark", "lists")
first = with_lists(COUNT)
sys.audit("arenascope.mark", "generators")
second = with_generators(COUNT)
sys.audit("arenascope.mark", "compared")
assert first == second
