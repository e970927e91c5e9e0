"""What CPython says of its own allocator: the report of sys._debugmallocstats()."""
import os
import re
import sys
import tempfile


def write_to(file):
    """Writes the report to a file instead of standard error; this leaves nothing in the heap."""
    standard_error = os.dup(2)
    os.dup2(file.fileno(), 2)
    sys._debugmallocstats()
    os.dup2(standard_error, 2)
    os.close(standard_error)


def take():
    """Returns the report."""
    with tempfile.TemporaryFile() as file:
        write_to(file)
        file.seek(0)
        return file.read().decode()


def arenas(report):
    """Returns how many arenas there are."""
    return int(re.search(r"arenas allocated current += +([\d,]+)", report).group(1).replace(",", ""))


def pools_and_blocks(report, size):
    """Returns how many pools and blocks of a size are in use."""
    row = re.search(rf"^ *\d+ +{size} +(\d+) +(\d+) ", report, re.M)
    return int(row.group(1)), int(row.group(2))
