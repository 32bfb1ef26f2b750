import Foundation
import LinearAlgebra
import Testing

/// The golden cases: explicit inputs, expected values computed independently, a tolerance per case.
enum GoldenFile {
  static func load(_ id: String) throws -> GoldenCase {
    let url = try #require(Bundle.module.url(forResource: "golden", withExtension: "json"))
    let json = try JSONSerialization.jsonObject(with: Data(contentsOf: url))
    let cases = try #require((json as? [String: Any])?["cases"] as? [[String: Any]])
    let found = try #require(cases.first { $0["id"] as? String == id }, "no golden case \(id)")
    let inputs = try #require(found["inputs"])
    let expected = try #require(found["expected"])
    return GoldenCase(
      id: id, inputs: GoldenValue(inputs, path: "\(id).inputs"),
      expected: GoldenValue(expected, path: "\(id).expected"),
      relativeTolerance: (found["rtol"] as? NSNumber)?.doubleValue ?? 1e-10,
      absoluteTolerance: (found["atol"] as? NSNumber)?.doubleValue ?? 1e-10)
  }
}

struct GoldenCase {
  let id: String
  let inputs: GoldenValue
  let expected: GoldenValue
  let relativeTolerance: Double
  let absoluteTolerance: Double

  /// Checks a number against the expected value at the case's tolerance.
  func check(_ actual: Double, _ expected: GoldenValue, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let wanted = try expected.number
    #expect(
      abs(actual - wanted) <= absoluteTolerance + relativeTolerance * abs(wanted),
      "\(expected.path): found \(actual), expected \(wanted)", sourceLocation: sourceLocation)
  }

  /// Checks numbers one by one.
  func check(_ actual: [Double], _ expected: GoldenValue, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let wanted = try expected.flattened
    try #require(actual.count == wanted.count, "\(expected.path)", sourceLocation: sourceLocation)
    for (a, w) in zip(actual, wanted) {
      #expect(
        abs(a - w) <= absoluteTolerance + relativeTolerance * abs(w),
        "\(expected.path): found \(a), expected \(w)", sourceLocation: sourceLocation)
    }
  }

  func check(_ actual: Matrix, _ expected: GoldenValue, sourceLocation: SourceLocation = #_sourceLocation) throws {
    try check(actual.elements, expected, sourceLocation: sourceLocation)
  }
}

/// A node of the golden file that knows its path, so that a missing field says which.
struct GoldenValue {
  private let raw: Any
  let path: String

  init(_ raw: Any, path: String) {
    self.raw = raw
    self.path = path
  }

  subscript(_ key: some CustomStringConvertible) -> GoldenValue {
    get throws {
      let object = try #require(raw as? [String: Any], "\(path) is not an object")
      return GoldenValue(try #require(object[key.description], "\(path).\(key) is missing"), path: "\(path).\(key)")
    }
  }

  func has(_ key: String) -> Bool { (raw as? [String: Any])?[key] != nil }

  var keys: [String] { (raw as? [String: Any])?.keys.sorted() ?? [] }

  var array: [GoldenValue] {
    get throws {
      try #require(raw as? [Any], "\(path) is not a list").enumerated().map {
        GoldenValue($1, path: "\(path)[\($0)]")
      }
    }
  }

  var number: Double { get throws { try #require(raw as? NSNumber, "\(path) is not a number").doubleValue } }
  var integer: Int { get throws { Int(try number) } }
  var string: String { get throws { try #require(raw as? String, "\(path) is not a text") } }
  var vector: [Double] { get throws { try array.map { try $0.number } } }
  var matrix: Matrix { get throws { Matrix(try array.map { try $0.vector }) } }

  /// All numbers below this node, in order.
  var flattened: [Double] {
    get throws { raw is [Any] ? try array.flatMap { try $0.flattened } : [try number] }
  }
}
