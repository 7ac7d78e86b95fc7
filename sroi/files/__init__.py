"""The room of the evidence store: files outside the database, each once, named by its SHA-256.

In: the bytes of an upload. Out: the same bytes, checked against their hash. Which viewer may see a file is decided by the room that
points at it. A folder today; an object store takes the same four functions.
"""
