"""Rows put into an SQLite database in memory and asked for."""
import sys

try:
    import sqlite3
except ImportError:
    sys.exit(77)

scale = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
rows = max(100, int(20000 * scale))
connection = sqlite3.connect(":memory:")
connection.row_factory = sqlite3.Row
connection.execute("create table orders (id integer primary key, customer text, price real, note blob)")
with connection:
    connection.executemany(
        "insert into orders values (?, ?, ?, ?)",
        ((i, "customer %d" % (i % 311), i * 1.5, bytes(i % 600)) for i in range(rows)),
    )
connection.create_function("shout", 1, lambda text: text.upper() + "!")
total = 0
for row in connection.execute("select shout(customer) as who, sum(price) as total, count(*) from orders group by customer"):
    total += row["total"]
by_name = {row["customer"]: dict(row) for row in connection.execute("select * from orders order by price desc")}
print(len(by_name), total)
