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

  /// The frames with Swift's names as people write them; other names are left alone.
  private func demangled(_ frames: [Frame]) -> [Frame] {
    let mangled = frames.map(\.function).filter { $0.hasPrefix("$s") }
    let tool = toolchain.folder + "/swift-demangle"
    guard !mangled.isEmpty,
      let answer = try? Command(tool, ["--simplified", "--compact"] + mangled).run(limit: 30), answer.isSuccess
    else { return frames }
    let names = answer.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard names.count >= mangled.count else { return frames }
    let table = Dictionary(zip(mangled, names)) { first, _ in first }
    return frames.map { frame in
      Frame(function: table[frame.function] ?? frame.function, file: frame.file, line: frame.line, column: frame.column)
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
