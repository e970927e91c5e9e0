"""The same work by a built-in function and by a loop, and what each asks of the allocator."""
#: title Built-ins against loops
#: aim Say why sum() and join() ask for less memory than a loop, and when a loop costs nothing.
#: minutes 5
#: chapter Adding up
#: note The lesson is about requests for memory. The times in the notes were
#: | measured on one machine with CPython 3.13: yours will differ.
import sys


def add_up(numbers):
    total = 0
    for number in numbers:
        total += number
    return total


def smallest(numbers):
    least = numbers[0]
    for number in numbers:
        if number < least:
            least = number
    return least


def glue(words):
    text = ""
    for word in words:
        text += word
    return text


def glue_and_remember(words):
    text = ""
    for word in words:
        before = text
        text += word
    return text


numbers = list(range(1000, 1400))
words = ["arena "] * 60
#: look source
#: say numbers is a list of 400 ints. A loop adds them up, then sum() does. We
#: | count how often each of them asks for memory: its requests.

#: chapter Adding up
#: ask choice How many requests will the loop in add_up make?
#:   answer requests since "loop"
#:   choice 1: 1, for the total
#:     why It would, if an int could change. But each += makes a new int.
#:   choice 401: 401
#:     why Each += makes a new int with a block of its own: 400. The one more is the iterator of the for.
#:   choice 800: 800, for numbers and totals
#:     why The numbers of the list exist already: the loop only refers to them. Only the totals are new.
sys.audit("arenascope.mark", "loop")
total = add_up(numbers)
#: reveal pool next 28
#: say An int never changes. So total += number makes a new int, and the old
#: | one dies: 400 requests, but only two blocks that took turns. The one
#: | marked 1 was freed last and goes out next.
#: look pool next 28
#: expect requests since "loop" 401
#: note The line "live" stays flat: the loop needs no more memory at once, it only asks more often.
#: ask number Now sum() adds up the same 400 ints. It needs one int for the result.
#: | How many requests will it make?
#:   answer requests since "sum"
#:   right One for the result, and one for the iterator over the list.
#:   wrong Two: the result, and the iterator over the list. It adds in C, with plain machine numbers.
sys.audit("arenascope.mark", "sum")
total = sum(numbers)
#: reveal pool total
#: say sum() is written in C. While the numbers are small enough it adds them
#: | without making an int, and makes one at the end.
#: look pool total
#: note For a million ints: the loop 22 ms, sum() 6 ms. With floats and with numbers above 2**63 the story changes.
#: expect requests since "sum" 2

#: chapter The smallest
#: ask choice smallest() looks at the 400 numbers in a loop. How many requests will it
#: | make?
#:   answer requests since "least"
#:   choice 1: 1
#:     why Only the iterator. The loop compares, and least refers to an int that exists.
#:   choice 401: 401, like the other loop
#:     why That one made a new total in each round. This one only refers to ints that exist.
#:   choice 0: 0
#:     why Nearly: the for needs an iterator, and that is an object.
sys.audit("arenascope.mark", "least")
least = smallest(numbers)
#: reveal source least
#: look source least
#: say A loop costs memory only if each round makes something. This one
#: | compares and refers. The name least has the same object that the list
#: | refers to.
#: expect requests since "least" 1
sys.audit("arenascope.mark", "min")
least = min(numbers)
#: say min() makes one request as well. To the allocator the two are the same.
#: look source least
#: expect requests since "min" 1
#: note For a million ints on 3.13: loop 10 ms, min() 12 ms. Built-ins aren't faster by law.

#: chapter Gluing words
#: ask choice glue() puts 60 words together with +=. Each word has 6 letters. How many
#: | new strings will it ask for?
#:   choice requests since "glue" > 20: 59, each += makes a new one
#:     why That is what a string should do: it never changes. But nobody else can see this one.
#:   choice requests since "glue" < 3: 1, and then it grows
#:     why Only the name text refers to the string. So CPython lets it grow where it is: realloc.
sys.audit("arenascope.mark", "glue")
text = glue(words)
#: reveal pool text
#: look pool text
#: say One name refers to the string, so nobody can see it change: it's made
#: | larger with realloc. While its block has room, it stays. Then it moves to
#: | a pool of the next size.
#: expect requests since "glue" 2
#: note Step back through the moves: the string wanders through the pools from 64 to 416 bytes.
#: ask choice glue_and_remember() does the same, but another name refers to the string
#: | before it grows. How many requests now?
#:   answer requests since "remember"
#:   choice 2: 2, the iterator and a string, as before
#:     why Now it would show: before must not change. So a new string is made each time.
#:   choice 60: 60
#:     why before must not change: 59 times += makes a new string. The one more is the iterator.
#:   choice 120: 120
#:     why The name before makes no copy. It refers to the same string.
sys.audit("arenascope.mark", "remember")
text = glue_and_remember(words)
#: reveal pool text
#: look pool text
#: say A second name, and each += copies everything again: with twice as many
#: | words, four times as many bytes are copied.
#: expect requests since "remember" 60
#: note 100,000 words: += with one name 4 ms, with two 54 ms, join() 2 ms.
#: ask number join() gets all 60 words at once. How many requests will it make?
#:   answer requests since "join"
#:   right It adds up the lengths first, asks once, and copies each word once.
#:   wrong One: it adds up the lengths first, asks once, and copies each word once.
sys.audit("arenascope.mark", "join")
text = "".join(words)
#: reveal pool text
#: look pool text
#: say The string of 360 letters asks for 401 bytes at once, and gets a block of
#: | 416. join() doesn't depend on who else refers to what.
#: expect requests since "join" 1
#: expect size text 401
#: expect cost text 416

#: chapter What to remember
#: say Each new object is a request. Ints and strings are new with each change.
#: |
#: | sum() and join() make one object at the end. A loop may make one a round.
#: |
#: | A loop that only compares and refers costs nothing: measure first.
#: say To try: add a loop over range(len(numbers)) to the script, and count its
#: | requests. Where do they come from?
sys.audit("arenascope.mark", "end")
