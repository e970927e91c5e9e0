"""The same objects as tracemalloc, sys.getsizeof, gc and the allocator see them."""
#: title Profiling memory
#: aim Know what tracemalloc, getsizeof, gc, _debugmallocstats and this program see, and what not.
#: minutes 6
#: chapter One thing, many numbers
#: note Nothing here is wrong. Each tool counts at another layer; mixing them up makes wrong stories.
import gc
import sys
import tracemalloc

#: look source
#: say This script makes 1,000 small bytes objects and asks several tools how
#: | much memory they take. Each gives another number, and each is right.
tracemalloc.start()
before = tracemalloc.get_traced_memory()[0]
sys.audit("arenascope.mark", "texts")
texts = [bytes(20) for n in range(1000)]
traced = tracemalloc.get_traced_memory()[0] - before

#: chapter tracemalloc counts what is asked
#: ask number bytes(20) has 20 bytes of data, and asks for 53 with all that belongs to
#: | it. How many bytes does the block have that it gets?
#:   answer cost texts[0]
#:   right Blocks come in steps of 16 bytes: 53 needs the block of 64.
#:   wrong 64: blocks come in steps of 16 bytes, so 48 is too small and 64 is next.
#: reveal pool texts[0]
#: expect size texts[0] 53
#: say tracemalloc writes down each request: its size, and the line that made it.
#: | traced is 61,800: 1,000 times 53, and 8,800 bytes for the list's
#: | references.
#: look source traced
#: expect blocks 64 since "texts" 1000
#: say The allocator gave blocks of 64, which makes 64,000. The 11 bytes at the
#: | end of each block are nobody's: tracemalloc can't see them, the picture
#: | shows them.
#: look pool texts[0]
#: note Rounding costs up to 15 bytes a block. For 1,000 objects it's 11,000 bytes here.
#: ask choice malloc serves what is larger than 512 bytes, as the list's references. How
#: | many blocks of malloc's are there more than before the list?
#:   answer raw since "texts"
#:   choice 1: 1, for the references
#:     why That is one. The others are tracemalloc's own notes: it keeps one for each block.
#:   choice 2: 2
#:     why The references need one. tracemalloc keeps a note for each block, and asks malloc for it.
#:   choice 1005: 1,005
#:     why tracemalloc keeps a note for each block that it watches. Its notes are memory too.
#: reveal raw
#: say Who measures, changes: the notes took 16,080 bytes here. That is why
#: | tracemalloc doesn't count them, and why it isn't always on.
#: expect rawbytes since "texts" 24880

#: chapter getsizeof and gc
#: ask choice sys.getsizeof(texts) says how many bytes the list takes. Which number?
#:   choice wrong: 61,856, the list and its items
#:     why It doesn't follow references: the items may belong to others as well.
#:   choice right: 8,856, the list alone
#:     why The list object has 56 bytes, its references 8,800. What they refer to isn't counted.
#:   choice wrong: 56, the list object alone
#:     why A list does count the room for its references: 8,800 bytes more.
size = sys.getsizeof(texts)
#: reveal source size
#: say getsizeof answers for one object only. It knows neither the items nor the
#: | 16-byte steps of the blocks.
#: ask choice gc.get_objects() lists the objects that the collector tracks. How many of
#: | the 1,000 bytes objects are among them?
#:   choice references found == 0: none
#:     why The collector looks for cycles. Bytes refer to nothing, so they can't be in one.
#:   choice references found == 1000: all 1,000
#:     why It tracks only what can be part of a cycle. Bytes refer to nothing.
#:   choice references found == 1: 1
#:     why Not one: it tracks only what can refer to something.
found = [thing for thing in gc.get_objects() if type(thing) is bytes]
#: reveal source found
#: say Numbers, strings and bytes are invisible to gc: it sees containers, such
#: | as the list itself. It's the tool for cycles, not for sums.
#: expect references found 0

#: chapter Blocks that nobody uses
gc.collect()
sys.audit("arenascope.mark", "floats")
floats = [n / 7 for n in range(200)]
#: expect blocks 32 since "floats" 200
#: ask choice There are 200 floats, with 32 bytes each. Now their list is deleted. How
#: | many of their blocks will be free?
#:   choice blocks 32 since "floats" == 0: all 200
#:     why The floats are all dead. But CPython keeps 100 dead floats, to use them again quickly.
#:   choice blocks 32 since "floats" == 100: 100
#:     why CPython keeps up to 100 dead floats in a free list. Their blocks stay in use.
#:   choice blocks 32 since "floats" == 200: none
#:     why The floats are dead, and only 100 of them are kept for the next floats.
sys.audit("arenascope.mark", "deleted")
del floats
#: reveal pool next 24
#: say To tracemalloc and to the allocator the 100 are in use: nobody gave them
#: | back. This picture shows them as used as well. One report knows better:
#: | sys._debugmallocstats() names "100 free PyFloatObjects".
#: expect blocks 32 since "floats" 100
#: note Lists, dicts and tuples have such free lists too; see lesson 3.
gc.collect()
#: say A full collection empties these free lists. Do that before you compare
#: | two measurements.
#: expect blocks 32 since "floats" 0

#: chapter The allocator's own report
#: ask choice sys._debugmallocstats() prints what each pool holds. Now a bytes object of
#: | 100,000 bytes is made. What will the report say of it?
#:   choice bytes since "large" > 100000: 100,033 bytes more in use
#:     why Its pools have blocks up to 512 bytes. What is larger goes to malloc, past the report.
#:   choice bytes since "large" < 1000: next to nothing
#:     why It knows pools and arenas only. What is larger than 512 bytes is malloc's.
#:   choice bytes since "large" == 100000: one more arena
#:     why Arenas hold pools, and pools hold blocks of 512 bytes at most. Larger ones go to malloc.
sys.audit("arenascope.mark", "large")
large = bytes(100_000)
#: reveal raw large
#: look raw large
#: say The large one is here, among malloc's blocks. The report knows pools,
#: | arenas and free lists exactly, but no names, no lines, nothing large.
#: expect rawbytes since "large" > 100000

#: note While tracemalloc runs, the report says nothing of pools at all: it looks only at
#: | CPython's own allocator, and tracemalloc has put itself in front of it.
#: chapter And this program?
#: look events
#: say It sees each request, its size, its block and its line of code, and all of
#: | it at each moment. It doesn't see what a C library takes from malloc by
#: | itself, nor that a float is in a free list.
#: chapter What to remember
#: say tracemalloc sees requests, getsizeof one object, gc what can be in cycles.
#: |
#: | Asked isn't block, block isn't arena, arena isn't resident memory.
#: |
#: | Empty the free lists before you compare.
#: say To try: take a tracemalloc snapshot before and after a round of your
#: | program, and compare_to() them: it names the lines that grew.
sys.audit("arenascope.mark", "end")
