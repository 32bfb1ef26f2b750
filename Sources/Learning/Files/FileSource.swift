/// The bytes of a file, or of one member of an archive, and what an error about them has to say.
struct FileSource {
  let bytes: [UInt8]
  let path: String
  let cure: String
  /// The member of the archive at `path` that the bytes were unpacked from.
  var member: String?

  init(_ bytes: [UInt8], path: String, cure: String, member: String? = nil) {
    self.bytes = bytes
    self.path = path
    self.cure = cure
    self.member = member
  }

  func place(_ offset: Int) -> FilePlace { member.map { .memberByte(offset, member: $0) } ?? .byte(offset) }

  func failure(_ problem: FileProblem, at offset: Int) -> DataError {
    .file(path: path, place: place(offset), problem: problem, cure: cure)
  }

  /// Lets pass if `count` bytes follow at `offset`.
  func require(_ count: Int, at offset: Int) throws(DataError) {
    let found = max(0, bytes.count - offset)
    guard count <= found else { throw failure(.truncated(needed: count, found: found), at: min(offset, bytes.count)) }
  }

  /// The number without sign that `width` bytes at `offset` spell, little end first.
  func littleEndian(_ width: Int, at offset: Int) throws(DataError) -> UInt64 {
    try require(width, at: offset)
    return bytes[offset..<offset + width].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The text of a range of bytes, if they are UTF-8.
  func text(_ range: Range<Int>) -> String? { utf8Text(bytes[range]) }

  /// Lets sizes pass if their values fit into the bytes from `offset` on; gives the number of bytes that they take.
  func byteCount(of sizes: [Int], _ encoding: ElementEncoding, at place: Int, from offset: Int) throws(DataError) -> Int
  {
    guard let count = elementCount(sizes) else { throw failure(.sizeOverflow(sizes: sizes), at: place) }
    let (claimed, overflow) = count.multipliedReportingOverflow(by: encoding.byteCount)
    guard !overflow else { throw failure(.sizeOverflow(sizes: sizes), at: place) }
    let possible = bytes.count - offset
    guard claimed <= possible else {
      throw failure(.claimExceedsFile(claimed: claimed, possible: possible), at: place)
    }
    return claimed
  }

  /// The values in a range of bytes, as they stand. Memory: 8 bytes per value.
  func values(
    _ encoding: ElementEncoding, in range: Range<Int>, isBigEndian: Bool = false
  ) throws(DataError) -> [Double] {
    let width = encoding.byteCount
    let count = range.count / width
    var values: [Double] = []
    values.reserveCapacity(count)
    var bad: Int?
    bytes.withUnsafeBytes { buffer in
      for index in 0..<count {
        let pattern = encoding.pattern(buffer, at: range.lowerBound + index * width, isBigEndian: isBigEndian)
        guard let value = encoding.value(pattern) else {
          bad = index
          return
        }
        values.append(value)
      }
    }
    if let bad {
      let rule =
        encoding == .boolean
        ? "a truth value is stored as 0 or 1" : "an integer beyond 2^53 has no exact value in double precision"
      throw failure(.malformed(rule), at: range.lowerBound + bad * width)
    }
    return values
  }
}

/// The text that bytes spell in UTF-8, or nil if they do not.
func utf8Text(_ bytes: some Collection<UInt8>) -> String? {
  let text = String(decoding: bytes, as: UTF8.self)
  return text.utf8.elementsEqual(bytes) ? text : nil
}
