"""What the tests in Python share: the real daemons in folders of their own, the
API through its generated stubs, and things to fill the stores with.

Every test starts its own daemons on free ports, so tests can run side by side
and in any order.
"""
