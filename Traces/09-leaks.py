"""Four ways to keep memory without wanting to: a cache, a closure, a traceback, a cycle."""
#: title Leaks
#: aim Tell four kinds of leaks by how they look, and find what holds the memory.
#: minutes 6
#: chapter What is a leak?
#: note No Python program leaks as C does: every block here has somebody who refers to it. The question is who.
import gc
import sys

cache = {}
handlers = last_error = None


class Page:
    __slots__ = ("number", "words")

    def __init__(self, number):
        self.number = number
        self.words = bytes(400)


class Node:
    __slots__ = ("peer", "words")

    def __init__(self):
        self.peer = None
        self.words = bytes(400)


def load(number):
    if number not in cache:
        cache[number] = Page(number)
    return cache[number]


def on_click(words):
    size = len(words)

    def clicked():
        return len(words)

    return clicked


def parse(line):
    words = [bytes(400) for count in range(20)]
    raise ValueError(line)


def pair():
    left, right = Node(), Node()
    left.peer = right
    right.peer = left


def serve(requests):
    for number in range(requests):
        load(number)


def wire(buttons):
    return [on_click(bytes(400)) for number in range(buttons)]


def link(pairs):
    for count in range(pairs):
        pair()


#: look source
#: say A leak is memory that a program will never use again, but still holds.
#: | CPython frees an object at once when nothing refers to it. So each leak
#: | has somebody who refers: we look for four of them.
#: say Every part of this script makes objects with 400 bytes of data. Such a
#: | bytes object asks for 433 bytes and gets a block of 448. We count those blocks.

#: chapter The forgotten cache
sys.audit("arenascope.mark", "cache")
#: ask choice 200 different pages are asked for, each once. How many of their blocks
#: | of 448 bytes will be in use when the loop is over?
#:   answer blocks 448 since "cache"
#:   choice 0: 0, nobody uses the pages
#:     why The loop dropped each page, but the cache refers to it as well. That is enough.
#:   choice 1: 1, the last page
#:     why The loop dropped that one too. But the cache refers to all of them.
#:   choice 200: 200
#:     why cache[number] refers to each page, and nothing ever takes one out.
serve(200)
#: reveal heap next 433
#: look heap next 433
#: say 200 pages that nobody needs: they fill pools with the letter B. One letter
#: | is one size of blocks. Nothing is wrong with a single page; what gives a
#: | cache away is that their number only grows.
#: expect blocks 448 since "cache" 200
#: look objects cache[0]
#: say How to find it: choose an object and read why it's alive. The name cache
#: | leads to a dict, the dict to this page. And a name at the top of a module
#: | lives as long as the program.
#: note functools.lru_cache has a maxsize: 128 unless one says None. On a method it holds self as well.
cache.clear()
#: say Cleared, and the pages are gone. A cache needs a limit: lru_cache has one,
#: | or a WeakValueDictionary, which holds nothing itself.
#: look heap next 433
#: expect blocks 448 since "cache" 0

#: chapter The closure
sys.audit("arenascope.mark", "closure")
#: ask choice 50 buttons get a function each, which needs the length of a text only.
#: | on_click has returned 50 times. How many texts are alive?
#:   answer blocks 448 since "closure"
#:   choice 0: none, their names were local
#:     why The local name has gone, but the inner function uses it. So a cell holds the text.
#:   choice 50: all 50
#:     why clicked() uses the name words. So it holds a cell, and the cell holds the text.
#:   choice 1: the last one
#:     why Each call of on_click made a cell of its own, with its own text.
handlers = wire(50)
#: reveal objects handlers[0].closure[0]
#: look objects handlers[0].closure[0]
#: say Read why it's alive: the list, a function, its closure, a cell. And the
#: | cell holds the text: 448 bytes for the sake of one number. Had clicked()
#: | used size, the text would be free.
#: expect blocks 448 since "closure" 50
del handlers

#: chapter The traceback
sys.audit("arenascope.mark", "traceback")
#: ask number parse() makes a list of 20 bytes objects and raises an error. The error
#: | is kept. How many of the 20 are still alive?
#:   answer blocks 448 since "traceback"
#:   right The error holds its traceback, the traceback the frame of parse(), the frame its local names.
#:   wrong All 20: an error holds its traceback, a traceback the frames, a frame its local names.
try:
    parse("?")
except ValueError as error:
    last_error = error
#: reveal objects last_error
#: look objects last_error
#: say The error refers to its traceback, and that to the frames of all functions
#: | from here to the line of the error. Each frame holds what its function
#: | had in its hands.
#: expect blocks 448 since "traceback" 20
last_error = last_error.with_traceback(None)
#: say with_traceback(None) lets go of the frames. The error is still there, the
#: | 20 blocks aren't. Whoever keeps errors should keep their text instead.
#: look heap next 433
#: expect blocks 448 since "traceback" 0

#: chapter The cycle
gc.disable()
sys.audit("arenascope.mark", "cycle")
#: ask choice The collector is off. 30 times two Nodes refer to each other, and their
#: | names go. How many of the 60 texts of the Nodes remain?
#:   answer blocks 448 since "cycle"
#:   choice 0: 0, no name refers to them
#:     why No name does, but left refers to right, and right to left. Each count stays at 1.
#:   choice 30: 30, one of each pair
#:     why They hold each other: neither can go first.
#:   choice 60: 60
#:     why Each Node is held by its peer. Counting references never frees a cycle.
link(30)
#: reveal heap next 433
#: look heap next 433
#: say No name leads to these. The names of the script don't show them, and none
#: | of their counts is 0. The picture sees their blocks: the B pools again.
#: expect blocks 448 since "cycle" 60
gc.collect()
#: say gc.collect() finds what only holds itself, and frees it. Who switches the
#: | collector off has to break cycles by hand, or collect now and then.
#: look collection done
#: expect blocks 448 since "cycle" 0
gc.enable()

#: chapter What to remember
#: say What is alive is held by somebody. Ask who, not where it was made.
#: |
#: | Caches, closures and tracebacks hold; a cycle holds itself.
#: |
#: | A leak grows with each round. A high level that stays is no leak.
#: say To try: mark the start of each round of your program with
#: | sys.audit("arenascope.mark", "round"), record it, and compare the numbers
#: | of blocks at the marks.
sys.audit("arenascope.mark", "end")
