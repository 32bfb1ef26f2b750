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
                cached("name", key: a, b) { … }       a Codable value kept on disk between runs
                notebookSeed, given to a generator that is passed on
    """

  /// An option as the guide tells of it.
  public struct Option: Equatable, Sendable {
    /// Its name.
    public let key: String
    /// What values it takes, in words.
    public let values: String
    /// What it does, as a sentence of Markdown.
    public let effect: String

    init(_ key: String, _ values: String, _ effect: String) {
      self.key = key
      self.values = values
      self.effect = effect
    }
  }

  /// The options of a notebook, in the order in which one reads them.
  public static let notebookOptions: [Option] = [
    Option("title", "text", "The page's title. Without it the first heading is the title, or else the file's name."),
    Option("subtitle", "text", "A line of Markdown under the title. It may quote values with `\\(…)`."),
    Option("authors", "[list]", "Names under the title; also in the page's metadata."),
    Option("date", "text", "A date under the title, shown as it is written."),
    Option(
      "description", "text",
      "An abstract in Markdown under the title; also the page's description for search engines. It may quote values."),
    Option("language", "a tag such as en", "The language of the prose, for screen readers and hyphenation."),
    Option("license", "text", "The licence, named in the provenance."),
    Option(
      "bibliography", "a .bib file beside the notebook",
      "The BibTeX file of `[@key]`; the works cited are listed at the end of the page."),
    Option(
      "seed", "a whole number",
      "What `notebookSeed` gives, 0 by default; `--seed` goes before it. The page names the seed."),
    Option("toc", "true or false", "Whether the page has a table of contents; it has one by default."),
    Option(
      "theme", choices(NotebookOptions.ThemeChoice.self),
      "The colours that the page starts with; a reader may switch."),
    Option("strict", "true or false", "Whether warnings of the markup and of the compiler fail the notebook."),
    Option(
      "memory", "a size such as 4 GB", "How much memory the notebook's process may hold; `--memory` goes before it."),
    Option(
      "max-size", "a size such as 20 MB",
      "The largest page that may be written, 10 MB by default; `--max-size` goes before it."),
    Option("order", "a whole number", "The notebook's place in a published site."),
  ]

  /// The options of a cell, in the order in which one reads them.
  public static let cellOptions: [Option] = [
    Option(
      "label", "fig-name, tbl-name or lst-name",
      "A name that `[](#fig-name)` refers to: of the cell's figure, of its table, or of its code as a listing."),
    Option(
      "caption", "text",
      "Words under the figure, over the table or under the listing, in Markdown. It may quote values."),
    Option("alt", "a figure in words", "What the figure says, for those who do not see it. It may quote values."),
    Option(
      "cell", choices(CellOptions.Role.self),
      "What the cell is for. Its code is folded under that name unless `code` says otherwise."),
    Option(
      "code", choices(CellOptions.CodeDisplay.self), "Whether the page shows the code, folds it or leaves it out."),
    Option(
      "output", choices(CellOptions.OutputDisplay.self),
      "Whether the page shows what the cell printed and showed. False claims and standard error are shown in any case."),
    Option(
      "figure", choices(CellOptions.FigureFormat.self),
      "A drawing, a picture at twice the size, or a drawing unless that is large."),
    Option("width", "points", "The width of the figure; its height follows unless it is given."),
    Option("height", "points", "The height of the figure."),
    Option(
      "table", choices(CellOptions.TableStyle.self), "Whether a reader can sort the table by a column (up to 50 rows)."),
    Option(
      "expect", choices(CellOptions.Failure.self),
      "The cell is meant to fail; the notebook goes on after it, and fails if it does not. See below."),
    Option(
      "timeout", "seconds", "How long the cell may take; goes before `--cell-timeout`. Then the notebook is ended."),
    Option(
      "memory", "a size such as 4 GB", "How much memory the notebook's process may hold while the cell runs."),
    Option("tags", "[list]", "Words for other programs: in `run.json`, and on the page as `data-tags`."),
  ]

  private static func choices<Choice: CaseIterable & RawRepresentable<String>>(_: Choice.Type) -> String {
    Choice.allCases.map(\.rawValue).joined(separator: ", ")
  }

  private static func lines(_ options: [Option]) -> String {
    options.map { option in
      "    " + option.key + String(repeating: " ", count: 14 - option.key.count) + option.values
    }.joined(separator: "\n")
  }

  /// Options as a table in Markdown, for `Documentation/NotebookFormat.md`.
  public static func table(_ options: [Option]) -> String {
    "| option | values | what it does |\n| --- | --- | --- |\n"
      + options.map { "| `\($0.key)` | \($0.values) | \($0.effect) |\n" }.joined()
  }
}
