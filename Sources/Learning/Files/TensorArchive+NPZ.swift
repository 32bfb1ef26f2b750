extension TensorArchive {
  /// What to advise about a `.npz` file that cannot be used, if the caller knows nothing better.
  public static let npzCure = "Save it again with numpy.savez or numpy.savez_compressed, with arrays of numbers only."

  /// Reads a NumPy `.npz` file, stored or deflated: every member is a `.npy` file, named without its ending.
  ///
  /// Nothing is unpacked beyond what the archive announces, and it cannot announce more than deflate can pack (1032
  /// bytes into one) or than `byteLimit`. Checksums are verified.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - byteLimit: the most unpacked bytes to accept; 1 GiB if not given.
  ///   - cure: what to advise if the file cannot be used.
  /// - Throws: `DataError.file` with the path, the offset and the cure.
  public init(npz path: String, byteLimit: Int = 1 << 30, cure: String = npzCure) throws(DataError) {
    try self.init(
      npzBytes: FileBytes.read(path, limit: byteLimit, cure: cure), path: path, byteLimit: byteLimit, cure: cure)
  }

  /// Reads a `.npz` file from its bytes; `path` is used in errors only.
  ///
  /// - Throws: as `init(npz:byteLimit:cure:)`.
  public init(
    npzBytes bytes: [UInt8], path: String = "data", byteLimit: Int = 1 << 30, cure: String = npzCure
  ) throws(DataError) {
    let archive = try ZIPFile(FileSource(bytes, path: path, cure: cure), byteLimit: byteLimit)
    var entries: [Entry] = []
    for member in archive.members {
      guard member.name.hasSuffix(".npy") else {
        throw archive.source.failure(
          .malformed("every member of a .npz file ends in .npy, this one does not"), at: member.entryOffset)
      }
      let content = try archive.content(of: member)
      let tensor = try Tensor(FileSource(content, path: path, cure: cure, member: member.name))
      entries.append(
        Entry(name: String(member.name.dropLast(4)), tensor: tensor, place: .byte(member.entryOffset)))
    }
    self.init(entries, path: path, cure: cure)
  }
}
