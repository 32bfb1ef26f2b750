import Foundation
import Learning
import LinearAlgebra
import Testing

@Suite("NumPy arrays") struct NPYTests {
  /// A version 1 file with a header of one's own.
  static func file(_ header: String, _ values: [UInt8], version: UInt8 = 1) -> [UInt8] {
    let bytes = Array(header.utf8)
    let length = [UInt8(bytes.count & 255), UInt8(bytes.count >> 8)] + (version == 1 ? [] : [0, 0])
    return [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, version, 0] + length + bytes + values
  }

  static func file(_ type: String, _ shape: String, _ values: [UInt8], columnMajor: String = "False") -> [UInt8] {
    file("{'descr': '\(type)', 'fortran_order': \(columnMajor), 'shape': \(shape), }\n", values)
  }

  /// What numpy.save wrote for the 2 × 3 single-precision array [[1.5, −2, 3], [4, 5, 6.25]] in column-major order, and
  /// for the numbers 0 to 5 as 16-bit integers, big end first, in the shape (1, 2, 3).
  private static let saved = [
    """
    k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBUcnVlLCAnc2hhcGUnOiAoMiwgMyksIH0gICAgICAgICAgICAgICAg\
    ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAMA/AACAQAAAAMAAAKBAAABAQAAAyEA=
    """,
    """
    k05VTVBZAQB2AHsnZGVzY3InOiAnPmkyJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDEsIDIsIDMpLCB9ICAgICAgICAgICAg\
    ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAABAAIAAwAEAAU=
    """,
  ]

  @Test("what NumPy saved is read")
  func numpyFiles() throws {
    let single = try Tensor(npyBytes: Array(try #require(Data(base64Encoded: Self.saved[0]))))
    #expect(single == (try Tensor(sizes: [2, 3], values: [1.5, -2, 3, 4, 5, 6.25])))
    let integers = try Tensor(npyBytes: Array(try #require(Data(base64Encoded: Self.saved[1]))))
    #expect(integers == (try Tensor(sizes: [1, 2, 3], values: [0, 1, 2, 3, 4, 5])))
    #expect(integers.rows == Matrix([[0, 1, 2, 3, 4, 5]]))
  }

  @Test("what is written is read again, whatever its sizes")
  func roundTrip() throws {
    var generator = SplitMix64(seed: 3)
    for sizes in [[], [0], [1], [7], [3, 4], [0, 5], [2, 0, 3], [2, 3, 4, 5], [1, 1, 1]] {
      let tensor = try Tensor(sizes: sizes, values: generator.normals(sizes.reduce(1, *)))
      #expect(tensor.npyBytes.count % 64 == 8 * tensor.values.count % 64)
      #expect(try Tensor(npyBytes: tensor.npyBytes) == tensor)
    }
    let extremes = Tensor([0, -0.0, .greatestFiniteMagnitude, .leastNonzeroMagnitude, .infinity])
    #expect(try Tensor(npyBytes: extremes.npyBytes) == extremes)
  }

  @Test("every type of number is decoded")
  func types() throws {
    func single(_ type: String, _ bytes: [UInt8]) throws -> Double? {
      try Tensor(npyBytes: Self.file(type, "()", bytes)).values.first
    }
    #expect(try single("|b1", [1]) == 1)
    #expect(try single("|u1", [200]) == 200)
    #expect(try single("|i1", [200]) == -56)
    #expect(try single("<u2", [1, 2]) == 513)
    #expect(try single(">u2", [1, 2]) == 258)
    #expect(try single("<i2", [0xFE, 0xFF]) == -2)
    #expect(try single("<i4", [0xFD, 0xFF, 0xFF, 0xFF]) == -3)
    #expect(try single(">u4", [0, 0, 1, 0]) == 256)
    #expect(try single("<i8", [0xFC] + Array(repeating: 0xFF, count: 7)) == -4)
    #expect(try single("<u8", [5, 0, 0, 0, 0, 0, 0, 0]) == 5)
    #expect(try single("<f4", [0, 0, 0x80, 0xBF]) == -1)
    #expect(try single(">f8", [0x40, 0x09, 0x21, 0xFB, 0x54, 0x44, 0x2D, 0x18]) == Double.pi)
    // Half precision: one, the largest, the smallest, infinity, NaN.
    #expect(try single("<f2", [0x00, 0x3C]) == 1)
    #expect(try single("<f2", [0xFF, 0xFB]) == -65_504)
    #expect(try single("<f2", [0x01, 0x00]) == 0x1p-24)
    #expect(try single("<f2", [0x00, 0x7C]) == .infinity)
    #expect(try #require(try single("<f2", [0x01, 0x7E])).isNaN)
    #expect(try single("<f2", [0x55, 0x35]) == 0.333251953125)
  }

  @Test("keys in any order, either quote and versions 2 and 3 are read")
  func spellings() throws {
    let header = "{ \"shape\":(2,),\"descr\" : '<u2' ,'fortran_order':False}  \n"
    for version in [UInt8(1), 2, 3] {
      #expect(try Tensor(npyBytes: Self.file(header, [1, 0, 2, 0], version: version)).values == [1, 2])
    }
  }

  @Test("every malformed header is named with its place")
  func malformed() {
    let good = Self.file("<u2", "(2,)", [1, 0, 2, 0])
    func refused(
      _ bytes: [UInt8], _ place: Int, _ problem: FileProblem? = nil, sourceLocation: SourceLocation = #_sourceLocation
    ) {
      expectRefusal(.byte(place), problem, sourceLocation: sourceLocation) { _ = try Tensor(npyBytes: bytes) }
    }
    refused([], 0, .truncated(needed: 10, found: 0))
    refused([0x50, 0x4B, 3, 4], 0)
    refused(Array(good.prefix(9)), 8, .truncated(needed: 2, found: 1))
    refused(Array(good.prefix(40)), 10, .truncated(needed: good.count - 14, found: 30))
    refused(good.dropLast(), 51, .claimExceedsFile(claimed: 4, possible: 3))
    refused(good + [0], good.count, .trailingBytes)
    refused(Self.file("{}", [], version: 4), 6, .wrongValue(found: 4, allowed: "format versions 1 to 3"))
    refused(Self.file("{}", []), 10)
    refused(Self.file("[1]", []), 10)
    refused(Self.file("{'descr': '<f8', 'fortran_order': False, 'shape': (), 'more': 1}", []), 64)
    refused(Self.file("{'descr': '<f8', 'descr': '<f8'}", []), 27, .duplicateName("descr"))
    refused(Self.file("{'descr': '<f8", []), 20)
    refused(Self.file("{'descr': '<f8', 'fortran_order': false, 'shape': ()}", []), 44)
    refused(Self.file("{'descr': '<f8', 'fortran_order': False, 'shape': ()} x", []), 64)
    refused(Self.file("<u2", "(2", []), 64)
    refused(Self.file("<u2", "(-2,)", []), 61)
    refused(Self.file("<u2", "(2 3)", []), 63)
    refused(Self.file("<u2", "(1e3,)", []), 62)
    refused(Self.file("<u2", "(99999999999999999999,)", []), 61)
    refused(Self.file("<u2", "(" + String(repeating: "1,", count: 65) + ")", [1, 0]), 189)
    for type in ["<f16", "|O", "<U5", "|S3", "<c16", "<M8[ns]", "f8", "", "<", "<f3"] {
      let found = fileProblem { _ = try Tensor(npyBytes: Self.file(type, "(1,)", [])) }
      #expect(found?.0 == .byte(20))
      guard case .unsupportedType(type, _) = found?.1 else {
        Issue.record("\(type): \(String(describing: found))")
        continue
      }
    }
    refused(Self.file("{'descr': [('x', '<f8')], 'fortran_order': False, 'shape': ()}", []), 20)
    refused(Self.file("|b1", "(2,)", [1, 7]), Self.file("|b1", "(2,)", []).count + 1)
    refused(Self.file("<i8", "()", [1, 0, 0, 0, 0, 0, 0x20, 0]), Self.file("<i8", "()", []).count)
  }

  @Test("sizes that overflow and claims of 10 GB cost nothing")
  func claims() throws {
    expectRefusal(.byte(51), .sizeOverflow(sizes: [1 << 40, 1 << 40])) {
      _ = try Tensor(npyBytes: Self.file("<u2", "(\(1 << 40), \(1 << 40))", []))
    }
    expectRefusal(.byte(51), .sizeOverflow(sizes: [1 << 62])) {
      _ = try Tensor(npyBytes: Self.file("<f8", "(\(1 << 62),)", []))
    }
    expectRefusal(.byte(51), .claimExceedsFile(claimed: 10_000_000_000, possible: 8)) {
      _ = try Tensor(npyBytes: Self.file("<f8", "(1250000000,)", [0, 0, 0, 0, 0, 0, 0, 0]))
    }
    // No value at all is an array, however large its other sizes are.
    let none = try Tensor(npyBytes: Self.file("<f8", "(0, \(1 << 62), \(1 << 62))", []))
    #expect(none.rows == Matrix(rows: 0, columns: 0))
  }

  @Test("20,000 damaged files end in a value or in a typed error")
  func corruptions() throws {
    let original = Self.file("<u2", "(2, 3)", [1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0], columnMajor: "True")
    #expect(Corruption.refusals(of: original, head: 76, seed: 21) { _ = try Tensor(npyBytes: $0).rows } > 10_000)
  }

  @Test("a missing file is refused with path and cure")
  func missing() {
    #expect(
      throws: DataError.file(path: "/absent.npy", place: .byte(0), problem: .missing, cure: Tensor.defaultCure)
    ) { try Tensor(npy: "/absent.npy") }
  }

  @Test("sizes must fit the values")
  func sizes() {
    #expect(throws: DataError.self) { try Tensor(sizes: [2, 2], values: [1, 2, 3]) }
    #expect(throws: DataError.self) { try Tensor(sizes: [-1, -1], values: [1]) }
  }
}
