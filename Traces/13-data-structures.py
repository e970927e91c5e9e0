"""A hundred points and a thousand numbers in different structures, and what each takes of the heap.

Recorded with --stacks none, as the call stacks of NumPy's import would make the recording large.
"""
#: title Choosing a data structure
#: aim Predict what records and numbers cost as tuple, list, dict, class, set, array and NumPy array.
#: minutes 6
#: chapter Records
#: note All sizes are those of CPython 3.13 on 64-bit machines, and of NumPy 2.5.
import gc
import sys
from array import array

# All names at once, so that the module's own table of names doesn't grow in the middle of a measurement.
part = vector = total = packed = unique = ints = tuples = lists = dicts = points = slotted = None


class Point:
    def __init__(self, x, y, z):
        self.x = x
        self.y = y
        self.z = z


class Slotted:
    __slots__ = ("x", "y", "z")

    def __init__(self, x, y, z):
        self.x = x
        self.y = y
        self.z = z


def warm_up():
    # A class reserves room for many attributes until its first objects have shown how many it needs.
    for n in range(40):
        Point(1, 2, 3)
    array("q", [1])


gc.collect()
gc.disable()
warm_up()
#: look source
#: say A point has three small numbers x, y and z. The numbers exist already: we
#: | ask only what holds them. A hundred points of each kind are made.
sys.audit("arenascope.mark", "tuples")
tuples = [(1, 2, n) for n in range(100)]
#: look pool tuples[0]
#: say A tuple of three asks for 64 bytes: 16 for the collector, 24 for its head
#: | with count, type and length, 24 for three references. One block.
#: expect size tuples[0] 64
#: expect cost tuples[0] 64
#: ask choice Now the points are made as lists: [1, 2, n]. How many blocks does each
#: | list take?
#:   choice wrong: 1, like the tuple
#:     why A list can grow, so its references can't stand in the object: they have a block of their own.
#:   choice right: 2
#:     why A list can grow. So the object of 56 bytes refers to a second block with the references.
#:   choice wrong: 4, one more for each number
#:     why The numbers exist already, and are shared. The list holds references to them.
sys.audit("arenascope.mark", "lists")
lists = [[1, 2, n] for n in range(100)]
#: reveal pool lists[0]
#: expect blocks 32 since "lists" 100
#: expect cost lists[0] 64
#: look pool lists[0]
#: say The list object has a block of 64, its three references one of 32. That
#: | makes 96 bytes, and two blocks in two pools.
#: ask choice Now they are dicts with the keys "x", "y" and "z". How many bytes of
#: | blocks does each dict take?
#:   choice wrong: 64, like the tuple
#:     why The dict object alone takes that. Its table of keys and values is a block of its own.
#:   choice wrong: 96, like the list
#:     why A list's second block has references only. A dict's table has keys as well, and room to grow.
#:   choice right: 192
#:     why 64 for the dict object, 128 for a table with room for five keys and values.
sys.audit("arenascope.mark", "dicts")
dicts = [{"x": 1, "y": 2, "z": n} for n in range(100)]
#: reveal pool next 128
#: expect cost dicts[0] 64
#: expect blocks 128 since "dicts" 100
#: look pool next 128
#: say Each dict has its own table with its own references to the same three
#: | keys. For many records of one kind that's waste.
sys.audit("arenascope.mark", "points")
points = [Point(1, 2, n) for n in range(100)]
#: look pool points[0]
#: say Objects of a class share one table of keys. Each has the values in its own
#: | block: 96 bytes for three attributes.
#: expect cost points[0] 96
#: expect blocks 96 since "points" 100
#: ask choice The class Slotted names its attributes in __slots__. How many bytes does
#: | each of its objects take?
#:   answer cost slotted[0]
#:   choice 32: 32
#:     why The three references alone need 24 bytes, and each object has a head, here with the collector's part.
#:   choice 64: 64
#:     why 16 for the collector, 16 for count and type, 24 for three references: 56, and a block has 64.
#:   choice 96: 96, as before
#:     why Without __slots__, it needs room for __dict__ and weak references too. Slots leave that out.
sys.audit("arenascope.mark", "slotted")
slotted = [Slotted(1, 2, n) for n in range(100)]
#: reveal pool slotted[0]
#: look pool slotted[0]
#: say As small as a tuple, with names and methods. It's for memory, not for
#: | speed: reading an attribute takes the same time.
#: expect size slotted[0] 56
#: expect blocks 64 since "slotted" >= 100
#: note From the tuple: 64, 96, 192, 96, 64 bytes a record. Write it on the board.

#: chapter A thousand numbers
sys.audit("arenascope.mark", "ints")
ints = list(range(1000, 2000))
#: look heap next 28
#: say A list of 1,000 ints: 8,000 bytes of references from malloc, and 1,000
#: | blocks of 32 bytes for the ints. 40 bytes for each number.
#: expect rawbytes since "ints" 8000
#: expect blocks 32 since "ints" >= 1000
#: ask choice A set is made of 1,000 ints that a list holds already. What does the set
#: | itself take?
#:   choice wrong: 8,000 bytes, as the list
#:     why A set keeps many places empty, and keeps the hash beside each reference: 16 bytes a place.
#:   choice right: 32,768 bytes
#:     why 2,048 places of 16 bytes, less than half of them full: that's why it finds things so fast.
#:   choice wrong: 40,000 bytes
#:     why The ints are shared: only places for hash and reference are new.
sys.audit("arenascope.mark", "set")
unique = set(ints)
#: reveal raw
#: look raw
#: say Speed for memory: "in" looks at one or two places, not at all of them. A
#: | set or dict pays when you look things up, a list when you go through.
#: expect rawbytes since "set" 32768
#: ask number array("q", ints) keeps bare numbers of 8 bytes, no objects. How many
#: | requests for memory does it make in all?
#:   answer requests since "array"
#:   right One for the array object, one for 8,000 bytes of numbers.
#:   wrong Two: the array object, and one piece of 8,000 bytes. No number is an object.
sys.audit("arenascope.mark", "array")
packed = array("q", ints)
#: reveal pool packed
#: look pool packed
#: say 8 bytes a number instead of 40. Reading packed[3] makes an int object, for
#: | as long as it's needed.
#: expect rawbytes since "array" 8000
#: expect bytes since "array" 80

#: chapter NumPy
#: say NumPy keeps bare numbers as well, and computes with them as they are.
#: | It's imported from here on, which takes almost 300,000 events.
#: look source
#: note gc.freeze() keeps NumPy's own objects out of later collections; see lesson 6.
sys.path.append("/opt/numpy")  # where it was installed for this recording
from numpy import arange

gc.freeze()
sys.audit("arenascope.mark", "numpy")
vector = arange(1000, 2000)
#: look pool vector
#: say The array object has a block of 96 bytes. Its 8,000 bytes of numbers come
#: | from malloc.
#: expect rawbytes since "numpy" 8000
#: expect bytes since "numpy" 96
#: ask choice part = vector[100:200] is a slice of an array. What does it take?
#:   choice rawbytes since "part" == 800: 800 bytes for 100 numbers
#:     why A slice of a list would copy the references. A slice of an array is a view: it copies nothing.
#:   choice rawbytes since "part" == 0: 96 bytes
#:     why Only an array object. It points into the numbers of vector, and holds vector.
#:   choice rawbytes since "part" == 8000: 8,096 bytes
#:     why Nothing is copied: the slice points into the numbers of vector.
sys.audit("arenascope.mark", "part")
part = vector[100:200]
#: reveal source part
#: look source part
#: say A view: change part[0] and vector changes. And a leak to know: a small
#: | view holds the whole array.
#: expect bytes since "part" 96
sys.audit("arenascope.mark", "method")
total = vector.sum()
#: ask choice vector.sum() made a dozen requests. Now Python's own sum(vector) adds up the
#: | same array. How many requests?
#:   choice requests since "built-in" < 20: about as many
#:     why Python's sum() knows nothing of NumPy: it asks for one element after the other.
#:   choice requests since "built-in" > 1500: about 2,000
#:     why Each element is made an object, and each subtotal too: 2 objects a number.
#:   choice requests since "built-in" == 0: none
#:     why It would have to know what is in the array. It asks for the elements, one by one.
sys.audit("arenascope.mark", "built-in")
total = sum(vector)
#: reveal events
#: look events
#: say Python's loop over a NumPy array wraps each number into an object. Use the
#: | array's own methods, or a list with Python's functions.
#: note For a million: a.sum() 0.2 ms, sum(list) 6 ms, sum(array) 60 ms on one machine with 3.13.
#: chapter What to remember
#: say Records: tuple and slots 64 bytes, class 96, list 96, dict 192.
#: |
#: | Numbers: 40 bytes in a list, 8 in an array. A set pays for speed.
#: |
#: | Bare numbers are cheap while nobody takes them out one by one.
#: say To try: give Point a fourth attribute, and a fifth. When does its block
#: | grow? Record it and look.
sys.audit("arenascope.mark", "end")
