extension DiagnosticCode {
  /// What `help NB010` prints: what is wrong, an example, and the cure.
  public var help: String {
    var text = "\(code)  \(title) (\(severity.rawValue))\n\n\(explanation)\n\nExample:\n"
    func add(_ source: String) {
      for line in source.split(separator: "\n", omittingEmptySubsequences: false) { text += "    \(line)\n" }
    }
    add(example)
    text += "\nCure: \(cure)\n\nMended:\n"
    add(mended)
    return text
  }

  /// A few words.
  public var title: String { entry.title }
  /// One or two sentences on what is wrong and why it matters.
  public var explanation: String { entry.explanation }
  /// A piece of a notebook that provokes it.
  public var example: String { entry.example }
  /// What to do.
  public var cure: String { entry.cure }
  /// The example after the cure.
  public var mended: String { entry.mended }

  private typealias Entry = (title: String, explanation: String, example: String, cure: String, mended: String)

  private var entry: Entry {
    switch self {
    case .invalidUTF8:
      (
        "invalid UTF-8", "A notebook is a Swift file and must be UTF-8 text. A byte here cannot be read as such.",
        "//: caf\\xE9", "save the file as UTF-8", "//: café"
      )
    case .byteOrderMark:
      (
        "byte-order mark", "The file starts with the invisible bytes EF BB BF. They are ignored.",
        "\\xEF\\xBB\\xBFimport Flatbook", "save the file as UTF-8 without a byte-order mark", "import Flatbook"
      )
    case .controlCharacter:
      (
        "character that cannot be shown",
        "Prose holds a control character or a private-use character that the notebook format keeps for itself. It is "
          + "replaced by U+FFFD.", "//: a\\u{0}b", "remove the character", "//: ab"
      )
    case .unknownOption:
      (
        "unknown option", "No option has this name. Options are the lines `//| key: value`.",
        "//| capton: Loss\nshow(plot)", "see `help markup` for the options", "//| caption: Loss\nshow(plot)"
      )
    case .misplacedOption:
      (
        "option in the wrong place",
        "Options of the notebook stand at the very top of the file; options of a cell stand right before it.",
        "let x = 1\n//| title: My notebook\nlet y = 2", "move the line to where it belongs",
        "//| title: My notebook\n\nlet x = 1\nlet y = 2"
      )
    case .badValue:
      (
        "bad value of an option", "The value does not fit the option.", "//| seed: many", "give a value that fits",
        "//| seed: 7"
      )
    case .repeatedOption:
      (
        "option given twice", "The same option stands twice in one group of option lines; the first one counts.",
        "//| caption: One\n//| caption: Two\nshow(plot)", "remove one of the two lines",
        "//| caption: One and two\nshow(plot)"
      )
    case .malformedOption:
      (
        "not an option line", "A line that starts with `//|` must read `//| key: value`.",
        "//| caption Loss\nshow(plot)", "write `//| key: value`", "//| caption: Loss\nshow(plot)"
      )
    case .optionsWithoutCell:
      (
        "options without a cell", "Option lines belong to the cell that follows, but no code follows.",
        "//| label: fig-loss\n//: Prose comes next.", "put the lines right before the code, or remove them",
        "//: Prose comes first.\n//| label: fig-loss\nshow(plot)"
      )
    case .badLabel:
      (
        "bad label",
        "A label is a kind (fig, tbl, lst for cells; eq, thm, sec in prose), a hyphen, and letters, digits, hyphens "
          + "or underscores.", "//| label: loss curve\nshow(plot)", "write a label such as `fig-loss`",
        "//| label: fig-loss-curve\nshow(plot)"
      )
    case .duplicateLabel:
      (
        "label used twice", "A label names one thing in the notebook.",
        "//| label: fig-a\nshow(p)\n//| label: fig-a\nshow(q)", "give one of the two another label",
        "//| label: fig-a\nshow(p)\n//| label: fig-b\nshow(q)"
      )
    case .unresolvedReference:
      (
        "unresolved reference", "A reference names a label that the notebook does not define.",
        "//: See [](#fig-nothing).", "give the cell or heading this label, or mend the reference",
        "//: See [](#fig-loss).\n//| label: fig-loss\nshow(plot)"
      )
    case .citationWithoutBibliography:
      (
        "citation without a bibliography", "Prose cites `[@key]`, but the notebook names no BibTeX file.",
        "//: As shown by [@ma2021].", "add `//| bibliography: references.bib` at the top of the file",
        "//| bibliography: references.bib\n\n//: As shown by [@ma2021]."
      )
    case .unknownCitation:
      (
        "unknown citation", "The bibliography has no entry with this key.",
        "//| bibliography: references.bib\n\n//: As shown by [@nobody1900].", "add the entry or mend the key",
        "//| bibliography: references.bib\n\n//: As shown by [@ma2021]."
      )
    case .malformedBibliography:
      (
        "bibliography cannot be read",
        "The BibTeX file is missing, is not text, or holds an entry that does not close.",
        "//| bibliography: missing.bib", "give the path of a BibTeX file, relative to the notebook",
        "//| bibliography: references.bib"
      )
    case .unclosedComment:
      (
        "unclosed comment",
        "A comment that starts with `/*` has no `*/`. Comments nest in Swift: each `/*` inside "
          + "needs its own `*/`.", "/*: Prose without end", "write `*/` where the comment ends",
        "/*: Prose with its end */"
      )
    case .unclosedRegion:
      (
        "unclosed region", "A region is opened and never ended.", "//#-hidden-code\nlet x = 1",
        "write `//#-end-hidden-code` where the region ends", "//#-hidden-code\nlet x = 1\n//#-end-hidden-code"
      )
    case .misplacedRegionEnd:
      (
        "end of a region that is not open", "A region is ended that was not begun, or begun inside itself.",
        "//#-end-hidden-code", "remove the line, or begin the region before it",
        "//#-hidden-code\nlet x = 1\n//#-end-hidden-code"
      )
    case .unknownRegion:
      (
        "unknown region", "No region has this name.", "//#-hiden-code",
        "the known region is `//#-hidden-code` … `//#-end-hidden-code`",
        "//#-hidden-code\nlet x = 1\n//#-end-hidden-code"
      )
    case .unsupportedRegion:
      (
        "regions of assignments are not supported yet",
        "The regions editable-code, solution, stub, check and answer belong to assignments, which this version does "
          + "not read yet.", "//#-check(q1, points: 2)", "remove the region's lines", "let x = 1"
      )
    case .proseInsideCode:
      (
        "prose inside brackets",
        "Prose can stand only between statements at the top level. Inside brackets or braces "
          + "it stays a comment.", "func f() {\n  //: Not prose\n}", "move it out, or write an ordinary comment `//`",
        "//: Prose\nfunc f() {\n  // A comment\n}"
      )
    case .markupInsideCode:
      (
        "markup inside brackets",
        "Option lines and cell breaks can stand only between statements at the top level. "
          + "Inside brackets or braces they stay comments.", "func f() {\n  // %% Break\n}",
        "move the line out of the brackets", "// %% Break\nfunc f() {\n}"
      )
    case .codeAfterProse:
      (
        "code after prose on one line", "A cell starts on a line of its own.", "/*: Prose */ let x = 1",
        "put the code on the next line", "/*: Prose */\nlet x = 1"
      )
    case .unclosedBracket:
      (
        "unclosed bracket", "A bracket or `#if` is never closed, so that everything after it counts as code inside it.",
        "func f() {\n//: Prose", "close the bracket", "func f() {\n}\n//: Prose"
      )
    case .splitStatement:
      (
        "markup in the middle of a statement",
        "A cell begins with something that continues the statement before it.",
        "let x = values\n//: Prose\n  .map { $0 }", "move the markup before or after the whole statement",
        "let x = values\n  .map { $0 }\n//: Prose"
      )
    case .unclosedInlineValue:
      (
        "unclosed inline value", "`\\(` in prose starts a Swift expression that must be closed by `)` on its line.",
        "//: The loss is \\(loss.", "close the parenthesis, or write `\\\\(` for a backslash and a parenthesis",
        "//: The loss is \\(loss)."
      )
    case .badFormat:
      (
        "bad format",
        "After the expression and a comma stands a format in quotes: `%`, perhaps `+`, perhaps a "
          + "precision such as `.3`, and one of d e f g s x.", "//: \\(loss, \"%n\")",
        "write a format such as \"%.3g\"", "//: The loss is \\(loss, \"%.3g\")."
      )
    case .emptyInlineValue:
      (
        "empty inline value", "`\\()` in prose holds no expression.", "//: The loss is \\().",
        "write a Swift expression between the parentheses", "//: The loss is \\(loss)."
      )
    case .unclosedFence:
      (
        "unclosed code fence", "A code block in prose is opened and not closed.", "//: ```\n//: let x = 1",
        "close it with the same marks on a line of their own", "//: ```\n//: let x = 1\n//: ```"
      )
    case .unclosedMath:
      (
        "unclosed math", "`$$` opens a formula that is not closed in its paragraph.", "//: $$ x^2",
        "write `$$` where the formula ends", "//: $$ x^2 $$"
      )
    case .rawHTML:
      (
        "HTML in prose", "Prose is Markdown; HTML is shown as the text that it is.", "//: <b>",
        "write Markdown, such as `**bold**`, or put the text into a code span", "//: **bold**"
      )
    case .refusedLink:
      (
        "link refused",
        "A link may go to http, https or mailto addresses, to relative paths and to places in the page.",
        "//: [here](javascript:alert)", "link to an address of one of these kinds", "//: [here](https://example.org)"
      )
    case .unavailableImage:
      (
        "image cannot be shown",
        "A report holds its images itself, so that an image must be a PNG, JPEG, GIF or WebP file in the notebook's "
          + "folder or below.", "//: ![A photo](https://example.org/photo.png)",
        "put the file beside the notebook and link to it by a relative path", "//: ![A photo](photo.png)"
      )
    case .badTeX:
      (
        "formula cannot be typeset", "KaTeX does not understand the formula.", "//: $\\unknownmacro$",
        "see katex.org/docs/supported for what KaTeX knows", "//: $\\lambda$"
      )
    case .mathUnavailable:
      (
        "formulas are shown as TeX", "KaTeX was not found on this machine.", "//: $x^2$",
        "install KaTeX (Debian: libjs-katex and fonts-katex) or set FLATBOOK_KATEX to its folder", "//: *x* squared"
      )
    }
  }
}
