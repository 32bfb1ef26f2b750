import NotebookFormat

/// A number that a reader may change: with `-P name=value` on the command line.
///
/// - Parameters:
///   - range: The values that are allowed; others are refused on the notebook's line.
///   - help: What it is, for the list of parameters.
public func param(
  _ name: String, default value: Double, in range: ClosedRange<Double>? = nil, help: String? = nil,
  file: StaticString = #fileID, line: Int = #line
) -> Double {
  ParameterRequest(
    name: name, type: "number", defaultValue: value, range: range.map { "\($0.lowerBound) … \($0.upperBound)" },
    help: help, file: file, line: line
  ).resolve(
    read: { Double($0) }, isAllowed: { value in range.map { $0.contains(value) } ?? !value.isNaN },
    write: { "\($0)" }, example: "-P \(name)=\(value)")
}

/// A whole number that a reader may change.
public func param(
  _ name: String, default value: Int, in range: ClosedRange<Int>? = nil, help: String? = nil,
  file: StaticString = #fileID, line: Int = #line
) -> Int {
  ParameterRequest(
    name: name, type: "whole number", defaultValue: value,
    range: range.map { "\($0.lowerBound) … \($0.upperBound)" }, help: help, file: file, line: line
  ).resolve(
    read: { Int($0) }, isAllowed: { value in range.map { $0.contains(value) } ?? true },
    write: { "\($0)" }, example: "-P \(name)=\(value)")
}

/// A switch that a reader may change.
public func param(
  _ name: String, default value: Bool, help: String? = nil, file: StaticString = #fileID, line: Int = #line
) -> Bool {
  ParameterRequest(
    name: name, type: "true or false", defaultValue: value, range: nil, help: help, file: file, line: line
  ).resolve(
    read: { ["true": true, "yes": true, "1": true, "false": false, "no": false, "0": false][$0.lowercased()] },
    isAllowed: { _ in true }, write: { "\($0)" }, example: "-P \(name)=\(!value)")
}

/// A text that a reader may change; with `choices`, one of them.
public func param(
  _ name: String, default value: String, choices: [String] = [], help: String? = nil,
  file: StaticString = #fileID, line: Int = #line
) -> String {
  ParameterRequest(
    name: name, type: choices.isEmpty ? "text" : "choice", defaultValue: value,
    range: choices.isEmpty ? nil : choices.joined(separator: ", "), help: help, file: file, line: line
  ).resolve(
    read: { $0 }, isAllowed: { choices.isEmpty || choices.contains($0) }, write: { $0 },
    example: "-P \(name)=\(choices.last ?? value)")
}

/// A choice among the cases of an enumeration.
public func param<Choice: CaseIterable & RawRepresentable<String>>(
  _ name: String, default value: Choice, help: String? = nil, file: StaticString = #fileID, line: Int = #line
) -> Choice {
  let words = Choice.allCases.map(\.rawValue)
  return ParameterRequest(
    name: name, type: "choice", defaultValue: value, range: words.joined(separator: ", "), help: help, file: file,
    line: line
  ).resolve(
    read: { Choice(rawValue: $0) }, isAllowed: { _ in true }, write: { $0.rawValue },
    example: "-P \(name)=\(words.last ?? "…")")
}
