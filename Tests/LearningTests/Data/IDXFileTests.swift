import Foundation
import Learning
import LinearAlgebra
import Testing

@Suite("IDX files")
struct IDXFileTests {
  static let table = IDXBytes.file(sizes: [2, 3], values: [1, 2, 3, 250, 251, 252])

  private func problem(_ content: [UInt8], byteLimit: Int = 1 << 30) -> (FilePlace, FileProblem)? {
    do {
      _ = try IDXFile.parse(content, path: "some.idx", byteLimit: byteLimit, cure: "Fetch it again.")
      return nil
    } catch {
      guard case .file("some.idx", let place, let problem, "Fetch it again.") = error else { return nil }
      return (place, problem)
    }
  }

  private func expect(
    _ content: [UInt8], _ place: FilePlace, _ expected: FileProblem, byteLimit: Int = 1 << 30,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let found = problem(content, byteLimit: byteLimit)
    #expect(found?.0 == place, sourceLocation: sourceLocation)
    #expect(found?.1 == expected, sourceLocation: sourceLocation)
  }

  @Test("a plain file gives its sizes and values")
  func plain() throws {
    let file = try IDXFile.parse(Self.table)
    #expect(file.elementType == .unsignedByte)
    #expect(file.sizes == [2, 3])
    #expect(file.itemCount == 2)
    #expect(file.itemLength == 3)
    #expect(file.item(1) == [250, 251, 252])
  }

  @Test("a packed file gives the same as the plain one, in one member or in two")
  func packed() throws {
    let plain = try IDXFile.parse(Self.table)
    #expect(try IDXFile.parse(IDXBytes.stored(Self.table)) == plain)
    let halves = IDXBytes.stored(Array(Self.table.prefix(5))) + IDXBytes.stored(Array(Self.table.dropFirst(5)))
    #expect(try IDXFile.parse(halves) == plain)
  }

  @Test("all six element types are decoded, big end first")
  func elementTypes() throws {
    func single(_ type: UInt8, _ bytes: [UInt8]) throws -> [Double] {
      try IDXFile.parse(IDXBytes.file(type: type, sizes: [1, 1], values: bytes)).item(0)
    }
    #expect(try single(0x08, [200]) == [200])
    #expect(try single(0x09, [0xFF]) == [-1])
    #expect(try single(0x0B, [0xFF, 0xFE]) == [-2])
    #expect(try single(0x0C, [0, 1, 0, 2]) == [65_538])
    #expect(try single(0x0D, [0xBF, 0x80, 0, 0]) == [-1])
    #expect(try single(0x0E, [0x40, 0x09, 0x21, 0xFB, 0x54, 0x44, 0x2D, 0x18]) == [Double.pi])
  }

  @Test("a table without items is a table, even if its other sizes are huge")
  func noItems() throws {
    let file = try IDXFile.parse(IDXBytes.file(sizes: [0, .max, .max, .max], values: []))
    #expect(file.itemCount == 0)
    #expect(file.itemLength == 0)
  }

  @Test("every malformed header is named with its place")
  func malformedHeaders() {
    expect([], .byte(0), .truncated(needed: 4, found: 0))
    expect([0, 0, 8], .byte(3), .truncated(needed: 4, found: 3))
    expect([0, 0, 8, 1, 0, 0], .byte(6), .truncated(needed: 4, found: 2))
    expect([0, 1, 8, 1] + Array(Self.table.dropFirst(4)), .byte(0), .wrongMagic([0, 1]))
    expect([0, 0, 7, 1] + Array(Self.table.dropFirst(4)), .byte(2), .wrongType(code: 7))
    expect([0, 0, 8, 0], .byte(3), .noDimensions)
    let largest = UInt32.max
    expect(
      IDXBytes.file(sizes: [largest, largest, largest], values: []), .byte(4),
      .sizeOverflow(sizes: Array(repeating: Int(largest), count: 3)))
  }

  @Test("content that is longer or shorter than announced is refused")
  func wrongLength() {
    expect(Array(Self.table.dropLast()), .byte(4), .claimExceedsFile(claimed: 6, possible: 5))
    expect(Self.table + [0], .byte(18), .trailingBytes)
    expect(Self.table, .byte(4), .claimExceedsLimit(claimed: 6, limit: 5), byteLimit: 5)
  }

  @Test("in a packed file, places are told in unpacked bytes where the content is wrong")
  func packedContent() {
    expect(
      IDXBytes.stored(Array(Self.table.dropLast())), .unpackedByte(17), .truncated(needed: 6, found: 5))
    expect(IDXBytes.stored(Self.table + [0, 0]), .unpackedByte(18), .trailingBytes)
    expect(IDXBytes.stored([0, 0, 9]), .unpackedByte(3), .truncated(needed: 4, found: 3))
  }

  @Test("a damaged gzip stream is refused with zlib's reason")
  func damagedGzip() {
    let packed = IDXBytes.stored(Self.table)
    var wrongChecksum = packed
    wrongChecksum[packed.count - 8] ^= 1
    expect(wrongChecksum, .byte(packed.count - 4), .damagedGzip(reason: "incorrect data check"))
    var wrongMethod = packed
    wrongMethod[2] = 9
    #expect(problem(wrongMethod)?.1 == .damagedGzip(reason: "unknown compression method"))
    for length in 2..<packed.count {
      let found = problem(Array(packed.prefix(length)))?.1
      #expect(found == .damagedGzip(reason: "the file ends in the middle of it"), "cut to \(length) bytes")
    }
    expect(packed + [7], .byte(packed.count), .trailingBytes)
  }

  @Test("a gzip bomb is never unpacked beyond what its header announces, and a lying header is refused at once")
  func bombs() {
    // The header announces four bytes, the stream holds a million.
    let quiet = IDXBytes.file(sizes: [4], values: [1, 2, 3, 4]) + [UInt8](repeating: 0, count: 1_000_000)
    expect(IDXBytes.stored(quiet), .unpackedByte(12), .trailingBytes)
    // The header announces a gigabyte, the file has 41 bytes.
    let loud = IDXBytes.stored(IDXBytes.file(sizes: [1 << 30], values: []))
    expect(loud, .unpackedByte(4), .claimExceedsFile(claimed: 1 << 30, possible: loud.count * 1032))
  }

  @Test("5,000 random corruptions of files end in a value or in a typed error", arguments: [true, false])
  func corruptions(packed: Bool) throws {
    let values = (0..<200).map { UInt8(truncatingIfNeeded: $0 * 37) }
    let plain = IDXBytes.file(sizes: [10, 4, 5], values: values)
    let original = packed ? IDXBytes.stored(plain) : plain
    var generator = SplitMix64(seed: packed ? 11 : 12)
    var refused = 0
    for _ in 0..<2_500 {
      var content = original
      for _ in 0...generator.uniformIndex(below: 4) {
        switch generator.uniformIndex(below: 4) {
        case 0: content.removeLast(min(content.count, generator.uniformIndex(below: 40)))
        case 1: content.append(UInt8(truncatingIfNeeded: generator.next()))
        case 2 where !content.isEmpty:
          content[generator.uniformIndex(below: content.count)] = UInt8(truncatingIfNeeded: generator.next())
        default:
          if content.isEmpty { break }
          // Most damage where it matters most: in the header.
          content[generator.uniformIndex(below: min(content.count, 24))] = UInt8(truncatingIfNeeded: generator.next())
        }
      }
      do {
        let file = try IDXFile.parse(content)
        if file.itemCount > 0 { _ = file.item(file.itemCount - 1) }
      } catch {
        guard case .file = error else {
          Issue.record("\(error) is not about a file")
          continue
        }
        refused += 1
        #expect(!error.description.isEmpty)
      }
    }
    #expect(refused > 1_000)
  }

  @Test("a missing file, a folder and a device are refused with path and cure")
  func notFiles() throws {
    try IDXBytes.withTemporaryDirectory { folder in
      let cases: [(String, FileProblem)] = [
        (folder.appendingPathComponent("absent").path, .missing), (folder.path, .notAFile), ("/dev/zero", .notAFile),
        ("", .missing), ("a\0b", .missing),
      ]
      for (path, problem) in cases {
        #expect(throws: DataError.file(path: path, place: .byte(0), problem: problem, cure: "Look again.")) {
          try IDXFile.read(path, cure: "Look again.")
        }
      }
      let path = folder.appendingPathComponent("table.idx").path
      try Data(Self.table).write(to: URL(fileURLWithPath: path))
      #expect(try IDXFile.read(path) == IDXFile.parse(Self.table))
      try Data(count: (1 << 20) + 100).write(to: URL(fileURLWithPath: path))
      #expect(
        throws: DataError.file(
          path: path, place: .byte(0), problem: .tooLarge(size: (1 << 20) + 100, limit: (1 << 20) + 99), cure: "Look.")
      ) { try IDXFile.read(path, byteLimit: 99, cure: "Look.") }
    }
  }

  @Test("an error says file, place, trouble and cure in one sentence each")
  func wording() {
    let error = DataError.file(
      path: "/data/x.gz", place: .unpackedByte(18), problem: .trailingBytes, cure: "Download it again.")
    #expect(
      error.description == "/data/x.gz, byte 18 of the unpacked content: more bytes follow after the last announced "
        + "value. Download it again.")
  }
}
