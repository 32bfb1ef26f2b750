import Foundation

/// Values of parameters from a JSON file: an object of numbers, texts and truth values.
enum ParameterFile {
  private enum Value: Decodable {
    case truth(Bool)
    case whole(Int)
    case number(Double)
    case text(String)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let truth = try? container.decode(Bool.self) {
        self = .truth(truth)
      } else if let whole = try? container.decode(Int.self) {
        self = .whole(whole)
      } else if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else {
        self = .text(try container.decode(String.self))
      }
    }

    var text: String {
      switch self {
      case .truth(let truth): "\(truth)"
      case .whole(let whole): "\(whole)"
      case .number(let number): "\(number)"
      case .text(let text): text
      }
    }
  }

  static func read(_ path: String) throws -> [String: String] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Stop(.usage, "the file of parameters '\(path)' cannot be read")
    }
    do {
      return try JSONDecoder().decode([String: Value].self, from: data).mapValues(\.text)
    } catch DecodingError.typeMismatch(_, let context) {
      let name = context.codingPath.first?.stringValue
      throw Stop(
        .usage,
        "\(path): error: "
          + (name.map { "the value of '\($0)' is no number, text, true or false" }
            ?? "the file is not an object such as {\"learning-rate\": 0.1}"))
    } catch DecodingError.valueNotFound(_, let context) {
      throw Stop(.usage, "\(path): error: '\(context.codingPath.first?.stringValue ?? "")' has no value")
    } catch {
      throw Stop(.usage, "\(path): error: this is not JSON; write an object such as {\"learning-rate\": 0.1}")
    }
  }
}
