import Foundation

/// How many formulas a page shows in a browser without a network.
struct ShownFormulas {
  /// As formulas.
  let typeset: Int
  /// As TeX.
  let raw: Int

  /// Opens the page; nil without Chromium.
  init?(page: URL) throws {
    let environment = URL(fileURLWithPath: "/usr/bin/env")
    guard (try? benchmarks.run(environment, ["sh", "-c", "command -v chromium"])) != nil else { return nil }
    let document = try benchmarks.run(
      environment,
      [
        "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--proxy-server=127.0.0.1:9",
        "--proxy-bypass-list=<-loopback>", "--virtual-time-budget=5000", "--dump-dom", page.absoluteString,
      ], quiet: true)
    // What a reader sees: no scripts, styles, code and no words for screen readers.
    let seen = document.replacing(
      #/(?s)<(script|style|pre|annotation|math)\b.*?<\/\1>/#, with: ""
    )
    typeset = seen.matches(of: /<span class="katex"|<mjx-container|class="MathJax"/).count
    raw = seen.replacing(/<[^>]*>/, with: "").matches(of: /\$\$?[^$]+\$\$?/).count
  }
}
