import NotebookFormat

/// All combinations of the values that a command sweeps over.
struct Sweep {
  /// The most reports that one sweep may make of a notebook.
  static let limit = 1000

  let options: [SweepOption]

  /// The names in the order given.
  var names: [String] { options.map(\.name) }

  /// The combinations, the last name changing fastest.
  var combinations: [[String]] {
    options.reduce([[]]) { rows, option in rows.flatMap { row in option.values.map { row + [$0] } } }
  }

  /// How many reports there are of each notebook.
  var count: Int {
    options.reduce(1) { product, option in
      let (next, isTooLarge) = product.multipliedReportingOverflow(by: option.values.count)
      return isTooLarge ? .max : next
    }
  }

  /// A report for each combination, named by its values.
  func requests(from request: RunRequest) throws -> [RunRequest] {
    var used: Set<String> = []
    return try combinations.map { values in
      var one = request
      var name = request.name
      for (option, value) in zip(options, values) {
        if option.name == "seed" {
          guard let seed = UInt64(value) else {
            throw Stop(.usage, "--sweep: the seed is a whole number from 0 to 2^64 − 1, not '\(value)'")
          }
          one.seed = seed
        } else {
          one.parameters[option.name] = value
        }
        name += "_\(option.name)=\(value)"
      }
      one.name = Self.unique(Self.fileName(name), &used)
      return one
    }
  }

  /// A name that every file system and every link takes.
  private static func fileName(_ name: String) -> String {
    String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.=+".contains($0)) ? $0 : "-" }.prefix(180))
  }

  /// Two values may look alike once they are part of a file's name.
  private static func unique(_ name: String, _ used: inout Set<String>) -> String {
    var result = name
    var number = 2
    // Some file systems do not tell large letters from small ones.
    while !used.insert(result.lowercased()).inserted {
      result = "\(name)_\(number)"
      number += 1
    }
    return result
  }
}
