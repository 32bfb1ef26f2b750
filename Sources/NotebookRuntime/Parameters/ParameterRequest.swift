import NotebookFormat

/// One `param(…)` in a notebook, before it has its value.
struct ParameterRequest<Value> {
  let name: String
  let type: String
  let defaultValue: Value
  let range: String?
  let help: String?
  let file: StaticString
  let line: Int

  /// The value given on the command line, or the default one. A wrong one stops the notebook here.
  func resolve(
    read: (String) -> Value?, isAllowed: (Value) -> Bool, write: (Value) -> String, example: String
  ) -> Value {
    let session = Session.current
    let place = session.line(line, in: file)
    func refuse(_ message: String, cure: String) -> Never {
      session.stop(Failure(kind: .thrown, message: "\(message); \(cure)", line: place == 0 ? nil : place))
    }
    let override = session.settings?.parameters[name]
    var value = defaultValue
    if let override {
      guard let read = read(override) else {
        let words = range.map { " (\($0))" } ?? ""
        refuse("parameter '\(name)' is a \(type)\(words), not '\(override)'", cure: "write for example \(example)")
      }
      value = read
    }
    if !isAllowed(value) {
      let origin = override == nil ? "the default of parameter" : "parameter"
      refuse(
        "\(origin) '\(name)' is \(write(value)), which is not allowed",
        cure: range.map { "allowed: \($0)" } ?? "give it a number")
    }
    session.note(input: name, value: write(value))
    session.send(
      .parameter(
        Parameter(
          name: name, type: type, value: write(value), defaultValue: write(defaultValue), range: range, help: help,
          isOverridden: override != nil, line: place)))
    return value
  }
}
