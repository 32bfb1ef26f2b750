import Foundation
import NotebookFormat

/// Where the page comes from and how to make it again. Whatever differs from run to run stands here and nowhere else.
struct ProvenanceView {
  var notebook: Notebook
  var recording: Recording
  var source: HTMLReport.Source

  var html: HTML {
    let facts = facts.map { "<dt>\($0.0)</dt><dd>\($0.1)</dd>\n" as HTML }.joined()
    let name = URL(fileURLWithPath: notebook.path).lastPathComponent
    let source: HTML
    switch self.source {
    case .parsed: source = EmbeddedSource.html(name: name, bytes: Array(notebook.source.utf8))
    case .bytes(let bytes): source = EmbeddedSource.html(name: name, bytes: bytes)
    case .leftOut: source = .empty
    }
    return """
      <footer class="foot" aria-labelledby="nb-provenance">
      <!-- provenance -->
      <h2 id="nb-provenance">Provenance</h2>
      <dl>
      \(facts)</dl>
      \(times)\(kept)<!-- /provenance -->
      \(source)</footer>

      """
  }

  private var facts: [(String, HTML)] {
    let provenance = recording.provenance
    var facts: [(String, HTML)] = []
    func add(_ name: String, _ value: String?) {
      if let value, !value.isEmpty { facts.append((name, HTML.escaped(value))) }
    }
    func addCode(_ name: String, _ value: String?) {
      if let value, !value.isEmpty { facts.append((name, "<code>\(value)</code>")) }
    }
    addCode("Notebook", notebook.path)
    if let commit = provenance.commit {
      let dirty: HTML = provenance.hasUncommittedChanges == true ? ", with uncommitted changes" : ""
      facts.append(("Commit", "<code>\(commit)</code>\(dirty)"))
    }
    addCode("Source, SHA-256", provenance.sourceHash ?? SHA256.hexadecimal(notebook.source.utf8))
    add("Flatbook", provenance.libraryVersion)
    add("Dependencies", provenance.dependencies.joined(separator: ", "))
    add("Toolchain", provenance.toolchain)
    add("Platform", provenance.platform)
    add("Processor", provenance.processor)
    add("Configuration", provenance.configuration)
    add("Seed", String(recording.seed ?? notebook.options.seed))
    add("Parameters", recording.parameters.map { "\($0.name) = \($0.value)" }.joined(separator: ", "))
    add("Date", provenance.date)
    add("Time", provenance.totalSeconds.map { "\(Self.seconds($0)) s" })
    add("Compiled in", provenance.compileSeconds.map { "\(Self.seconds($0)) s" })
    add("Peak memory", provenance.peakMemoryBytes.map { "\(($0 + 500_000) / 1_000_000) MB" })
    add("Licence", notebook.options.license)
    addCode("Command", provenance.command)
    return facts
  }

  private var times: HTML {
    let timed = recording.cells.filter { $0.seconds != nil }
    guard !timed.isEmpty else { return .empty }
    let cells = notebook.cells
    let rows = timed.map { record -> HTML in
      let lines = cells.indices.contains(record.index) ? cells[record.index].lines : nil
      let range = lines.map {
        $0.lowerBound == $0.upperBound ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)"
      }
      return """
        <tr><td class="n"><a href="#nb-cell-\(record.index + 1)">\(record.index + 1)</a></td>\
        <td class="n">\(range ?? "–")</td><td class="n">\(record.seconds.map(Self.seconds) ?? "–")</td></tr>

        """
    }.joined()
    return """
      <details><summary>Time of each cell</summary>
      <table><thead><tr><th scope="col" class="n">Cell</th><th scope="col" class="n">Lines</th>\
      <th scope="col" class="n">Seconds</th></tr></thead>
      <tbody>
      \(rows)</tbody></table></details>

      """
  }

  /// The values that `cached` took from the disk or kept there.
  private var kept: HTML {
    let uses = recording.cells.flatMap { record in record.cached.map { (cell: record.index, use: $0) } }
    guard !uses.isEmpty else { return .empty }
    let rows = uses.map { cell, use -> HTML in
      let origin: HTML = use.isReused ? "from the disk" : "computed in this run"
      let note: HTML? = use.note.map { "; \($0)" }
      return """
        <tr><th scope="row">\(use.name)</th><td class="n"><a href="#nb-cell-\(cell + 1)">\(cell + 1)</a></td>\
        <td>\(origin)\(note)</td><td>\(use.computed)</td><td class="n">\(Self.seconds(use.seconds))</td>\
        <td class="n">\(use.bytes.map(ByteSize.words) ?? "–")</td></tr>

        """
    }.joined()
    let reused = uses.count { $0.use.isReused }
    return """
      <details><summary>Kept values: \(reused) of \(uses.count) from the disk</summary>
      <div class="scroll" role="group" aria-label="Kept values" tabindex="0"><table><thead><tr><th scope="col">Value</th>\
      <th scope="col" class="n">Cell</th><th scope="col">Origin</th><th scope="col">Computed</th>\
      <th scope="col" class="n">Seconds</th><th scope="col" class="n">Size</th></tr></thead>
      <tbody>
      \(rows)</tbody></table></div></details>

      """
  }

  private static func seconds(_ seconds: Double) -> String {
    let milliseconds = Int((seconds * 1000).rounded())
    let fraction = String(milliseconds % 1000)
    return "\(milliseconds / 1000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction)"
  }
}
