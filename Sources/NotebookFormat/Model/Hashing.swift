// Whoever reads or records a notebook hashes with it.
@_exported import struct Hashing.SHA256
