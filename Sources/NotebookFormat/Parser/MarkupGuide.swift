/// What a notebook's file may contain, as text for `help markup`.
public enum MarkupGuide {
  /// The whole guide.
  public static let text = """
    A notebook is one Swift file with top-level code. Comments carry the rest.

    PROSE       //: one line            /*: several lines */
                Markdown with tables, footnotes and task lists; $math$ and $$display math$$ in TeX.
                \\(expression) or \\(expression, "%.3g") quotes a value, checked by the compiler and
                evaluated after the last cell. Formats: d e f g s x, with + and a precision.
                - Note: …   - Warning: …   - Callout(Theorem): …   > Tip: …       callouts
                ## Heading {#sec-name}      $$ … $$ {#eq-name}                      names
                [](#fig-name)  →  “Figure 1”          [@key]  →  the bibliography

    CELLS       end at prose, at an option line after code, and at // %% with a title if wanted.
                //#-hidden-code … //#-end-hidden-code    lines that run but are not shown

    OPTIONS     //| key: value, a value, a [list, of, values], or the rest of the line

      at the very top, for the whole notebook
    \(lines(notebookOptions))

      before a cell
    \(lines(cellOptions))

    LABELS      \(Label.Kind.allCases.map { "\($0.rawValue)-… (\($0.word.lowercased()))" }.joined(separator: ", "))

    IN CODE     show(x)   param("name", default: 1, in: 0...2, help: "…")   expect(claim, "in words")
                expect(x, near: y, tolerance: 1e-6)   formatted(x, "%.2f")   progress(over: items)
                notebookSeed, given to a generator that is passed on
    """

  static let notebookOptions: [(key: String, values: String)] = [
    ("title", "text"), ("subtitle", "text"), ("authors", "[list]"), ("date", "text"), ("description", "text"),
    ("language", "a tag such as en"), ("license", "text"), ("bibliography", "a .bib file beside the notebook"),
    ("seed", "a whole number"), ("toc", "true or false"), ("theme", choices(NotebookOptions.ThemeChoice.self)),
    ("strict", "true or false: warnings fail the notebook"), ("max-size", "a size such as 20 MB"),
    ("order", "a whole number: its place in a published site"),
  ]

  static let cellOptions: [(key: String, values: String)] = [
    ("label", "fig-name, tbl-name or lst-name"), ("caption", "text"), ("alt", "a figure in words"),
    ("cell", choices(CellOptions.Role.self)), ("code", choices(CellOptions.CodeDisplay.self)),
    ("output", choices(CellOptions.OutputDisplay.self)), ("figure", choices(CellOptions.FigureFormat.self)),
    ("width", "points"), ("height", "points"), ("table", choices(CellOptions.TableStyle.self)),
    ("expect", choices(CellOptions.Failure.self) + " (not supported yet)"), ("timeout", "seconds"),
    ("tags", "[list]"),
  ]

  private static func choices<Choice: CaseIterable & RawRepresentable<String>>(_: Choice.Type) -> String {
    Choice.allCases.map(\.rawValue).joined(separator: ", ")
  }

  private static func lines(_ options: [(key: String, values: String)]) -> String {
    options.map { key, values in
      "    " + key + String(repeating: " ", count: 14 - key.count) + values
    }.joined(separator: "\n")
  }
}
