import Foundation

/// The golden cases: explicit inputs, expected values computed elsewhere, a tolerance per case.
struct GoldenFile: Sendable {
  /// What is said of the file in messages: its path, or that it is the bundled one.
  let name: String
  let entries: [Entry]

  /// One case as it stands in the file.
  struct Entry: Sendable {
    let id: String
    let inputs: GoldenJSON
    let expected: GoldenJSON
    let relativeTolerance: Double
    let absoluteTolerance: Double
    /// Fields of the case itself that the format does not have.
    let strangeFields: [String]
  }

  /// The file that FLATBOOK_GOLDEN names, else the bundled one.
  static let current = Result { () throws(GoldenFileError) in
    guard let path = ProcessInfo.processInfo.environment["FLATBOOK_GOLDEN"], !path.isEmpty else {
      return try bundled()
    }
    do {
      return try GoldenFile(Data(contentsOf: URL(fileURLWithPath: path)), name: path)
    } catch let error as GoldenFileError {
      throw error
    } catch {
      throw GoldenFileError(
        name: "FLATBOOK_GOLDEN=\(path)", cause: "cannot be read: \(error.localizedDescription)")
    }
  }

  static func bundled() throws(GoldenFileError) -> GoldenFile {
    let name = "the bundled golden.json"
    guard let url = Bundle.module.url(forResource: "golden", withExtension: "json"),
      let data = try? Data(contentsOf: url)
    else { throw GoldenFileError(name: name, cause: "cannot be read") }
    return try GoldenFile(data, name: name)
  }

  /// A worked example of the bundled file, for theorems that are tested on it; not one of the golden tests.
  static func example(_ id: String) throws -> GoldenCase {
    let file = try bundled()
    guard let entry = file.entries.first(where: { $0.id == id }) else {
      throw GoldenFileError(name: file.name, cause: "has no case \(id)")
    }
    return GoldenCase(entry, in: file)
  }

  init(_ data: Data, name: String) throws(GoldenFileError) {
    self.name = name
    let decoder = JSONDecoder()
    decoder.allowsJSON5 = true
    let root: GoldenJSON
    do {
      root = try decoder.decode(GoldenJSON.self, from: data)
    } catch {
      throw GoldenFileError(name: name, cause: "is not JSON: \(error)")
    }
    guard case .object(let fields) = root, case .list(let list) = fields["cases"] else {
      throw GoldenFileError(name: name, cause: "has no list named \"cases\"")
    }
    var entries: [Entry] = []
    for (place, node) in list.enumerated() {
      guard case .object(let fields) = node, case .text(let id) = fields["id"] else {
        throw GoldenFileError(name: name, cause: "case \(place + 1) of \(list.count) has no text named \"id\"")
      }
      guard !entries.contains(where: { $0.id == id }) else {
        throw GoldenFileError(name: name, cause: "has the case \(id) twice")
      }
      guard case .object = fields["inputs"], let inputs = fields["inputs"], case .object = fields["expected"],
        let expected = fields["expected"]
      else { throw GoldenFileError(name: name, cause: "\(id) has no objects named \"inputs\" and \"expected\"") }
      func tolerance(_ field: String) throws(GoldenFileError) -> Double {
        switch fields[field] {
        case nil: return 1e-10
        case .number(let value) where value >= 0: return value
        default: throw GoldenFileError(name: name, cause: "\(id).\(field) is not a number of 0 or more")
        }
      }
      let known: Set = ["id", "title", "inputs", "expected", "rtol", "atol", "note"]
      entries.append(
        Entry(
          id: id, inputs: inputs, expected: expected, relativeTolerance: try tolerance("rtol"),
          absoluteTolerance: try tolerance("atol"), strangeFields: fields.keys.filter { !known.contains($0) }.sorted()))
    }
    self.entries = entries
  }
}

/// A golden file that cannot be used, and why.
struct GoldenFileError: Error, CustomStringConvertible {
  let name: String
  let cause: String
  var description: String { "golden file: \(name) \(cause)" }
}
