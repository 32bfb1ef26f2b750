import Foundation
import NotebookFormat
import Testing

@testable import NotebookRunner

@Suite("Hashes of files")
struct FileHashTests {
  @Test(
    "a file's hash is that of its bytes, at every length around a block and beyond the buffer",
    arguments: [0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 128, 1000, 65535, 65536, 65537, 140_001])
  func agrees(count: Int) throws {
    let path = FileManager.default.temporaryDirectory.path + "/flatbook-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 7) }
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    #expect(FileHash.of(path) == SHA256.hexadecimal(bytes))
  }

  @Test("a folder, a link and what is not there have none")
  func none() throws {
    let folder = FileManager.default.temporaryDirectory.path
    let link = folder + "/flatbook-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: link) }
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "/bin/sh")
    for path in [folder, link, folder + "/nowhere-\(UUID().uuidString)"] { #expect(FileHash.of(path) == nil) }
  }

  @Test("hashes are remembered until the file changes, and a damaged memory is forgotten")
  func known() throws {
    let place = try OutputFolderTests.Place()
    let (file, memory) = (place.path + "/a", place.path + "/hashes.json")
    for text in ["one", "two!"] {
      try text.write(toFile: file, atomically: true, encoding: .utf8)
      for _ in 0..<2 {
        var hashes = KnownHashes(rememberedIn: memory)
        #expect(hashes.hash(file) == SHA256Text.of(text))
        hashes.save()
      }
    }
    try "{".write(toFile: memory, atomically: true, encoding: .utf8)
    var hashes = KnownHashes(rememberedIn: memory)
    #expect(hashes.hash(file) == SHA256Text.of("two!"))
  }
}
