import Foundation
import Testing

@testable import NotebookRunner

@Suite("The folder of a site")
struct SiteFolderTests {
  typealias Place = OutputFolderTests.Place

  private func entries(_ path: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).sorted()
  }

  @Test("is replaced as a whole, and nothing else is left")
  func replace() throws {
    let place = try Place()
    let site = place.path + "/deep/site"
    try SiteFolder(site, package: "/package").replace(with: [("index.html", [1]), ("Old.html", [2])])
    try SiteFolder(site, package: "/package").replace(with: [("index.html", [3]), (".nojekyll", [])])
    #expect(try entries(site) == [SiteFolder.markName, ".nojekyll", "index.html"])
    #expect(FileManager.default.contents(atPath: site + "/index.html") == Data([3]))
    #expect(try entries(place.path + "/deep") == ["site"])
  }

  @Test("is left as it was when a file cannot be written")
  func atomic() throws {
    let place = try Place()
    let folder = try SiteFolder(place.path + "/site", package: "/package")
    try folder.replace(with: [("index.html", [1])])
    // A name that no file system takes stands for a disk that refuses.
    for name in [String(repeating: "x", count: 300), "../out.html", ".."] {
      #expect(throws: SiteFolder.Refused.self) { try folder.replace(with: [("index.html", [2]), (name, [3])]) }
    }
    #expect(try entries(place.path) == ["site"])
    #expect(try entries(place.path + "/site") == [SiteFolder.markName, "index.html"])
    #expect(FileManager.default.contents(atPath: place.path + "/site/index.html") == Data([1]))
  }

  @Test("is refused where it holds what others wrote, from the beginning or meanwhile")
  func foreign() throws {
    let place = try Place()
    let site = place.path + "/site"
    let folder = try SiteFolder(site, package: "/package")
    try folder.replace(with: [("index.html", [1])])
    for name in ["CNAME", ".git"] {
      try Data([1]).write(to: URL(fileURLWithPath: site + "/" + name))
      #expect(throws: SiteFolder.Refused.self) { try SiteFolder(site, package: "/package") }
      #expect(throws: SiteFolder.Refused.self) { try folder.replace(with: [("index.html", [2])]) }
      try FileManager.default.removeItem(atPath: site + "/" + name)
    }
    // A folder or a link in place of a file of ours is not ours.
    try FileManager.default.removeItem(atPath: site + "/index.html")
    try FileManager.default.createSymbolicLink(atPath: site + "/index.html", withDestinationPath: "/etc/passwd")
    #expect(throws: SiteFolder.Refused.self) { try SiteFolder(site, package: "/package") }
    try Data([1]).write(to: URL(fileURLWithPath: place.path + "/mine.txt"))
    #expect(throws: SiteFolder.Refused.self) { try SiteFolder(place.path, package: "/package") }
    #expect(throws: SiteFolder.Refused.self) { try SiteFolder(place.path + "/mine.txt", package: "/package") }
  }

  @Test("is never the package, a folder around it, or what a link leads to")
  func roots() throws {
    let place = try Place()
    for path in ["/", place.path, place.path + "/a/.."] {
      #expect(throws: SiteFolder.Refused.self) { try SiteFolder(path, package: place.path) }
    }
    #expect(throws: SiteFolder.Refused.self) { try SiteFolder(place.path, package: place.path + "/inside") }
    let target = place.path + "/target"
    try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: false)
    try FileManager.default.createSymbolicLink(atPath: place.path + "/link", withDestinationPath: target)
    #expect(throws: SiteFolder.Refused.self) { try SiteFolder(place.path + "/link", package: "/package") }
    // A link to the package is the package.
    #expect(throws: SiteFolder.Refused.self) { try SiteFolder(target, package: place.path + "/link") }
  }
}

@Suite("A new file")
struct NewFileTests {
  @Test("never takes the place of another")
  func refuses() throws {
    let place = try OutputFolderTests.Place()
    let path = place.path + "/a/b.yml"
    try NewFile.write([1], to: path)
    #expect(throws: NewFile.Refused.self) { try NewFile.write([2], to: path) }
    #expect(FileManager.default.contents(atPath: path) == Data([1]))
    try FileManager.default.createSymbolicLink(atPath: place.path + "/c", withDestinationPath: place.path + "/nowhere")
    #expect(throws: NewFile.Refused.self) { try NewFile.write([2], to: place.path + "/c") }
    #expect(throws: NewFile.Refused.self) { try NewFile.write([2], to: path + "/below") }
    #expect(try FileManager.default.subpathsOfDirectory(atPath: place.path).sorted() == ["a", "a/b.yml", "c"])
  }
}
