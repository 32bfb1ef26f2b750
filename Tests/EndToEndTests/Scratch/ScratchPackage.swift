import Foundation

/// The course of `Examples`, copied, with some code and notebooks more, and with a build folder of its own that is kept
/// between test runs.
///
/// The build folder of the running `swift test` is locked: nothing here may touch it.
enum ScratchPackage {
  static let flatbook = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path
  static let home = flatbook + "/.build-endtoend"
  static let package = home + "/course"
  static let scratch = home + "/build"
  static let notebooks = package + "/notebooks"
  /// Where the plugin keeps what it compiled and wrote.
  static let work = scratch + "/plugins/RunNotebook/outputs"
  static var tool: String { scratch + "/release/notebook" }
  /// Held by whoever runs `swift package` or `swift run` there: one would wait for the other's lock, a preview for ever.
  static let buildFolder = NSLock()

  /// The first run through the plugin, which builds everything; every other test waits for it.
  static let firstRun: ProgramRun = {
    do {
      // What an older version of these tests left there.
      try? FileManager.default.removeItem(atPath: package + "/Sources/Course/Course.swift")
      try writeFiles()
      return try ProgramRun.swiftPackage(["run-notebook", "First"], limit: 900)
    } catch {
      return ProgramRun(code: -1, output: "", errors: "\(error)", seconds: 0)
    }
  }()

  private static func writeFiles() throws {
    // The example lies as deep below Flatbook's root as its copy does: its path to Flatbook is right here too.
    let example = flatbook + "/Examples/Course"
    for name in try FileManager.default.subpathsOfDirectory(atPath: example) where !name.hasPrefix(".") {
      guard !name.contains("/."), let text = try? String(contentsOfFile: example + "/" + name, encoding: .utf8) else {
        continue
      }
      try write(text, to: package + "/" + name)
    }
    try write(
      """
      import Flatbook

      public func square(_ x: Int) -> Int { x * x }

      public struct Squares: Displayable {
        let values: [Int]
        public init(_ values: [Int]) { self.values = values }
        public func output() throws -> Output { .text(values.map(String.init).joined(separator: " ")) }
      }

      """, to: package + "/Sources/Course/Squares.swift")
    try write(
      """
      extension Squares: CustomStringConvertible { public var description: String { "squares" } }

      """, to: package + "/Sources/Course/Squares+Description.swift")
    try write(first, to: notebooks + "/First.swift")
    try write(figures, to: notebooks + "/Figures.swift")
  }

  /// A notebook that uses a module of its own package, from a parallel loop.
  static let first = """
    //| title: From another package
    //| seed: 41

    /*:
     # From another package

     Twice nine is \\(results[3]).
     */
    import Course
    import Dispatch
    import Flatbook
    import Foundation

    func doubled(_ x: Int) -> Int { 2 * x }
    let lock = NSLock()
    let offset = param("offset", default: 0, in: 0...10)
    var results = [Int](repeating: 0, count: 64)
    DispatchQueue.concurrentPerform(iterations: 64) { index in
      let value = doubled(square(index)) + offset
      lock.withLock { results[index] = value }
    }

    // %% What came out
    show(Squares(results))
    expect(results == (0..<64).map { 2 * $0 * $0 + offset }, "the loop did what it should")
    // The conformance stands in a file of its own: it must have been linked.
    let shown: Any = Squares([1])
    expect((shown as? any CustomStringConvertible)?.description == "squares")
    print("seed \\(notebookSeed)")

    """

  /// A notebook with a drawing and a picture.
  static let figures = """
    import Flatbook

    //| label: fig-drawing
    show(Plot("A drawing") { Line(x: [0, 1, 2], y: [0, 1, 4]) })
    //| label: fig-picture
    //| figure: png
    show(Plot("A picture") { Line(x: [0, 1, 2], y: [0, 1, 4]) })

    """

  /// Writes a file unless it is there already, so that nothing is built for nothing.
  static func write(_ text: String, to path: String) throws {
    if (try? String(contentsOfFile: path, encoding: .utf8)) == text { return }
    try FileManager.default.createDirectory(
      atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try text.write(toFile: path, atomically: true, encoding: .utf8)
  }
}
