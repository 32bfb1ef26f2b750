import Foundation
import NotebookFormat

@testable import NotebookReport

/// A page of every kind that there is, by the name of its file.
enum SamplePages {
  static func all() throws -> [(name: String, html: String)] {
    let notebook = SampleNotebook.notebook
    let sample = HTMLReport(notebook, SampleNotebook.recording).page()
    let failed = HTMLReport(notebook, SampleNotebook.failedRecording).page()
    let empty = NotebookParser().parse(source: "", path: "Empty.swift").notebook
    return [
      ("sample.html", sample.html), ("failed.html", failed.html), ("compile-error.html", compileError),
      ("empty.html", HTMLReport(empty, Recording()).page().html), ("sweep.html", sweep), ("drift.html", drift),
    ] + (try site(sample, failed).map { ("site-" + $0.name, $0.html) })
  }

  /// A notebook that does not compile: nothing ran.
  private static var compileError: String {
    let notebook = NotebookParser().parse(
      source: "//: # Not Swift\n//: Text $x^2$.\nlet x: Int = \"seven\"\nlet y = 2\n", path: "notebooks/NotSwift.swift"
    ).notebook
    let failure = Failure(
      kind: .compilation, message: "cannot convert value of type 'String' to specified type 'Int'", line: 3, column: 14,
      details: "NotSwift.swift:3:14: error: cannot convert value of type 'String' to specified type 'Int'")
    return HTMLReport(notebook, Recording(failure: failure, failedCell: 0)).page().html
  }

  private static var sweep: String {
    let runs = (1...6).map { index in
      SweepPage.Run(
        values: ["0.\(index)", "\(index % 2)"], status: index == 4 ? "a cell failed" : "ok", isGood: index != 4,
        link: "sample.html", quoted: ["sharpness": "\(20 / index)", "traceOfTheHessian / width": "18\(index)"],
        claims: (index == 4 ? 1 : 2, 2), thumbnail: SampleNotebook.figure.svg)
    }
    return SweepPage(
      title: "Flat minima are smooth", names: ["learning-rate", "seed"],
      expressions: ["sharpness", "traceOfTheHessian / width"], runs: runs
    ).html
  }

  private static var drift: String {
    let points = (0..<50).map { DriftReport.Curves.Point(x: Double($0), y: 1 / Double($0 + 1)) }
    let report = DriftReport(
      notebook: "FlatMinima.swift",
      drifts: [
        Drift(
          kind: .value, line: 12, name: #"\(sharpness, "%.3g")"#, recorded: "19.4", found: "20.1",
          relativeDifference: 0.036),
        Drift(
          kind: .value, cell: "fig-curve", line: 40, name: "median of 20 runs, row 7, seminorm", recorded: "0.31831",
          found: "0.3190", relativeDifference: 0.0022, unlisted: 12),
        Drift(kind: .cell, cell: "tbl-runs", line: 60, name: "", recorded: "a cell", found: nil),
      ], comparedCount: 842,
      curves: [
        DriftReport.Curves(
          title: "fig-curve, median of 20 runs", xName: "learning rate η", yName: "seminorm", recorded: points,
          found: points.map { .init(x: $0.x, y: $0.y * 1.05) })
      ], circumstances: ["the toolchain was Swift 6.2 and is Swift 6.3.1"], recordedRun: "2026-11-23, commit 8f3a1c2e9b"
    )
    return DriftPage(report, title: "Flat minima are smooth").html
  }

  private static func site(
    _ sample: HTMLReport.Page, _ failed: HTMLReport.Page
  ) throws -> [(name: String, html: String)] {
    var options = Site.Options()
    options.title = "Flat minima"
    options.description = "Experiments with $\\lambda_{\\max}(H)$, each on a page of its own."
    let pages = [
      Site.Page(name: "FlatMinima", card: sample.card, html: sample.html, day: "2026-11-23"),
      Site.Page(name: "Stopped", card: failed.card, html: failed.html, failure: "a cell failed", day: "2026-11-23"),
      Site.Page(name: "Lost", card: failed.card, html: nil, failure: "it does not compile"),
    ]
    return try Site(pages, options: options).files().filter { $0.name.hasSuffix(".html") }.map {
      ($0.name, String(decoding: $0.bytes, as: UTF8.self))
    }
  }
}
