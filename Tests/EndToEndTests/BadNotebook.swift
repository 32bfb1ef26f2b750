import Testing

/// A notebook with something wrong in it, and what must come of it.
struct BadNotebook: Sendable, CustomTestStringConvertible {
  var name: String
  /// What stands in the second cell, from line 9 on.
  var cell: String
  var code: Int32
  var kind: String
  var line: Int
  var column: Int?
  var message: String
  /// Whether the first cell ran, so that its output must be kept.
  var keepsOutput = true
  var arguments: [String] = []

  var testDescription: String { name }

  var source: String {
    """
    //| title: \(name)

    //: # \(name)
    import Flatbook
    show("shown before")
    print("printed before", terminator: "")

    //: Next:
    \(cell)

    //: After:
    show("shown after")

    """
  }

  static let all: [BadNotebook] = [
    BadNotebook(
      name: "DoesNotCompile", cell: "let count: Int = \"no\"", code: 2, kind: "compilation", line: 9, column: 18,
      message: "cannot convert value of type 'String'", keepsOutput: false),
    BadNotebook(
      name: "Throws",
      cell: "struct Broken: Error { var reason = \"because\" }\nfunc deep() throws {\n  throw Broken()\n}\ntry deep()",
      code: 1, kind: "thrown", line: 11, column: nil, message: "Broken(reason: \"because\")"),
    BadNotebook(
      name: "ThrowsUnoptimised", cell: "enum E: Error { case bad }\nthrow E.bad", code: 1, kind: "thrown", line: 10,
      column: 1, message: "E.bad", arguments: ["--configuration", "debug"]),
    BadNotebook(
      name: "Traps", cell: "let list = [1, 2, 3].filter { $0 > 1 }\nprint(list[list.count + 2])", code: 1, kind: "trap",
      line: 10, column: nil, message: "Index out of range"),
    BadNotebook(
      name: "Overflows", cell: "var big = CommandLine.arguments.count > 9 ? 1 : Int.max\nbig += 1\nprint(big)", code: 1,
      kind: "trap", line: 10, column: nil, message: "overflow", arguments: ["--configuration", "debug"]),
    BadNotebook(
      name: "Recurses",
      cell: "func down(_ n: Int) -> Int { n == Int.min ? 0 : 1 &+ down(n &- 1) &* 3 }\nprint(down(5))",
      code: 1, kind: "trap", line: 9, column: nil, message: "recursion"),
    BadNotebook(
      name: "LoopsForEver", cell: "//| timeout: 1\nvar i = 0\nwhile true { i = (i &+ 7) % 1000 }", code: 1,
      kind: "timeout", line: 11, column: nil, message: "longer than 1 s"),
    BadNotebook(
      name: "LoopsInDebug", cell: "var i = 0\nwhile true { i = (i &+ 7) % 1000 }", code: 1, kind: "timeout", line: 10,
      column: nil, message: "longer than 2 s", arguments: ["--timeout", "2", "--configuration", "debug"]),
    BadNotebook(
      name: "SleepsForEver", cell: "import Foundation\nsleep(1000)", code: 1, kind: "timeout", line: 10, column: nil,
      message: "longer than 1 s", arguments: ["--cell-timeout", "1", "--configuration", "debug"]),
    BadNotebook(
      name: "TakesMemory",
      cell:
        "//| memory: 300 MB\nvar all: [[UInt8]] = []\nfor i in 0..<2_000 { all.append(.init(repeating: UInt8(i & 255), "
        + "count: 4_000_000)) }\nprint(all.count)", code: 1, kind: "memory", line: 11, column: nil,
      message: "more than the 300 MB that it may", arguments: ["--configuration", "debug"]),
    BadNotebook(
      name: "TakesMemoryInAll",
      cell: "var all: [[UInt8]] = []\nfor i in 0..<2_000 { all.append(.init(repeating: UInt8(i & 255), "
        + "count: 4_000_000)) }\nprint(all.count)", code: 1, kind: "memory", line: 10, column: nil,
      message: "allow more with //| memory: or --memory", arguments: ["--memory", "250MB", "--configuration", "debug"]),
    BadNotebook(
      name: "DoesNotThrow", cell: "//| expect: error\nprint(1)", code: 1, kind: "unmet", line: 10, column: nil,
      message: "is meant to end in an error, and ran to its end"),
    BadNotebook(
      name: "DoesNotTrap", cell: "//| expect: trap\nprint(1)", code: 1, kind: "unmet", line: 10, column: nil,
      message: "is meant to trap, and ran to its end"),
    BadNotebook(
      name: "ThrowsInsteadOfTrapping", cell: "//| expect: trap\nenum E: Error { case bad }\nthrow E.bad", code: 1,
      kind: "unmet", line: 10, column: nil, message: "is meant to trap, and threw an error: bad"),
    BadNotebook(
      name: "WaitsInsteadOfTrapping",
      cell: "//| expect: trap\n//| timeout: 1\nimport func Foundation.sleep\nsleep(1000)",
      code: 2, kind: "compilation", line: 11, column: nil, message: "declaration is only valid at file scope",
      keepsOutput: false),
    BadNotebook(
      name: "ExpectsWronglyInACopy", cell: "//| expect: trap\nexpect(1 == 2, \"one is two\")", code: 1,
      kind: "expectation", line: 10, column: nil, message: "one is two"),
    BadNotebook(
      name: "ExitsEarly", cell: "import Foundation\nexit(0)", code: 1, kind: "exited", line: 9, column: nil,
      message: "exit(0)"),
    BadNotebook(
      name: "ExpectsWrongly", cell: "let sum = 1 + 1\nexpect(sum == 3, \"one and one is three\")", code: 1,
      kind: "expectation", line: 10, column: nil, message: "one and one is three"),
    BadNotebook(
      name: "ExpectsNear", cell: "expect(2.5, near: 2, tolerance: 0.1)", code: 1, kind: "expectation", line: 9,
      column: nil, message: "2.5 is not near 2.0 (tolerance 0.1)"),
    BadNotebook(
      name: "ExpectsNotANumber", cell: "expect(0.0 / 0.0, near: .nan)", code: 1, kind: "expectation", line: 9,
      column: nil, message: "nan is not near nan"),
    BadNotebook(
      name: "KilledFromOutside", cell: "import Foundation\nkill(getpid(), SIGKILL)", code: 1, kind: "trap", line: 9,
      column: nil, message: "SIGKILL"),
    BadNotebook(
      name: "WrongFormat", cell: "show(Table([1.0]) { Column(\"x\", \\.self, format: \"%n\") })", code: 1,
      kind: "thrown",
      line: 9, column: nil, message: "unknown conversion %n"),
    BadNotebook(
      name: "ParameterOutOfRange", cell: "let rate = param(\"rate\", default: 0.5, in: 0...1)", code: 1, kind: "thrown",
      line: 9, column: nil, message: "allowed: 0.0 … 1.0", arguments: ["-P", "rate=7"]),
    BadNotebook(
      name: "ParameterOfWrongType", cell: "let count = param(\"count\", default: 3)", code: 1, kind: "thrown",
      line: 9, column: nil, message: "'count' is a whole number, not 'many'", arguments: ["-P", "count=many"]),
    BadNotebook(
      name: "ProseThrows",
      cell: "enum E: Error { case bad }\nfunc value() throws -> Int { throw E.bad }\n\n//: Is \\(try value()) good?",
      code: 1, kind: "thrown", line: 12, column: 10, message: "bad"),
    BadNotebook(
      name: "ProseDoesNotCompile", cell: "let fine = 3\n\n//: Is \\(missing + 2) good?", code: 2, kind: "compilation",
      line: 11, column: 10, message: "cannot find 'missing' in scope", keepsOutput: false),
  ]
}
