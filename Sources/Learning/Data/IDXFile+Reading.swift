extension IDXFile {
  /// What to advise about a file that cannot be used, if the caller knows nothing better.
  public static let defaultCure = "Download or copy the file again; it must be an IDX file, plain or packed by gzip."

  /// Reads the IDX file at `path`, plain or packed by gzip (told apart by its first bytes, not by its name).
  ///
  /// Every byte is accounted for: the file holds exactly what its header announces, and gzip's checksum is verified.
  /// A header that lies costs nothing: no more is unpacked than it announces, and an announcement that the file
  /// cannot keep is refused before any of it is unpacked. Time and memory: linear in the unpacked size.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - byteLimit: the most bytes of elements to accept; 1 GiB if not given.
  ///   - cure: what to advise if the file cannot be used.
  /// - Throws: `DataError.file` with the path, the offset and the cure.
  public static func read(
    _ path: String, byteLimit: Int = 1 << 30, cure: String = defaultCure
  ) throws(DataError) -> IDXFile {
    // The header takes at most 4 + 4 · 255 bytes, gzip's wrapper little more.
    let limit = byteLimit.addingReportingOverflow(1 << 20)
    let content = try FileBytes.read(path, limit: limit.overflow ? .max : limit.partialValue, cure: cure)
    return try parse(content, path: path, byteLimit: byteLimit, cure: cure)
  }

  /// Reads an IDX file from its bytes, plain or packed by gzip; `path` is used in errors only.
  ///
  /// - Throws: as `read(_:byteLimit:cure:)`.
  public static func parse(
    _ content: [UInt8], path: String = "data", byteLimit: Int = 1 << 30, cure: String = defaultCure
  ) throws(DataError) -> IDXFile {
    var reader = try IDXReader(content, path: path, cure: cure)
    return try reader.readTable(byteLimit: byteLimit)
  }
}

/// The state of reading one IDX file: where its bytes come from and how many have been taken.
private struct IDXReader {
  let path: String
  let cure: String
  let packedCount: Int
  let content: [UInt8]
  let inflater: Inflater?
  var offset = 0

  init(_ content: [UInt8], path: String, cure: String) throws(DataError) {
    self.path = path
    self.cure = cure
    self.content = content
    packedCount = content.count
    guard content.starts(with: Inflater.signature) else {
      inflater = nil
      return
    }
    do throws(Inflater.Failure) {
      inflater = try Inflater(content)
    } catch {
      throw .file(path: path, place: .byte(0), problem: .damagedGzip(reason: "\(error)"), cure: cure)
    }
  }

  mutating func readTable(byteLimit: Int) throws(DataError) -> IDXFile {
    let magic = try take(4)
    guard magic[0] == 0, magic[1] == 0 else { throw failure(.wrongMagic(Array(magic.prefix(2))), at: 0) }
    guard let type = IDXFile.ElementType(rawValue: magic[2]) else { throw failure(.wrongType(code: magic[2]), at: 2) }
    guard magic[3] > 0 else { throw failure(.noDimensions, at: 3) }
    let header = try take(4 * Int(magic[3]))
    let sizes = stride(from: 0, to: header.count, by: 4).map { place in
      header[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
    }
    let claimed = try byteCount(of: sizes, type)
    guard claimed <= byteLimit else { throw failure(.claimExceedsLimit(claimed: claimed, limit: byteLimit), at: 4) }
    let possible = inflater == nil ? packedCount - offset : packedCount * Inflater.largestRatio
    guard claimed <= possible else { throw failure(.claimExceedsFile(claimed: claimed, possible: possible), at: 4) }
    let bytes = try take(claimed)
    guard try takeAtMost(1).isEmpty else { throw failure(.trailingBytes, at: offset - 1) }
    return IDXFile(elementType: type, sizes: sizes, bytes: bytes)
  }

  private func byteCount(of sizes: [Int], _ type: IDXFile.ElementType) throws(DataError) -> Int {
    var product = type.byteCount
    for size in sizes {
      let (next, overflow) = product.multipliedReportingOverflow(by: size)
      guard !overflow else { throw failure(.sizeOverflow(sizes: sizes), at: 4) }
      product = next
    }
    return product
  }

  private mutating func take(_ count: Int) throws(DataError) -> [UInt8] {
    let bytes = try takeAtMost(count)
    guard bytes.count == count else { throw failure(.truncated(needed: count, found: bytes.count), at: offset) }
    return bytes
  }

  private mutating func takeAtMost(_ count: Int) throws(DataError) -> [UInt8] {
    guard let inflater else {
      let bytes = Array(content[offset..<min(content.count, offset + count)])
      offset += bytes.count
      return bytes
    }
    do throws(Inflater.Failure) {
      let bytes = try inflater.read(count)
      offset += bytes.count
      return bytes
    } catch {
      switch error {
      case .damaged(let reason, let place): throw packedFailure(.damagedGzip(reason: reason), at: place)
      case .endsEarly(let place):
        throw packedFailure(.damagedGzip(reason: "the file ends in the middle of it"), at: place)
      case .trailingBytes(let place): throw packedFailure(.trailingBytes, at: place)
      }
    }
  }

  private func failure(_ problem: FileProblem, at place: Int) -> DataError {
    .file(path: path, place: inflater == nil ? .byte(place) : .unpackedByte(place), problem: problem, cure: cure)
  }

  private func packedFailure(_ problem: FileProblem, at place: Int) -> DataError {
    .file(path: path, place: .byte(place), problem: problem, cure: cure)
  }
}
