import Foundation
import Learning
import LinearAlgebra
import Testing

@Suite("Safetensors files") struct SafetensorsTests {
  static func file(_ header: String, _ content: [UInt8]) -> [UInt8] {
    let bytes = Array(header.utf8)
    return withUnsafeBytes(of: UInt64(bytes.count).littleEndian) { Array($0) } + bytes + content
  }

  /// What the format's own library saved: a network of PyTorch's names in four types, ordered by their width.
  private static let saved = """
    GAEAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJmb3JtYXQiOiJwdCJ9LCIyLmJpYXMiOnsiZHR5cGUiOiJJNjQiLCJzaGFwZSI6WzFdLCJkYXRhX29m\
    ZnNldHMiOlswLDhdfSwiMC5iaWFzIjp7ImR0eXBlIjoiRjY0Iiwic2hhcGUiOlsyXSwiZGF0YV9vZmZzZXRzIjpbOCwyNF19LCIwLndlaWdodCI6\
    eyJkdHlwZSI6IkYzMiIsInNoYXBlIjpbMiwyXSwiZGF0YV9vZmZzZXRzIjpbMjQsNDBdfSwiMi53ZWlnaHQiOnsiZHR5cGUiOiJGMTYiLCJzaGFw\
    ZSI6WzEsMl0sImRhdGFfb2Zmc2V0cyI6WzQwLDQ0XX19ICAgBwAAAAAAAAAAAAAAAADQPwAAAAAAAOi/AAAAPwAAoL8AAABAAABAQAA+AMA=
    """

  @Test("what the format's own library saved is read, and is a network")
  func libraryFile() throws {
    let bytes = Array(try #require(Data(base64Encoded: Self.saved)))
    let archive = try TensorArchive(safetensorsBytes: bytes)
    #expect(archive.names == ["2.bias", "0.bias", "0.weight", "2.weight"])
    let (network, parameters) = try DenseNetwork.imported(from: archive, activation: .relu)
    #expect(network.widths == [2, 2, 1])
    #expect(parameters == [0.5, -1.25, 2, 3, 0.25, -0.75, 1.5, -2, 7])
    for length in 0..<bytes.count {
      #expect(throws: DataError.self) { try TensorArchive(safetensorsBytes: Array(bytes.prefix(length))) }
    }
  }

  private func tensor(_ dtype: String, _ shape: String, _ offsets: String) -> String {
    "{\"dtype\":\"\(dtype)\",\"shape\":\(shape),\"data_offsets\":\(offsets)}"
  }

  private func refused(
    _ bytes: [UInt8], _ place: Int, _ problem: FileProblem? = nil, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    expectRefusal(.byte(place), problem, sourceLocation: sourceLocation) {
      _ = try TensorArchive(safetensorsBytes: bytes)
    }
  }

  @Test("every type of number is decoded, metadata are skipped, space is allowed")
  func types() throws {
    let header = """
      {"__metadata__":{"format":"pt","\\u00e9\\n\\"":"\\ud83d\\ude00"}, "a" : \(tensor("F32", "[1,2]", "[0,8]")),
       "b":\(tensor("BF16", "[2]", "[8,12]")),"c":\(tensor("F16", "[]", "[12,14]")),"d":\(tensor("I64", "[1]", "[14,22]")),
       "e":\(tensor("BOOL", "[2]", "[22,24]")),"f":\(tensor("U8", "[0,5]", "[24,24]")),"g":\(tensor("F64", "[1]", "[24,32]"))}
      """
    let content: [UInt8] =
      [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0] + [0x80, 0x3F, 0x49, 0x40] + [0, 0xBC] + [0xFF]
      + Array(repeating: 0xFF, count: 7)
      + [0, 1] + [0x18, 0x2D, 0x44, 0x54, 0xFB, 0x21, 0x09, 0x40]
    let archive = try TensorArchive(safetensorsBytes: Self.file(header + "   ", content))
    #expect(archive.names == ["a", "b", "c", "d", "e", "f", "g"])
    #expect(archive["a"]?.sizes == [1, 2])
    #expect(archive["a"]?.values == [1, -2])
    #expect(archive["b"]?.values == [1, 3.140625])
    #expect(archive["c"] == (try Tensor(sizes: [], values: [-1])))
    #expect(archive["d"]?.values == [-1])
    #expect(archive["e"]?.values == [0, 1])
    #expect(archive["f"]?.sizes == [0, 5])
    #expect(archive["g"]?.values == [Double.pi])
  }

  @Test("what is written is read again")
  func roundTrip() throws {
    var generator = SplitMix64(seed: 9)
    let archive = try TensorArchive([
      ("layer.weight", Tensor(Matrix(rows: 3, columns: 2, elements: generator.normals(6)))),
      ("a \"quoted\" \\ name\n é", Tensor(generator.normals(5))), ("none", Tensor([])),
    ])
    let again = try TensorArchive(safetensorsBytes: archive.safetensorsBytes)
    #expect(again.names == archive.names)
    for name in archive.names { #expect(again[name] == archive[name]) }
    #expect(throws: DataError.self) { try TensorArchive([("a", Tensor([1])), ("a", Tensor([2]))]) }
  }

  @Test("every malformed header is named with its place")
  func malformed() {
    let one = tensor("U8", "[4]", "[0,4]")
    let good = Self.file("{\"x\":\(one)}", [1, 2, 3, 4])
    refused([], 0, .truncated(needed: 8, found: 0))
    refused([1, 0, 0], 0, .truncated(needed: 8, found: 3))
    refused(Array(good.prefix(20)), 0, .claimExceedsFile(claimed: good.count - 12, possible: 12))
    refused(Array(good.dropLast()), 9, .claimExceedsFile(claimed: 4, possible: 3))
    refused(good + [0], good.count, .trailingBytes)
    refused(Self.file("[]", []), 8)
    refused(Self.file(" {}", []), 8)
    refused(Self.file("{} x", []), 11)
    refused(Self.file("{\"x\"}", []), 12)
    refused(Self.file("{\"x\":{}}", []), 9)
    refused(Self.file("{\"x\":1}", []), 13)
    refused(Self.file("{\"x", []), 9)
    refused(Self.file("{\"\\q\":1}", []), 10)
    refused(Self.file("{\"\\ud800\":1}", []), 10)
    refused(Self.file("{\"x\":\(one),\"x\":\(one)}", [1, 2, 3, 4]), 61, .duplicateName("x"))
    refused(Self.file("{\"x\":\(tensor("F8_E4M3", "[4]", "[0,4]"))}", [1, 2, 3, 4]), 22)
    refused(Self.file("{\"x\":\(tensor("U8", "[5]", "[0,4]"))}", [1, 2, 3, 4]), 9)
    refused(Self.file("{\"x\":\(tensor("U8", "[3]", "[0,4]"))}", [1, 2, 3, 4]), 9)
    refused(Self.file("{\"x\":\(tensor("U8", "[4]", "[4,0]"))}", [1, 2, 3, 4]), 9)
    refused(Self.file("{\"x\":\(tensor("U8", "[4]", "[0]"))}", [1, 2, 3, 4]), 9)
    refused(Self.file("{\"x\":\(tensor("U8", "[-4]", "[0,4]"))}", [1, 2, 3, 4]), 36)
    refused(Self.file("{\"x\":\(tensor("U8", "[4.0]", "[0,4]"))}", [1, 2, 3, 4]), 37)
    refused(Self.file("{\"x\":\(tensor("U8", "[04]", "[0,4]"))}", [1, 2, 3, 4]), 36)
    refused(
      Self.file("{\"x\":\(tensor("U8", "[4]", "[0,40]"))}", [1, 2, 3, 4]), 9,
      .claimExceedsFile(claimed: 40, possible: 4))
    let y = tensor("U8", "[2]", "[1,3]")
    refused(Self.file("{\"x\":\(one),\"y\":\(y)}", [1, 2, 3, 4]), 61, .overlap("x", "y"))
    refused(Self.file("{\"y\":\(y)}", [1, 2, 3, 4]), 8 + Self.file("{\"y\":\(y)}", []).count - 8)
  }

  @Test("sizes that overflow and claims of 10 GB cost nothing")
  func claims() {
    refused(Array(repeating: 0xFF, count: 8) + [0x7B, 0x7D], 0, .claimExceedsFile(claimed: .max, possible: 2))
    refused([0, 0xE4, 0x0B, 0x54, 2, 0, 0, 0, 0x7B], 0, .claimExceedsFile(claimed: 10_000_000_000, possible: 1))
    let huge = "[0,10000000000]"
    refused(
      Self.file("{\"x\":\(tensor("F64", "[1250000000]", huge))}", []), 9,
      .claimExceedsFile(claimed: 10_000_000_000, possible: 0))
    let overflow = "[4294967296,4294967296,4294967296]"
    refused(
      Self.file("{\"x\":\(tensor("F64", overflow, "[0,0]"))}", []), 9,
      .sizeOverflow(sizes: Array(repeating: 1 << 32, count: 3)))
    refused(Self.file("{\"x\":\(tensor("F64", "[1]", "[0,99999999999999999999]"))}", []), 58)
    refused(Self.file("{\"x\":\(tensor("F64", "[" + String(repeating: "1,", count: 70) + "1]", "[0,8]"))}", []), 165)
  }

  @Test("20,000 damaged files end in a value or in a typed error")
  func corruptions() throws {
    let header = "{\"w\":\(tensor("F32", "[1,2]", "[0,8]")),\"b\":\(tensor("U8", "[3]", "[8,11]"))}"
    let original = Self.file(header, Array(1...11))
    let refused = Corruption.refusals(of: original, head: original.count, seed: 41) {
      _ = try TensorArchive(safetensorsBytes: $0)
    }
    #expect(refused > 10_000)
  }
}
