import Foundation

/// From offsets in a program's file to lines of source, by the toolchain's own tool.
struct Symbolizer {
  let toolchain: Toolchain
  let executable: String

  /// One function on the stack, inlined ones included.
  struct Frame: Equatable, Sendable {
    var function: String
    var file: String
    var line: Int
    var column: Int
  }

  /// The frames of all offsets, innermost first; none where the tool is missing.
  func frames(at offsets: [UInt64]) -> [Frame] {
    guard !offsets.isEmpty else { return [] }
    let tool = toolchain.folder + "/llvm-symbolizer"
    let addresses = offsets.prefix(48).map { "0x" + String($0, radix: 16) }
    let arguments = ["--obj=\(executable)", "--inlines", "--output-style=JSON", "--no-demangle"] + addresses
    guard let answer = try? Command(tool, arguments).run(limit: 30), answer.isSuccess,
      let results = try? JSONDecoder().decode([Answer].self, from: Data(answer.output.utf8))
    else { return [] }
    let frames = results.flatMap { result in
      (result.symbols ?? []).map { Frame(function: $0.function, file: $0.file, line: $0.line, column: $0.column) }
    }
    return demangled(frames)
  }

  private func demangled(_ frames: [Frame]) -> [Frame] {
    let names = frames.map { $0.function.replacing("\n", with: " ") }
    let tool = toolchain.folder + "/swift-demangle"
    guard names.contains(where: { $0.hasPrefix("$s") }),
      let answer = try? Command(tool, ["--simplified", "--compact"] + names.map { $0.isEmpty ? "?" : $0 }).run(limit: 30)
    else { return frames }
    let lines = answer.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard answer.isSuccess, lines.count >= frames.count else { return frames }
    return zip(frames, lines).map { frame, name in
      Frame(function: name, file: frame.file, line: frame.line, column: frame.column)
    }
  }

  private struct Answer: Decodable {
    var symbols: [Symbol]?
    enum CodingKeys: String, CodingKey { case symbols = "Symbol" }
  }

  private struct Symbol: Decodable {
    var function: String
    var file: String
    var line: Int
    var column: Int
    enum CodingKeys: String, CodingKey {
      case function = "FunctionName"
      case file = "FileName"
      case line = "Line"
      case column = "Column"
    }
  }
}
