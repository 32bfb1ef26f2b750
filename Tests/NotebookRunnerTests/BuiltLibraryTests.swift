import Foundation
import Testing

@testable import NotebookRunner

@Suite("What a build left")
struct BuiltLibraryTests {
  @Test("objects of sources that are gone are not linked, those of C modules are")
  func stale() throws {
    let place = try OutputFolderTests.Place()
    func write(_ text: String, _ name: String) throws {
      let path = place.path + "/" + name
      try FileManager.default.createDirectory(
        atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
      try text.write(toFile: path, atomically: true, encoding: .utf8)
    }
    try write("", BuiltLibrary.libraryFileName)
    for name in ["Course.build/New.swift.o", "Course.build/Old.swift.o", "CCourse.build/code.c.o"] {
      try write("", name)
    }
    try write(
      #"{"": {"swift-dependencies": "x"}, "/src/New.swift": {"object": "/elsewhere/New.swift.o"}}"#,
      "Course.build/output-file-map.json")
    let library = try BuiltLibrary(
      productFolder: place.path, flatbook: "/flatbook", package: "/package", ownTargets: ["Course", "CCourse"])
    let names = library.ownObjects.map { String($0.dropFirst(place.path.count + 1)) }
    #expect(names == ["CCourse.build/code.c.o", "Course.build/New.swift.o"])
  }
}
