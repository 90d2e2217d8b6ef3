"""The local run, timed: checkouts a second, CPU, memory, and a peer beside it. See `make bench-local`."""
