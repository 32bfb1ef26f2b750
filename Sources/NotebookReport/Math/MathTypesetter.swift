import Foundation

/// Typesets TeX by KaTeX while the report is built, and gathers the style rules that the formulas need.
final class MathTypesetter {
  struct TeXError: Error, Equatable {
    var message: String
    /// In bytes of the TeX.
    var offset: Int
  }

  private let engine: ScriptEngine
  private let assets: KaTeXAssets
  private var cache: [String: HTML] = [:]
  private(set) var styles = InlineStyles()
  private(set) var usedClasses: Set<String> = []
  private var characters = FormulaCharacters()

  /// nil when KaTeX cannot be loaded.
  init?(_ assets: KaTeXAssets) {
    if let idle = Self.idleEngines.take(assets.script), idle.run(Self.freshMacros) {
      engine = idle
    } else {
      guard let new = ScriptEngine(), let katex = try? String(contentsOf: assets.script, encoding: .utf8),
        new.run(Self.polyfill), new.run(katex), new.run(Self.freshMacros), new.run(Self.glue)
      else { return nil }
      engine = new
    }
    self.assets = assets
  }

  deinit { if isSound { Self.idleEngines.give(engine, assets.script) } }

  /// Engines that have KaTeX loaded: loading it takes longer than most pages' formulas.
  private static let idleEngines = IdleEngines()
  /// Whether the engine has done all that it was asked for.
  private var isSound = true

  /// Macros that a formula defines hold for the formulas after it, on the same page.
  private static let freshMacros = "var notebookMacros = {};"

  private static let polyfill = """
    if (!Array.prototype.fill) {
      Array.prototype.fill = function (v) { for (var i = 0; i < this.length; i++) this[i] = v; return this; };
    }
    """

  private static let glue = """
    function letters(node) {
      var count = node.text ? node.text.length : 0;
      (node.children || []).forEach(function (child) { count += letters(child); });
      return count;
    }
    // KaTeX lets a line end after any operator. Where that is between brackets, the pieces are held together, unless
    // they are too long for a narrow page.
    function holdBrackets(pieces) {
      var result = [], held = [], depth = 0;
      function release() {
        var pieces = held, length = 0;
        held = [];
        depth = 0;
        pieces.forEach(function (piece) { length += letters(piece); });
        if (pieces.length < 2 || length > 22) { result = result.concat(pieces); return; }
        result.push({ toMarkup: function () {
          return '<span class="whole">' + pieces.map(function (piece) { return piece.toMarkup(); }).join("") + "</span>";
        } });
      }
      pieces.forEach(function (piece) {
        (piece.children || []).forEach(function (part) {
          var classes = part.classes || [];
          if (classes.indexOf("mopen") >= 0) depth += 1;
          if (classes.indexOf("mclose") >= 0) depth -= 1;
        });
        held.push(piece);
        if (depth <= 0) release();
      });
      release();
      return result;
    }
    function typeset(tex, mode) {
      try {
        var tree = katex.__renderToDomTree(tex, {
          displayMode: mode === "display", throwOnError: true, trust: false, strict: "ignore", globalGroup: true,
          maxSize: 40, maxExpand: 1000, macros: notebookMacros
        });
        var shown = tree.children && tree.children[1];
        if (mode !== "display" && shown && shown.children) shown.children = holdBrackets(shown.children);
        return "+" + tree.toMarkup();
      } catch (error) {
        return "-" + (error.position === undefined ? 0 : error.position) + ":" + error.message;
      }
    }
    """

  func html(_ tex: String, isDisplay: Bool) throws(TeXError) -> HTML {
    let key = (isDisplay ? "D" : "I") + tex
    if let known = cache[key] { return known }
    guard tex.utf8.count <= 20_000 else { throw TeXError(message: "this formula is too long", offset: 0) }
    guard let answer = engine.call("typeset", [tex, isDisplay ? "display" : "inline"]) else {
      isSound = false
      throw TeXError(message: "this formula is nested too deeply", offset: 0)
    }
    guard answer.first == "+" else { throw Self.error(answer, tex) }
    let html = HTML(styles.replaceStyles(in: String(answer.dropFirst()), usedClasses: &usedClasses))
    characters.add(markup: html.text)
    if tex.contains("def") || tex.contains("newcommand") || tex.contains("\\let") { cache = [:] }
    cache[key] = html
    return html
  }

  private static func error(_ answer: String, _ tex: String) -> TeXError {
    let parts = answer.dropFirst().split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let position = Int(parts.first ?? "") ?? 0
    var message = parts.count > 1 ? String(parts[1]) : "this formula cannot be typeset"
    if message.hasPrefix("KaTeX parse error: ") { message.removeFirst(19) }
    if let end = message.range(of: " at position ") ?? message.range(of: " at end of input") {
      message = String(message[..<end.lowerBound])
    }
    let offset = String(decoding: Array(tex.utf16.prefix(position)), as: UTF16.self).utf8.count
    return TeXError(message: message.replacing("\n", with: " "), offset: min(offset, tex.utf8.count))
  }

  /// The part of KaTeX's style sheet that the page's formulas use, with the fonts they use; empty without formulas.
  var styleSheet: String {
    guard !cache.isEmpty, let full = try? String(contentsOf: assets.styleSheet, encoding: .utf8) else { return "" }
    return KaTeXStyleSheet(full).reduced(to: usedClasses, showing: characters, fonts: assets.fonts)
      + styles.rules
  }
}
