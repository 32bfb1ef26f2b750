import Foundation
import Testing

@Suite("A published site")
struct PublishTests {
  @Test("runs what is missing, keeps the old site when a notebook fails, names nobody, and gives notebooks back")
  func publish() throws {
    try #require(ScratchPackage.firstRun.code == 0)
    let reports = ReportFolder()
    let place = ReportFolder()
    let site = place.path + "/site"
    let common = ["--reports-path", reports.path, "--output", site]
    let first = try ProgramRun.tool(["publish", "First", "Figures", "--title", "The course"] + common)
    #expect(first.code == 0, "\(first.everything)")
    #expect(first.everything.contains("runs, because it was not run yet"))
    let files = try FileManager.default.contentsOfDirectory(atPath: site).sorted()
    #expect(files == [".flatbook-site.json", ".nojekyll", "404.html", "Figures.html", "First.html", "index.html"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: place.path) == ["site"])
    for file in files {
      let text = try String(contentsOfFile: site + "/" + file, encoding: .utf8)
      for name in [ScratchPackage.flatbook, NSHomeDirectory() + "/", FileManager.default.currentDirectoryPath]
      where name.count > 2 {
        #expect(!text.contains(name), "\(file) contains \(name)")
      }
    }

    let second = try ProgramRun.tool(["publish", "First", "Figures", "--no-run", "--title", "The course"] + common)
    #expect(second.code == 0 && !second.everything.contains("compil"), "\(second.everything)")

    let notebook = place.path + "/Again"
    let again = try ProgramRun.tool(["new", notebook, "--from", site + "/First.html"])
    #expect(again.code == 0, "\(again.everything)")
    #expect(try String(contentsOfFile: notebook + ".swift", encoding: .utf8) == ScratchPackage.first)
    #expect(try ProgramRun.tool(["new", notebook, "--from", site + "/First.html"]).code == 7)
    #expect(try ProgramRun.tool(["new", notebook + "2", "--from", site + "/404.html"]).code == 64)

    let bad = ScratchPackage.home + "/bad/Published.swift"
    try ScratchPackage.write("//: # Published\nimport Flatbook\nexpect(1 == 2, \"one is two\")\n", to: bad)
    let index = try Data(contentsOf: URL(filePath: site + "/index.html"))
    let failed = try ProgramRun.tool(["publish", "First", bad] + common)
    #expect(failed.code == 1 && failed.output.contains("the site was not changed"), "\(failed.everything)")
    #expect(try Data(contentsOf: URL(filePath: site + "/index.html")) == index)
    let kept = try ProgramRun.tool(["publish", "First", bad, "--keep-going", "--no-run"] + common)
    #expect(kept.code == 0, "\(kept.everything)")
    #expect(try String(contentsOfFile: site + "/index.html", encoding: .utf8).contains("✗ Failed: a cell failed"))

    try Data("example.org\n".utf8).write(to: URL(filePath: site + "/CNAME"))
    #expect(try ProgramRun.tool(["publish", "First", "--no-run"] + common).code == 7)
    #expect(try ProgramRun.tool(["publish", "Nowhere"] + common).code == 64)
  }

  @Test("the workflow installs what the setup script installs, and is never written over another")
  func workflow() throws {
    try #require(ScratchPackage.firstRun.code == 0)
    let printed = try ProgramRun.tool(["publish", "--print-workflow"])
    let setup = try String(contentsOfFile: ScratchPackage.flatbook + "/Scripts/setup", encoding: .utf8)
    let wanted = setup.matches(of: #/\n  "([a-z0-9.+-]+): /#).map { String($0.1) }
    let lines = printed.output.split(whereSeparator: { " \n\\".contains($0) }).map(String.init)
    #expect(wanted.count > 5 && wanted.allSatisfy(lines.contains), "\(printed.everything)")
    for action in ["actions/upload-pages-artifact@", "actions/deploy-pages@", "run-notebook publish --output site"] {
      #expect(printed.output.contains(action))
    }
    let path = ScratchPackage.package + "/.github/workflows/publish.yml"
    try? FileManager.default.removeItem(atPath: path)
    #expect(try ProgramRun.tool(["publish", "--workflow"]).code == 0)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == printed.output)
    #expect(try ProgramRun.tool(["publish", "--workflow"]).code == 7)
  }
}
