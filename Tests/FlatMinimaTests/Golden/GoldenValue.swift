import LinearAlgebra
import Testing

/// A place in a golden file: it knows its path, so that messages say where, and notes what is read from it.
///
/// A field that the file lacks is a value too, so that a checker can name it as skipped; only its contents throw.
struct GoldenValue {
  let path: String
  private let node: GoldenJSON?
  private let record: GoldenRecord

  init(_ node: GoldenJSON?, path: String, record: GoldenRecord) {
    self.node = node
    self.path = path
    self.record = record
  }

  subscript(_ key: some CustomStringConvertible) -> GoldenValue {
    let child: GoldenJSON? = if case .object(let object) = node { object[key.description] } else { nil }
    return GoldenValue(child, path: "\(path).\(key)", record: record)
  }

  /// Whether the file has nothing here, or null.
  var isMissing: Bool {
    switch node {
    case nil, .null: true
    default: false
    }
  }

  /// The fields of an object by name; none, noted as missing, if there is no such object.
  var fields: [(key: String, value: GoldenValue)] {
    get throws {
      if isMissing {
        noteMissing()
        return []
      }
      guard case .object(let object) = node else { throw GoldenValueError(path: path, wanted: "an object") }
      if object.isEmpty { record.noteRead(path) }
      return object.keys.sorted().map { ($0, self[$0]) }
    }
  }

  var array: [GoldenValue] {
    get throws {
      guard case .list(let list) = node else { throw GoldenValueError(path: path, wanted: "a list") }
      if list.isEmpty { record.noteRead(path) }
      return list.enumerated().map { GoldenValue($1, path: "\(path)[\($0)]", record: record) }
    }
  }

  var number: Double {
    get throws {
      defer { record.noteRead(path) }
      switch node {
      case .number(let number): return number
      // Not JSON, but how some writers say it.
      case .text("inf"), .text("Infinity"): return .infinity
      default: throw GoldenValueError(path: path, wanted: "a number")
      }
    }
  }

  var integer: Int {
    get throws {
      guard let integer = Int(exactly: try number) else { throw GoldenValueError(path: path, wanted: "an integer") }
      return integer
    }
  }

  var string: String {
    get throws {
      record.noteRead(path)
      guard case .text(let text) = node else { throw GoldenValueError(path: path, wanted: "a text") }
      return text
    }
  }

  var isList: Bool { if case .list = node { true } else { false } }

  var vector: [Double] { get throws { try array.map { try $0.number } } }

  var matrix: Matrix {
    get throws {
      let rows = try array.map { try $0.vector }
      guard let width = rows.first?.count, rows.allSatisfy({ $0.count == width }) else {
        throw GoldenValueError(path: path, wanted: "a list of rows of one length")
      }
      return Matrix(rows)
    }
  }

  /// Everything below that is a number, in order.
  var numbers: [GoldenValue] { get throws { isList ? try array.flatMap { try $0.numbers } : [self] } }

  /// The lengths of lists within lists, from the first entries: 4, 1, 13 for a list of 4 lists of 1 list of 13.
  var shape: [Int] { get throws { isList ? try [array.count] + (array.first?.shape ?? []) : [] } }

  /// Notes that a checker looked here and found nothing.
  func noteMissing() {
    record.noteMissing(path)
    record.noteRead(path)
  }

  func noteComparison() { record.noteComparison() }
}

/// A field of a golden file that is not there, or not what it should be.
struct GoldenValueError: Error, CustomStringConvertible {
  let path: String
  let wanted: String
  var description: String { "\(path) is not there or not \(wanted)" }
}
