import NotebookFormat

/// What a server shows where there is no page. It stands at any depth, so its way back is the full address where that
/// is known.
struct NotFoundPage {
  var site: Site

  var html: String {
    let frame = PageFrame(
      language: "en", title: "Not found · \(site.options.title)",
      metadata: "<meta name=\"robots\" content=\"noindex\">\n",
      style: Palette.rules(Palette.colors) + Stylesheet.base, script: Script.text, columnClass: "single")
    let home = site.options.baseURL?.of("") ?? "index.html"
    return frame.html(
      """

      <header class="top">
      <div class="tools"></div>
      <h1>This page is not here</h1>
      <p class="subtitle">The address may be mistyped, or the notebook was renamed or removed.</p>
      </header>
      <main id="nb-main">
      <p><a href="\(home)">All notebooks: \(site.options.title)</a></p>
      </main>

      """)
  }
}
