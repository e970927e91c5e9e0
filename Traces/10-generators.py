"""The squares of 0 to 5,999, added up from a list and then from a generator."""
#: title Generators against lists
#: aim Say how much memory a list and a generator hold at once, and see it.
#: minutes 4
#: chapter One sum, two ways
#: note Ask first: is it the same sum? It is, 71,982,001,000. Only the memory differs.
import sys


def one_by_one(count):
    for n in range(count):
        if n == 3_000:
            #: say The generator has stopped in the middle of its loop: n is 3,000, and
            #: | the square of 2,999 was its last.
            #: look source n
            #: ask number The generator has made 3,000 squares by now. How many 32-byte blocks
            #: | more are in use than before it began?
            #:   answer blocks 32 since "generator"
            #:   right It's n. sum() added each square and dropped it, and so the square died.
            #:   wrong Only n has a block. sum() added each square and dropped it, so it died.
            #: expect blocks 32 since "generator" 1
            #: say This is all that a generator holds: where it stopped, and its names.
            #: | It has forgotten the squares before this one, and those to come
            #: | aren't made.
            #: look pool n
            #: say Step on by single events: two blocks are handed out and taken back,
            #: | again and again. The block that was freed last is used first.
            #: note Step ten events by hand, so that all see the same blocks come and go.
            halfway = n
        yield n * n


#: look source
#: say This script adds up the squares of 0 to 5,999: first from a list that holds
#: | all of them, then from a generator that makes one after the other.
#: say On the left is the script, with an arrow at the line that comes next. On
#: | the right are its names, and what they refer to.

#: chapter The list
#: ask choice The next line makes a list of 6,000 squares. Each int takes a block of
#: | 32 bytes. How many such blocks will be in use when it's done?
#:   answer blocks 32 since "list"
#:   choice 1: 1, for the list
#:     why A list holds references only. Each int is an object with a block of its own.
#:   choice 5983: 5,983
#:     why CPython has the ints from -5 to 256 ready-made. The squares of 0 to 16 are among them.
#:   choice 6000: 6,000
#:     why Nearly. CPython has the ints up to 256 ready-made, and 17 of the squares are among them.
#:   choice 12000: 12,000, for n and its square
#:     why Each n was freed when the next one came. Only what the list refers to stays.
sys.audit("arenascope.mark", "list")
squares = [n * n for n in range(6_000)]
#: reveal heap next 28
#: look heap next 28
#: say The squares are all there at once. The line "live" at the bottom shows
#: | the bytes in use over time: it has climbed to a step.
#: expect blocks 32 since "list" 5983
#: say The list needs 8 bytes for each reference, and keeps some room to grow:
#: | 53,024 bytes. A pool's blocks have 512 at most, so malloc serves it.
#: | The picture counts such bytes as "raw".
#: expect rawbytes since "list" 53024
#: say sum() only reads. The list and its ints stay as long as a name refers to
#: | the list.
#: look source squares
total = sum(squares)
#: note 11,732 requests: 5,983 squares, 5,743 numbers n above 256, the list and a few more.
#: expect requests since "list" 11732
del squares
#: say Without the name, the list died, and with it all the squares. Only the
#: | total has kept a block.
#: look heap next 28
#: expect blocks 32 since "list" 1
#: expect rawbytes since "list" 0

#: chapter The generator
#: ask choice Now the generator is asked for the same 6,000 squares. What will the
#: | line "live" do?
#:   choice right: stay nearly flat
#:     why Each square dies before the next one is made.
#:   choice wrong: climb to the same step
#:     why It would, if something kept the squares. sum() keeps only the total.
#:   choice wrong: climb half as high
#:     why There is no half of a list. There is one square at a time.
sys.audit("arenascope.mark", "generator")
total = sum(one_by_one(6_000))
#: say The same total. In the middle, the list's way held 5,983 squares and 53,024
#: | bytes of references; the generator's way held n.
#: look heap next 28
#: expect blocks 32 since "generator" 0

#: chapter What it doesn't save
#: ask choice Which way asked for memory more often?
#:   choice right: both about equally often
#:     why Each square was an object of its own both times: some 11,730 requests. The peak differs.
#:   choice wrong: the list
#:     why No: each square was made once both times. It's the peak that differs.
#:   choice wrong: the generator
#:     why No: it makes each square once, as the list's line does.
#: expect requests since "generator" 11731
again = one_by_one(20)
first = sum(again)
#: ask choice first is 2470. The same generator is added up again. What is second?
#:   choice wrong: 2470
#:     why A list could be read twice. This generator has come to its end.
#:   choice right: 0
#:     why The generator is at its end: nothing comes any more, and sum() of nothing is 0.
#:   choice wrong: an error
#:     why A generator at its end gives nothing. sum() of nothing is 0, with no error.
second = sum(again)
#: reveal source
#: look source
#: say The numbers don't come back. Who needs them twice, or sorted, or counted
#: | first, needs a list, and its memory.

#: chapter What to remember
#: say A list holds all its items at once. A generator holds one.
#: |
#: | Both make each item once. It's the peak that differs, not the work.
#: |
#: | A generator can be read once.
#: say To try: record your own script with "arenascope run", once with [ ] and
#: | once with ( ), and compare the line "live".
sys.audit("arenascope.mark", "end")
