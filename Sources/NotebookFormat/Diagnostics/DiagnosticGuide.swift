/// All diagnostics in one text.
public enum DiagnosticGuide {
  /// A line for each code, for `help codes`.
  public static var text: String {
    DiagnosticCode.allCases.map { "\($0.code)  \($0.title) (\($0.severity.rawValue))\n" }.joined()
      + "\n`help NB010` explains a code with an example and its cure.\n"
  }

  /// `Documentation/Diagnostics.md`.
  public static var markdown: String {
    var text = """
      # Diagnostics

      <!-- Printed by `swift run notebook help codes --markdown`; a test compares. -->

      What can be wrong in a notebook's markup and prose. Everything is told in one pass with its place, before anything
      runs: errors keep the notebook from being run, warnings do so in a strict notebook. The codes are stable.

      | code | what | kind | cure |
      | --- | --- | --- | --- |

      """
    for code in DiagnosticCode.allCases {
      text +=
        "| [\(code.code)](#\(code.code.lowercased())) | \(code.title) | \(code.severity.rawValue) | \(code.cure) |\n"
    }
    for code in DiagnosticCode.allCases {
      text += "\n## \(code.code)\n\n**\(code.title.first.map { $0.uppercased() + code.title.dropFirst() } ?? "").** "
      text += "\(code.explanation)\n\n" + fenced(code.example)
      text += "Cure: \(code.cure).\n\n" + fenced(code.mended).dropLast()
    }
    return text
  }

  private static func fenced(_ source: String) -> String {
    let fence = source.contains("```") ? "````" : "```"
    return "\(fence)swift\n\(source)\n\(fence)\n\n"
  }
}
