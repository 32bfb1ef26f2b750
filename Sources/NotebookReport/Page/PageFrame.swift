import NotebookFormat

/// What every page has around its content: the policy that keeps it from acting, its one style and its one script.
struct PageFrame {
  var language: String
  var theme = NotebookOptions.ThemeChoice.auto
  var title: String
  var metadata = HTML.empty
  var style: String
  /// The page's one script; empty for none.
  var script = ""
  /// What a skip link names: “Skip to the text”.
  var skipWords = "Skip to the text"
  /// Classes of the column beside `page`.
  var columnClass = ""
  /// Data that the script reads; they are not run.
  var data = HTML.empty

  func html(_ content: HTML) -> String {
    let policy = SecurityPolicy(style: style, script: script)
    let scriptElement: HTML = script.isEmpty ? "" : "<script>\(HTML(script))</script>\n"
    let html: HTML = """
      <!doctype html>
      <html lang="\(language)"\(theme == .auto ? "" : " data-theme=\"\(theme.rawValue)\"" as HTML)>
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(HTML(policy.text))">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="referrer" content="no-referrer">
      <meta name="color-scheme" content="light dark">
      <title>\(title)</title>
      \(metadata)\(Favicon.link)
      <style>\(HTML(style))</style>
      </head>
      <body>
      <a class="skip" href="#nb-main">\(skipWords)</a>
      <div class="page\(HTML(columnClass.isEmpty ? "" : " " + columnClass))">\(content)</div>
      \(data)\(scriptElement)</body>
      </html>

      """
    return html.text
  }
}
