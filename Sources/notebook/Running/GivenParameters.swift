import ArgumentParser
import NotebookFormat
import NotebookRunner

/// Values of parameters from the command line: those of `-P` go before those of a file.
struct GivenParameters {
  var assignments: [Assignment]
  var fromFile: [String: String]
  /// Parameters that take several values one after the other.
  var sweep: [SweepOption] = []

  /// Each name is given once.
  static func validate(_ assignments: [Assignment]) throws {
    let twice = Dictionary(grouping: assignments, by: \.name).first { $0.value.count > 1 }
    if let twice { throw ValidationError("the parameter '\(twice.key)' is given twice") }
  }

  /// A run with those values that the notebook asks for.
  func request(_ notebook: Notebook, seed: UInt64?) -> RunRequest {
    let known = Set(ParameterScan.names(in: notebook))
    let given = Dictionary(assignments.map { ($0.name, $0.value) }) { first, _ in first }
    return RunRequest(
      notebook: notebook, name: NotebookFinder.name(notebook.path), seed: seed,
      parameters: fromFile.merging(given) { $1 }.filter { known.contains($0.key) })
  }

  /// Every name given must be a parameter of one of the notebooks, one that is swept over a parameter of all; and the
  /// values of a file or a sweep must be such as the source allows.
  func check(_ notebooks: [Notebook]) throws {
    let known = notebooks.flatMap(ParameterScan.names)
    for name in assignments.map(\.name) + fromFile.keys.sorted() where !known.contains(name) {
      throw Stop(.usage, "no notebook has the parameter '\(name)'; \(Self.cure(name, known))")
    }
    for notebook in notebooks {
      let declarations = ParameterScan.declarations(in: notebook)
      for option in sweep where option.name != "seed" {
        guard declarations.contains(where: { $0.name == option.name }) else {
          let names = declarations.map(\.name) + ["seed"]
          throw Stop(.usage, "\(notebook.path) has no parameter '\(option.name)'; \(Self.cure(option.name, names))")
        }
      }
      let stated = sweep.map { ($0.name, $0.values) } + fromFile.sorted { $0.key < $1.key }.map { ($0.key, [$0.value]) }
      let objections = stated.flatMap { name, values in
        values.compactMap { value in declarations.first { $0.name == name }?.objection(to: value) }
      }
      for objection in objections { Console.note(objection) }
      if !objections.isEmpty { throw Stop(.usage, "a value is not allowed; nothing was run") }
    }
  }

  private static func cure(_ name: String, _ known: [String]) -> String {
    Spelling.nearest(to: name, among: known).map { "did you mean '\($0)'?" }
      ?? (known.isEmpty ? "there are none" : "there are: \(known.joined(separator: ", "))")
  }
}
