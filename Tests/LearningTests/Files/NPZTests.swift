import Foundation
import Learning
import LinearAlgebra
import Testing

@Suite("NumPy archives") struct NPZTests {
  /// What numpy.savez and numpy.savez_compressed wrote for W = [[0, ¼, ½], [¾, 1, 1¼]] and labels = [3, 1, 2].
  private static let texts = [
    """
    UEsDBC0AAAAAAAAAIQA0MXjI//////////8FABQAVy5ucHkBABAAsAAAAAAAAACwAAAAAAAAAJNOVU1QWQEAdgB7J2Rlc2NyJzogJzxmOCcsICdm\
    b3J0cmFuX29yZGVyJzogRmFsc2UsICdzaGFwZSc6ICgyLCAzKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg\
    ICAgICAgICAgICAgICAKAAAAAAAAAAAAAAAAAADQPwAAAAAAAOA/AAAAAAAA6D8AAAAAAADwPwAAAAAAAPQ/UEsDBC0AAAAAAAAAIQDf6Qyy////\
    //////8KABQAbGFiZWxzLm5weQEAEACYAAAAAAAAAJgAAAAAAAAAk05VTVBZAQB2AHsnZGVzY3InOiAnPGk4JywgJ2ZvcnRyYW5fb3JkZXInOiBG\
    YWxzZSwgJ3NoYXBlJzogKDMsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoD\
    AAAAAAAAAAEAAAAAAAAAAgAAAAAAAABQSwECLQMtAAAAAAAAACEANDF4yLAAAACwAAAABQAAAAAAAAAAAAAAgAEAAAAAVy5ucHlQSwECLQMtAAAA\
    AAAAACEA3+kMspgAAACYAAAACgAAAAAAAAAAAAAAgAHnAAAAbGFiZWxzLm5weVBLBQYAAAAAAgACAGsAAAC7AQAAAAA=
    """,
    """
    UEsDBC0AAAAIAAAAIQA0MXjI//////////8FABQAVy5ucHkBABAAsAAAAAAAAABXAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6TZqGuo6Ce\
    ll9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GkY6CsaaOgq1CmQDLgYUcMEeQj+A0i+g9Aco/cUeAFBLAwQtAAAACAAAACEA3+kMsv//////////\
    CgAUAGxhYmVscy5ucHkBABAAmAAAAAAAAABNAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6TaaGuo6Cell9UUpSYF59flJIKEndLzClOBYoX\
    ZyQWpAL5GsY6mjoKtQoUAC5mBghghNJMUBoAUEsBAi0DLQAAAAgAAAAhADQxeMhXAAAAsAAAAAUAAAAAAAAAAAAAAIABAAAAAFcubnB5UEsBAi0D\
    LQAAAAgAAAAhAN/pDLJNAAAAmAAAAAoAAAAAAAAAAAAAAIABjgAAAGxhYmVscy5ucHlQSwUGAAAAAAIAAgBrAAAAFwEAAAAA
    """,
  ]

  private func archive(_ index: Int) throws -> [UInt8] {
    Array(try #require(Data(base64Encoded: Self.texts[index])))
  }

  /// The place of a byte pattern's last occurrence.
  private func last(_ pattern: [UInt8], in bytes: [UInt8]) throws -> Int {
    try #require((0...bytes.count - pattern.count).last { bytes[$0..<$0 + pattern.count].elementsEqual(pattern) })
  }

  @Test("what NumPy saved is read, stored or deflated", arguments: [0, 1])
  func numpyFiles(index: Int) throws {
    let archive = try TensorArchive(npzBytes: archive(index))
    #expect(archive.names == ["W", "labels"])
    #expect(archive["W"]?.rows == Matrix([[0, 0.25, 0.5], [0.75, 1, 1.25]]))
    #expect(try archive.tensor(named: "labels").values == [3, 1, 2])
    expectRefusal(.byte(0), .missingName("b", available: ["W", "labels"])) { _ = try archive.tensor(named: "b") }
  }

  @Test("every cut is refused", arguments: [0, 1])
  func truncated(index: Int) throws {
    let whole = try archive(index)
    for length in 0..<whole.count {
      #expect(throws: DataError.self) { try TensorArchive(npzBytes: Array(whole.prefix(length))) }
    }
  }

  @Test("a wrong checksum, method, size, offset, name or count is refused with its place", arguments: [0, 1])
  func malformed(index: Int) throws {
    let whole = try archive(index)
    let entry = try last([0x50, 0x4B, 1, 2], in: whole)
    func changed(_ offset: Int, _ bytes: [UInt8]) -> [UInt8] {
      var result = whole
      result.replaceSubrange(offset..<offset + bytes.count, with: bytes)
      return result
    }
    func refused(
      _ bytes: [UInt8], _ place: Int, _ problem: FileProblem? = nil, sourceLocation: SourceLocation = #_sourceLocation
    ) {
      expectRefusal(.byte(place), problem, sourceLocation: sourceLocation) {
        _ = try TensorArchive(npzBytes: bytes)
      }
    }
    refused(changed(entry + 16, [1, 2, 3, 4]), entry + 16)
    refused(changed(entry + 10, [12]), entry + 10, .wrongValue(found: 12, allowed: "method 0 (stored) or 8 (deflated)"))
    refused(changed(entry + 8, [1]), entry + 8)
    refused(changed(entry + 42, [0xF0, 0xFF, 0xFF, 0x7F]), entry + 42)
    refused(changed(entry + 24, [0xF0, 0xFF, 0xFF, 0x7F]), entry + 24)
    refused(changed(entry + 20, [0xF0, 0xFF, 0xFF, 0x7F]), entry + 20)
    refused(changed(entry + 20, [0xFF, 0xFF, 0xFF, 0xFF]), entry + 20)
    refused(changed(whole.count - 12, [3, 0]), whole.count - 18)
    refused(changed(whole.count - 14, [1, 0, 1, 0]), entry)
    refused(changed(whole.count - 14, [9, 0, 9, 0]), whole.count - 22)
    #expect(
      fileProblem { _ = try TensorArchive(npzBytes: whole, byteLimit: 300) }?.1
        == .claimExceedsLimit(claimed: 176 + 152, limit: 300))
    refused([1] + whole, 0)
    #expect(throws: DataError.self) { try TensorArchive(npzBytes: whole + [0]) }
  }

  @Test("two members that share bytes, or a name, are refused")
  func overlapping() throws {
    let whole = try archive(0)
    let end = whole.count - 22
    let second = try last([0x50, 0x4B, 1, 2], in: whole)
    let first = try #require((0..<second).last { whole[$0..<$0 + 4].elementsEqual([0x50, 0x4B, 1, 2]) })
    // The directory names the first member twice.
    let entry = Array(whole[first..<second])
    var twice = Array(whole[..<first]) + entry + entry + Array(whole[end...])
    let length = UInt8(2 * entry.count)
    twice[twice.count - 10] = length
    expectRefusal(.byte(second), .duplicateName("W.npy")) { _ = try TensorArchive(npzBytes: twice) }
    // The second member's header lies inside the content of the first.
    var inside = whole
    let start = 30 + 5 + 20
    let headerStart = start + 60
    let header = Array(whole[231..<231 + 30 + 10])
    inside.replaceSubrange(headerStart..<headerStart + header.count, with: header)
    inside.replaceSubrange(second + 42..<second + 44, with: [UInt8(headerStart), 0])
    expectRefusal(.byte(second), .overlap("W.npy", "labels.npy")) { _ = try TensorArchive(npzBytes: inside) }
  }

  /// A ZIP file of stored members with right checksums.
  private func stored(_ members: [(name: String, content: [UInt8])]) -> [UInt8] {
    func word(_ value: Int) -> [UInt8] { IDXBytes.littleEndian(UInt32(value)) }
    func half(_ value: Int) -> [UInt8] { Array(word(value).prefix(2)) }
    var file: [UInt8] = []
    var directory: [UInt8] = []
    for (name, content) in members {
      let sizes = IDXBytes.littleEndian(IDXBytes.checksum(content)) + word(content.count) + word(content.count)
      let common = half(20) + half(0) + half(0) + word(0) + sizes + half(name.utf8.count) + half(0)
      directory += [0x50, 0x4B, 1, 2] + half(20) + common + half(0) + half(0) + half(0) + word(0) + word(file.count)
      directory += Array(name.utf8)
      file += [0x50, 0x4B, 3, 4] + common + Array(name.utf8) + content
    }
    let end = half(0) + half(0) + half(members.count) + half(members.count) + word(directory.count) + word(file.count)
    return file + directory + [0x50, 0x4B, 5, 6] + end + half(0)
  }

  @Test("an error inside a member names the member")
  func memberPlace() throws {
    let good = NPYTests.file("<u2", "(2,)", [1, 0, 2, 0])
    let archive = try TensorArchive(npzBytes: stored([("a.npy", good), ("b.npy", good)]))
    #expect(archive["b"]?.values == [1, 2])
    let place = FilePlace.memberByte(good.count, member: "b.npy")
    #expect(place.description == "byte \(good.count) of its member 'b.npy'")
    expectRefusal(place, .trailingBytes) {
      _ = try TensorArchive(npzBytes: stored([("a.npy", good), ("b.npy", good + [0])]))
    }
    #expect(throws: DataError.self) { try TensorArchive(npzBytes: stored([("a.txt", good)])) }
    #expect(try TensorArchive(npzBytes: stored([])).names.isEmpty)
  }

  @Test("20,000 archives with damaged members and right checksums end in a value or in a typed error")
  func damagedMembers() {
    let good = NPYTests.file("<u2", "(2,)", [1, 0, 2, 0])
    let refused = Corruption.refusals(of: good, head: good.count, seed: 33) {
      _ = try TensorArchive(npzBytes: stored([("a.npy", $0)]))
    }
    #expect(refused > 10_000)
  }

  @Test("20,000 damaged archives end in a value or in a typed error", arguments: [0, 1])
  func corruptions(index: Int) throws {
    let original = try archive(index)
    // Turned round, so that the directory at the end is what suffers most.
    let refused = Corruption.refusals(of: original.reversed(), head: 140, seed: 31 + UInt64(index)) {
      _ = try TensorArchive(npzBytes: $0.reversed())
    }
    #expect(refused > 10_000)
  }
}
