/// The options by name, and how each is read.
enum OptionSchema {
  typealias Reader<Options> = @Sendable (OptionReading, inout Options) throws(OptionReading.Mismatch) -> Void

  static let notebook: [String: Reader<NotebookOptions>] = [
    "title": { reading, options throws(OptionReading.Mismatch) in options.title = try reading.text() },
    "subtitle": { reading, options throws(OptionReading.Mismatch) in options.subtitle = try reading.text() },
    "authors": { reading, options throws(OptionReading.Mismatch) in options.authors = reading.list() },
    "date": { reading, options throws(OptionReading.Mismatch) in options.date = try reading.text() },
    "language": { reading, options throws(OptionReading.Mismatch) in options.language = try reading.language() },
    "description": { reading, options throws(OptionReading.Mismatch) in options.description = try reading.text() },
    "bibliography": { reading, options throws(OptionReading.Mismatch) in options.bibliography = try reading.text() },
    "seed": { reading, options throws(OptionReading.Mismatch) in options.seed = try reading.natural() },
    "toc": { reading, options throws(OptionReading.Mismatch) in options.toc = try reading.flag() },
    "theme": { reading, options throws(OptionReading.Mismatch) in
      options.theme = try reading.choice(NotebookOptions.ThemeChoice.self)
    },
    "strict": { reading, options throws(OptionReading.Mismatch) in options.strict = try reading.flag() },
    "max-size": { reading, options throws(OptionReading.Mismatch) in options.maximumSize = try reading.bytes() },
    "order": { reading, options throws(OptionReading.Mismatch) in options.order = try reading.place() },
    "memory": { reading, options throws(OptionReading.Mismatch) in options.memory = try reading.bytes() },
    "license": { reading, options throws(OptionReading.Mismatch) in options.license = try reading.text() },
  ]

  static let cell: [String: Reader<CellOptions>] = [
    "label": { reading, options throws(OptionReading.Mismatch) in options.label = try reading.label() },
    "caption": { reading, options throws(OptionReading.Mismatch) in options.caption = try reading.text() },
    "alt": { reading, options throws(OptionReading.Mismatch) in options.alt = try reading.text() },
    "cell": { reading, options throws(OptionReading.Mismatch) in
      options.role = try reading.choice(CellOptions.Role.self)
    },
    "code": { reading, options throws(OptionReading.Mismatch) in
      options.code = try reading.choice(CellOptions.CodeDisplay.self)
    },
    "output": { reading, options throws(OptionReading.Mismatch) in
      options.output = try reading.choice(CellOptions.OutputDisplay.self)
    },
    "figure": { reading, options throws(OptionReading.Mismatch) in
      options.figure = try reading.choice(CellOptions.FigureFormat.self)
    },
    "width": { reading, options throws(OptionReading.Mismatch) in
      options.width = try reading.positive("points", upTo: 10_000)
    },
    "height": { reading, options throws(OptionReading.Mismatch) in
      options.height = try reading.positive("points", upTo: 10_000)
    },
    "table": { reading, options throws(OptionReading.Mismatch) in
      options.table = try reading.choice(CellOptions.TableStyle.self)
    },
    "expect": { reading, options throws(OptionReading.Mismatch) in
      options.expect = try reading.choice(CellOptions.Failure.self)
    },
    "timeout": { reading, options throws(OptionReading.Mismatch) in
      options.timeout = try reading.positive("seconds", upTo: 604_800)
    },
    "memory": { reading, options throws(OptionReading.Mismatch) in options.memory = try reading.bytes() },
    "tags": { reading, options throws(OptionReading.Mismatch) in options.tags = reading.list() },
  ]

  /// Applies option lines to `options`; says what is wrong with them.
  static func apply<Options: PlacedOptions>(
    _ lines: [OptionLine], to options: inout Options, from schema: [String: Reader<Options>],
    isKnownElsewhere: (String) -> Bool, elsewhere: String, fix: String
  ) -> [Diagnostic] {
    var diagnostics: [Diagnostic] = []
    var seen: [String: Int] = [:]
    for line in lines {
      let place = (line: line.line, column: line.keyColumn)
      guard let reader = schema[line.key] else {
        if isKnownElsewhere(line.key) {
          diagnostics.append(
            DiagnosticCode.misplacedOption.diagnostic("'\(line.key)' is an option of \(elsewhere)", fix: fix, at: place)
          )
        } else {
          let near = schema.keys.sorted().nearest(to: line.key)
          diagnostics.append(
            DiagnosticCode.unknownOption.diagnostic(
              "unknown option '\(line.key)'",
              fix: near.map { "did you mean '\($0)'?" } ?? "use one of \(schema.keys.sorted().joined(separator: ", "))",
              at: place))
        }
        continue
      }
      if let first = seen[line.key] {
        diagnostics.append(
          DiagnosticCode.repeatedOption.diagnostic(
            "'\(line.key)' is given twice", fix: "remove this line or line \(first)", at: place))
        continue
      }
      seen[line.key] = line.line
      do {
        try reader(OptionReading(option: line), &options)
        options.places[line.key] = OptionPlace(line: line.line, column: line.column(ofOffset: 0))
      } catch {
        let code = line.key == "label" && !error.message.contains("wants") ? DiagnosticCode.badLabel : .badValue
        diagnostics.append(code.diagnostic(error.message, fix: error.fix, at: (line.line, line.valueColumn)))
      }
    }
    return diagnostics
  }
}
