/// The page's colours, light and dark, and which of them are read on which.
enum Palette {
  struct Color: Equatable, Sendable {
    var name: String
    var light: String
    var dark: String
  }

  /// Text on a ground: WCAG 2.2 AA asks for a contrast of 4.5, for marks that are not text of 3.
  struct Pair: Sendable {
    var text: String
    var ground: String
    var contrast = 4.5
  }

  static let colors = [
    Color(name: "paper", light: "#ffffff", dark: "#14171b"),
    Color(name: "ink", light: "#1c2127", dark: "#dde2e8"),
    Color(name: "muted", light: "#5a636e", dark: "#9aa5b1"),
    Color(name: "line", light: "#e1e5ea", dark: "#2d343c"),
    Color(name: "edge", light: "#7d8794", dark: "#77828f"),
    Color(name: "surface", light: "#f6f7f9", dark: "#1b1f24"),
    Color(name: "accent", light: "#1f4e79", dark: "#8fbbe8"),
    Color(name: "note", light: "#f1f5fa", dark: "#19222c"),
    Color(name: "good", light: "#1a6a3c", dark: "#7fd09b"),
    Color(name: "good-ground", light: "#eff7f2", dark: "#16231c"),
    Color(name: "care", light: "#7d5200", dark: "#e5c172"),
    Color(name: "care-ground", light: "#fcf6e8", dark: "#272115"),
    Color(name: "bad", light: "#a8231b", dark: "#ff9f93"),
    Color(name: "bad-ground", light: "#fcf1f0", dark: "#2b1b1b"),
    Color(name: "code-keyword", light: "#7b2d72", dark: "#dd9ad4"),
    Color(name: "code-type", light: "#1f5f86", dark: "#8ac6e2"),
    Color(name: "code-string", light: "#95401d", dark: "#eba98b"),
    Color(name: "code-number", light: "#1d55a5", dark: "#a3c1f3"),
    Color(name: "code-comment", light: "#5c6771", dark: "#909ca8"),
    Color(name: "code-attribute", light: "#6d5600", dark: "#d6bf7d"),
  ]

  static let pairs =
    ["paper", "surface", "note", "good-ground", "care-ground", "bad-ground"].flatMap { ground in
      ["ink", "muted", "accent"].map { Pair(text: $0, ground: ground) }
    } + [
      Pair(text: "good", ground: "paper"), Pair(text: "good", ground: "good-ground"),
      Pair(text: "care", ground: "paper"), Pair(text: "care", ground: "care-ground"),
      Pair(text: "bad", ground: "paper"), Pair(text: "bad", ground: "bad-ground"), Pair(text: "bad", ground: "surface"),
      Pair(text: "paper", ground: "accent"),
    ]
    + ["keyword", "type", "string", "number", "comment", "attribute"].map {
      Pair(text: "code-\($0)", ground: "surface")
    } + [Pair(text: "edge", ground: "paper", contrast: 3), Pair(text: "edge", ground: "surface", contrast: 3)]

  /// The colours as custom properties: by the reader's system, and by the page's own choice.
  static func rules(_ colors: [Color]) -> String {
    guard !colors.isEmpty else { return "" }
    let light = colors.map { "--\($0.name):\($0.light)" }.joined(separator: ";")
    let dark = colors.map { "--\($0.name):\($0.dark)" }.joined(separator: ";")
    return """
      :root{\(light)}
      @media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){\(dark)}}
      @media screen{:root[data-theme=dark]{\(dark)}}

      """
  }
}
