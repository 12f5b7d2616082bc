"""The log of every write: one line in the transaction of the write, chained by hash afterwards."""
