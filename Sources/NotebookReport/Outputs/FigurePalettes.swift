import NotebookFormat

/// The theme colors of a page's drawings: shared where they agree, on the drawing alone where they do not.
struct FigurePalettes {
  private var shared: [Palette.Color] = []
  private var local = ""

  /// The style rules of all colors added.
  var rules: String { Palette.rules(shared) + local }

  /// Adds the colors of the drawing in the element `id`; names and values that could act are left out.
  ///
  /// - Returns: The colors that the style defines there, with their values on light pages.
  @discardableResult
  mutating func add(_ colors: [ThemeColor], _ id: String) -> [(name: String, value: String)] {
    var differing: [ThemeColor] = []
    for color in colors where Self.isSound(color) {
      let new = Palette.Color(name: color.name, light: color.light, dark: color.dark)
      if let known = shared.first(where: { $0.name == color.name }) {
        if known != new { differing.append(color) }
      } else if !Palette.colors.contains(where: { $0.name == color.name }) {
        shared.append(new)
      }
    }
    let defined = colors.filter(Self.isSound).map { (name: $0.name, value: $0.light) }
    guard !differing.isEmpty else { return defined }
    let light = differing.map { "--\($0.name):\($0.light)" }.joined(separator: ";")
    let dark = differing.map { "--\($0.name):\($0.dark)" }.joined(separator: ";")
    local += """
      #\(id){\(light)}
      @media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]) #\(id){\(dark)}}
      @media screen{:root[data-theme=dark] #\(id){\(dark)}}

      """
    return defined
  }

  private static func isSound(_ color: ThemeColor) -> Bool {
    func isHex(_ text: String) -> Bool {
      text.hasPrefix("#") && [3, 4, 6, 8].contains(text.utf8.count - 1) && text.dropFirst().allSatisfy(\.isHexDigit)
    }
    let isName = color.name.utf8.allSatisfy { byte in
      switch UnicodeScalar(byte) {
      case "a"..."z", "A"..."Z", "0"..."9", "-": true
      default: false
      }
    }
    return isName && !color.name.isEmpty && color.name.utf8.count <= 64 && isHex(color.light) && isHex(color.dark)
  }
}
