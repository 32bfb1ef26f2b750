/// A node of a golden file as it stands in the text. Infinity and NaN are read too, as Python writes them.
enum GoldenJSON: Decodable, Sendable {
  case number(Double)
  case text(String)
  case truth(Bool)
  case list([GoldenJSON])
  case object([String: GoldenJSON])
  case null

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if let list = try? container.decode([GoldenJSON].self) {
      self = .list(list)
    } else if let object = try? container.decode([String: GoldenJSON].self) {
      self = .object(object)
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let truth = try? container.decode(Bool.self) {
      self = .truth(truth)
    } else {
      self = .null
    }
  }

  /// The paths of everything below that has no parts of its own.
  func leaves(_ path: String) -> [String] {
    switch self {
    case .list(let list) where !list.isEmpty: list.enumerated().flatMap { $1.leaves("\(path)[\($0)]") }
    case .object(let object) where !object.isEmpty:
      object.keys.sorted().flatMap { object[$0]?.leaves("\(path).\($0)") ?? [] }
    default: [path]
    }
  }
}
