import Foundation
import Testing

@Suite("Values kept between runs")
struct CacheTests {
  @Test("a second run takes them from the disk and says so; refresh, off, damage and other parameters compute anew")
  func cache() throws {
    try #require(ScratchPackage.firstRun.code == 0)
    let reports = ReportFolder()
    let values = ScratchPackage.work + "/values"
    try? FileManager.default.removeItem(atPath: values)
    let path = ScratchPackage.home + "/bad/Kept.swift"
    try ScratchPackage.write(
      """
      //: # Kept
      import Flatbook
      let width = param("width", default: 5)
      var computed = false
      let losses = cached("losses", key: [1.5, 2]) {
        computed = true
        return (0..<width).map { 1 / Double($0 + 1) }
      }
      show(computed)
      expect(losses.count == width)

      """, to: path)
    func computed(_ options: [String] = []) throws -> (Bool, ProgramRun) {
      let run = try ProgramRun.tool(["run", path, "--output-path", reports.path] + options)
      #expect(run.code == 0, "\(run.everything)")
      return (try reports.record("Kept").cells[0].outputs.first?.text == "true", run)
    }
    #expect(try computed().0)
    let (again, run) = try computed()
    #expect(!again)
    #expect(run.everything.contains("Kept.swift:5: note: “losses” is taken from the disk, computed 20"))
    #expect(reports.page("Kept")?.contains("Kept values: 1 of 1 from the disk") == true)
    #expect(try computed(["--cache", "refresh"]).0)
    #expect(try computed(["--cache", "off"]).0)
    #expect(try !computed().0)
    #expect(try computed(["-P", "width=6"]).0)
    #expect(try !computed(["-P", "width=6"]).0)
    for file in try FileManager.default.contentsOfDirectory(atPath: values) {
      let place = URL(filePath: values + "/" + file)
      try Data(contentsOf: place).dropLast(3).write(to: place)
    }
    let (mended, warned) = try computed()
    #expect(mended)
    #expect(warned.everything.contains("Kept.swift:5: warning: “losses”: the kept value has "))
    #expect(try !computed().0)
  }
}
