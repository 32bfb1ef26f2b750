import CZlib

/// The members of a ZIP file, stored or deflated: what `numpy.savez` and `numpy.savez_compressed` write.
///
/// The directory at the end is what counts; every member's own header must agree with it, no two may share bytes, and
/// checksums are verified. Encrypted members, several disks and archives of 4 GiB or more (ZIP64) are refused.
/// Source: PKWARE's APPNOTE.
struct ZIPFile {
  struct Member {
    let name: String
    /// Where the directory names it.
    let entryOffset: Int
    let isDeflated: Bool
    let checksum: UInt32
    let size: Int
    let packed: Range<Int>
  }

  private static let endLength = 22
  private static let entryLength = 46
  private static let headerLength = 30
  private static let needsZIP64 = 0xFFFF_FFFF

  let source: FileSource
  private(set) var members: [Member] = []

  init(_ source: FileSource, byteLimit: Int) throws(DataError) {
    self.source = source
    let end = try Self.findEnd(source)
    let count = try number(2, at: end + 10)
    let length = try number(4, at: end + 12)
    let start = try number(4, at: end + 16)
    guard try number(2, at: end + 4) == 0, try number(2, at: end + 6) == 0, try number(2, at: end + 8) == count else {
      throw source.failure(.malformed("the archive is spread over several files"), at: end + 4)
    }
    guard count < 0xFFFF, start != Self.needsZIP64 else { throw tooLarge(at: end + 8) }
    guard start + length == end else {
      throw source.failure(.malformed("the archive's directory does not end where it should"), at: end + 12)
    }
    var offset = start
    var names: Set<String> = []
    var total = 0
    for _ in 0..<count {
      let (member, next) = try readEntry(at: offset, directory: start..<end)
      guard names.insert(member.name).inserted else { throw source.failure(.duplicateName(member.name), at: offset) }
      total += member.size
      guard total <= byteLimit else {
        throw source.failure(.claimExceedsLimit(claimed: total, limit: byteLimit), at: offset + 24)
      }
      members.append(member)
      offset = next
    }
    guard offset == end else {
      throw source.failure(.malformed("the archive's directory has more entries than it counts"), at: offset)
    }
    let sorted = members.sorted { $0.packed.lowerBound < $1.packed.lowerBound }
    for (first, second) in zip(sorted, sorted.dropFirst()) where first.packed.upperBound > second.packed.lowerBound {
      throw source.failure(.overlap(first.name, second.name), at: second.entryOffset)
    }
  }

  /// The unpacked bytes of a member. Memory: what is really there, at most its announced size.
  func content(of member: Member) throws(DataError) -> [UInt8] {
    let packed = Array(source.bytes[member.packed])
    let content = member.isDeflated ? try inflate(packed, member) : packed
    guard Self.checksum(content) == member.checksum else {
      throw source.failure(
        .malformed("the checksum of \(quoted(member.name)) is wrong: it is damaged"), at: member.entryOffset + 16)
    }
    return content
  }

  private func inflate(_ packed: [UInt8], _ member: Member) throws(DataError) -> [UInt8] {
    let start = member.packed.lowerBound
    do throws(Inflater.Failure) {
      let inflater = try Inflater(packed, wrapper: .none)
      let content = try inflater.read(member.size)
      let surplus = try inflater.read(1)
      guard content.count == member.size, surplus.isEmpty else {
        throw .damaged(reason: "it does not unpack to the announced \(member.size) bytes", offset: 0)
      }
      return content
    } catch {
      switch error {
      case .damaged(let reason, let place):
        throw source.failure(.malformed("\(quoted(member.name)) is damaged: \(reason)"), at: start + place)
      case .endsEarly(let place):
        throw source.failure(.malformed("\(quoted(member.name)) ends in the middle"), at: start + place)
      case .trailingBytes(let place): throw source.failure(.trailingBytes, at: start + place)
      }
    }
  }

  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var sum: UInt = 0
    var offset = 0
    bytes.withUnsafeBufferPointer { buffer in
      while offset < buffer.count, let base = buffer.baseAddress {
        let length = min(buffer.count - offset, 1 << 30)
        sum = UInt(crc32(uLong(sum), base + offset, uInt(length)))
        offset += length
      }
    }
    return UInt32(truncatingIfNeeded: sum)
  }

  /// The place of the record that ends every archive; a comment of up to 65,535 bytes may follow it.
  private static func findEnd(_ source: FileSource) throws(DataError) -> Int {
    let bytes = source.bytes
    guard bytes.starts(with: [0x50, 0x4B]) else {
      throw source.failure(.malformed("a .npz file is a ZIP archive and starts with the bytes 50 4B"), at: 0)
    }
    try source.require(endLength, at: 0)
    let last = bytes.count - endLength
    for offset in stride(from: last, through: max(0, last - 65_535), by: -1) {
      guard bytes[offset..<offset + 4].elementsEqual([0x50, 0x4B, 5, 6]) else { continue }
      let comment = Int(bytes[offset + 20]) | Int(bytes[offset + 21]) << 8
      if offset + endLength + comment == bytes.count { return offset }
    }
    throw source.failure(.malformed("the archive's directory is missing: the file ends too early"), at: bytes.count)
  }

  private func readEntry(
    at offset: Int, directory: Range<Int>
  ) throws(DataError) -> (member: Member, next: Int) {
    try requireSignature(1, 2, at: offset)
    let nameLength = try number(2, at: offset + 28)
    let extraLength = try number(2, at: offset + 30)
    let next = offset + Self.entryLength + nameLength + extraLength + (try number(2, at: offset + 32))
    guard next <= directory.upperBound else {
      throw source.failure(.malformed("an entry runs past the end of the archive's directory"), at: offset)
    }
    let nameStart = offset + Self.entryLength
    guard let name = source.text(nameStart..<nameStart + nameLength) else {
      throw source.failure(.malformed("the name of a member is not UTF-8"), at: nameStart)
    }
    guard try number(2, at: offset + 8) & 1 == 0 else {
      throw source.failure(.malformed("\(quoted(name)) is encrypted"), at: offset + 8)
    }
    let method = try number(2, at: offset + 10)
    guard method == 0 || method == 8 else {
      throw source.failure(.wrongValue(found: method, allowed: "method 0 (stored) or 8 (deflated)"), at: offset + 10)
    }
    let packedSize = try number(4, at: offset + 20)
    let size = try number(4, at: offset + 24)
    let header = try number(4, at: offset + 42)
    guard packedSize != Self.needsZIP64, size != Self.needsZIP64, header != Self.needsZIP64 else {
      throw tooLarge(at: offset + 20)
    }
    let start = try contentStart(header, nameStart: nameStart, nameLength: nameLength, method: method, entry: offset)
    guard start <= directory.lowerBound, packedSize <= directory.lowerBound - start else {
      throw source.failure(
        .claimExceedsFile(claimed: packedSize, possible: max(0, directory.lowerBound - start)), at: offset + 20)
    }
    let possible = method == 0 ? packedSize : packedSize * Inflater.largestRatio
    guard size <= possible, method == 8 || size == packedSize else {
      throw source.failure(.claimExceedsFile(claimed: size, possible: possible), at: offset + 24)
    }
    let member = Member(
      name: name, entryOffset: offset, isDeflated: method == 8, checksum: UInt32(try number(4, at: offset + 16)),
      size: size, packed: start..<start + packedSize)
    return (member, next)
  }

  /// Where the bytes of a member begin, after its own header, which must agree with the directory.
  private func contentStart(
    _ header: Int, nameStart: Int, nameLength: Int, method: Int, entry: Int
  ) throws(DataError) -> Int {
    guard header <= source.bytes.count - Self.headerLength else {
      throw source.failure(.malformed("a member lies outside the file"), at: entry + 42)
    }
    try requireSignature(3, 4, at: header)
    guard try number(2, at: header + 8) == method, try number(2, at: header + 26) == nameLength else {
      throw source.failure(.malformed("a member's header and the archive's directory disagree"), at: header + 8)
    }
    let start = header + Self.headerLength
    try source.require(nameLength, at: start)
    guard source.bytes[start..<start + nameLength] == source.bytes[nameStart..<nameStart + nameLength] else {
      throw source.failure(.malformed("a member's header and the archive's directory disagree"), at: start)
    }
    return start + nameLength + (try number(2, at: header + 28))
  }

  private func requireSignature(_ first: UInt8, _ second: UInt8, at offset: Int) throws(DataError) {
    try source.require(4, at: offset)
    guard source.bytes[offset..<offset + 4].elementsEqual([0x50, 0x4B, first, second]) else {
      throw source.failure(.malformed("a ZIP header starts with the bytes 50 4B 0\(first) 0\(second)"), at: offset)
    }
  }

  private func number(_ width: Int, at offset: Int) throws(DataError) -> Int {
    Int(try source.littleEndian(width, at: offset))
  }

  private func tooLarge(at offset: Int) -> DataError {
    source.failure(.malformed("archives of 4 GiB or more (ZIP64) are not read"), at: offset)
  }
}
