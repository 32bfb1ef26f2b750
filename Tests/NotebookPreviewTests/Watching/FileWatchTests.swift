import Foundation
import Testing

@testable import NotebookPreview

/// A folder with files, and a watch whose clock the test moves.
private final class Desk {
  let folder = FileManager.default.temporaryDirectory.path + "/watch-\(UUID().uuidString)"
  var watch = FileWatch()
  private var now = ContinuousClock.now

  init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func path(_ name: String) -> String { folder + "/" + name }
  func write(_ text: String, _ name: String) throws {
    try text.write(toFile: path(name), atomically: false, encoding: .utf8)
  }

  /// Looks again so many milliseconds later.
  func look(after milliseconds: Int) -> Set<String> {
    now += .milliseconds(milliseconds)
    return Set(watch.changes(now: now).map { ($0 as NSString).lastPathComponent })
  }
}

@Suite("The watch on files")
struct FileWatchTests {
  @Test("a file written in place counts once, when it has been left alone")
  func inPlace() throws {
    let desk = try Desk()
    try desk.write("one", "a")
    try desk.write("two", "b")
    desk.watch.watch([desk.path("a"), desk.path("b")])
    #expect(desk.look(after: 1000) == [])
    try desk.write("three", "a")
    #expect(desk.look(after: 10) == [])
    #expect(desk.look(after: 10) == [])
    #expect(desk.look(after: 30) == ["a"])
    #expect(desk.look(after: 1000) == [])
  }

  @Test("a new file renamed over the old one is a change, even of the same size and time")
  func renamed() throws {
    let desk = try Desk()
    try desk.write("one", "a")
    let date = Date(timeIntervalSince1970: 1_000_000)
    try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: desk.path("a"))
    desk.watch.watch([desk.path("a")])
    try desk.write("two", "a.new")
    try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: desk.path("a.new"))
    #expect(rename(desk.path("a.new"), desk.path("a")) == 0)
    #expect(desk.look(after: 10) == [])
    #expect(desk.look(after: 40) == ["a"])
  }

  @Test("saves in a burst are one change")
  func burst() throws {
    let desk = try Desk()
    try desk.write("0", "a")
    desk.watch.watch([desk.path("a")])
    for turn in 1...20 {
      try desk.write(String(repeating: "x", count: turn), "a")
      #expect(desk.look(after: 20) == [])
    }
    #expect(desk.look(after: 40) == ["a"])
    #expect(desk.look(after: 1000) == [])
  }

  @Test("a file that never rests is looked at all the same")
  func endless() throws {
    let desk = try Desk()
    try desk.write("0", "a")
    desk.watch.watch([desk.path("a")])
    var count = 0
    for turn in 1...200 {
      try desk.write(String(repeating: "x", count: turn), "a")
      count += desk.look(after: 20).count
    }
    #expect(count == 1)
  }

  @Test("a file removed and made again at once is one change; one that stays away is told once it is missed")
  func removed() throws {
    let desk = try Desk()
    try desk.write("one", "a")
    desk.watch.watch([desk.path("a")])
    try FileManager.default.removeItem(atPath: desk.path("a"))
    #expect(desk.look(after: 10) == [])
    #expect(desk.look(after: 100) == [])
    try desk.write("again", "a")
    #expect(desk.look(after: 10) == [])
    #expect(desk.look(after: 40) == ["a"])
    try FileManager.default.removeItem(atPath: desk.path("a"))
    #expect(desk.look(after: 10) == [])
    #expect(desk.look(after: 600) == ["a"])
    #expect(desk.look(after: 600) == [])
    try desk.write("back", "a")
    #expect(desk.look(after: 10) == [])
    #expect(desk.look(after: 40) == ["a"])
  }

  @Test("a file emptied before it is written again is not taken for half of it")
  func truncated() throws {
    let desk = try Desk()
    try desk.write("one", "a")
    desk.watch.watch([desk.path("a")])
    try desk.write("", "a")
    #expect(desk.look(after: 10) == [])
    #expect(desk.look(after: 100) == [])
    try desk.write("two", "a")
    #expect(desk.look(after: 10) == [])
    #expect(desk.look(after: 40) == ["a"])
  }

  @Test("what is watched already keeps its unseen changes; what is forgotten does not come")
  func rewatched() throws {
    let desk = try Desk()
    for name in ["a", "b", "c"] { try desk.write("one", name) }
    desk.watch.watch([desk.path("a"), desk.path("b")])
    try desk.write("three", "a")
    try desk.write("three", "b")
    desk.watch.watch([desk.path("a"), desk.path("b"), desk.path("c"), desk.path("missing")])
    desk.watch.forgetChanges(of: [desk.path("b")])
    #expect(desk.look(after: 10) == [])
    #expect(desk.look(after: 40) == ["a"])
    try desk.write("there", "missing")
    #expect(desk.look(after: 10) == [])
    #expect(desk.look(after: 40) == ["missing"])
  }

  @Test("sources that are changed, added or removed are noticed once; other files are not")
  func sources() throws {
    let desk = try Desk()
    try FileManager.default.createDirectory(atPath: desk.path("Sources/M"), withIntermediateDirectories: true)
    try desk.write("a", "Sources/M/A.swift")
    var tree = SourceTree(packages: [desk.folder])
    #expect(tree.change() == nil)
    try desk.write("longer", "Sources/M/A.swift")
    #expect(tree.change() == desk.path("Sources/M/A.swift"))
    #expect(tree.change() == nil)
    try desk.write("b", "Sources/M/B.swift")
    #expect(tree.change() == desk.path("Sources/M/B.swift"))
    try FileManager.default.removeItem(atPath: desk.path("Sources/M/A.swift"))
    #expect(tree.change() == desk.path("Sources/M/A.swift"))
    try desk.write("x", "Sources/M/notes.txt")
    try desk.write("x", "Sources/M/.A.swift.swp")
    #expect(tree.change() == nil)
    try desk.write("x", "Package.swift")
    #expect(tree.change() == desk.path("Package.swift"))
  }
}
