import Foundation
import NotebookFormat
import NotebookReport
import NotebookRunner

/// Runs what a site lacks and puts its pages together.
struct SiteBuilder {
  let command: PublishVerb
  let workshop: Workshop

  /// A notebook that cannot be published as it should.
  private struct Trouble {
    var path: String
    var code: ExitStatus
    var words: String
  }

  func build(_ paths: [String]) throws -> ExitStatus {
    let workspace = workshop.workspace
    let folder: SiteFolder
    do {
      try Site.check(names: paths.map(NotebookFinder.name))
      folder = try SiteFolder(command.output ?? workspace.workFolder + "/site", package: workspace.package)
    } catch let error as Site.BadName {
      throw Stop(.usage, error.description)
    } catch let error as SiteFolder.Refused { throw Stop(.outputPath, error.description) }
    for path in paths { try refuseLinkOut(path) }

    let parsed = try paths.map { try NotebookReader.check($0, options: command.page) }
    parsed.forEach(NotebookReader.print)
    var troubles = try runs(parsed)
    var pages: [Site.Page] = []
    for parsed in parsed {
      let (page, trouble) = page(parsed, known: troubles.first { $0.path == parsed.notebook.path })
      pages.append(page)
      if let trouble, !troubles.contains(where: { $0.path == trouble.path }) { troubles.append(trouble) }
    }
    for trouble in troubles { print("FAILED  \(trouble.path)  \(trouble.words)") }
    if let first = troubles.first, !command.keepsGoing {
      return end(
        first.code,
        "\(troubles.count) of \(paths.count) failed: the site was not changed; publish it all the same with "
          + "--keep-going")
    }
    return try write(pages, to: folder, failed: troubles.count)
  }

  // MARK: Runs

  private var reports: String { command.reportsPath ?? workshop.workspace.reportsFolder }

  /// Runs what is missing or stale; gives what failed.
  private func runs(_ parsed: [ParsedNotebook]) throws -> [Trouble] {
    var waiting: [ParsedNotebook] = []
    var troubles: [Trouble] = []
    for parsed in parsed {
      let path = parsed.notebook.path
      let recorded = RecordedReport.read(NotebookFinder.name(path), in: reports)
      let reason = recorded.map { $0.reasonToRunAgain(parsed.notebook) } ?? "it was not run yet"
      switch command.runs {
      case .runAll: waiting.append(parsed)
      case .runStale: if reason != nil { waiting.append(parsed) }
      case .noRun:
        if recorded == nil {
          troubles.append(Trouble(path: path, code: .usage, words: "has no recorded run; leave out --no-run"))
        } else if let reason, recorded?.failure == nil, command.shared.verbosity != .quiet {
          Console.note("\(path): published as it was recorded, though \(reason)")
        }
      }
      if command.runs == .runStale, let reason, command.shared.verbosity != .quiet {
        Console.note("\(path): runs, because \(reason)")
      }
    }
    guard !waiting.isEmpty else { return troubles }
    for outcome in try run(waiting) {
      if let code = outcome.code, code != .ok {
        troubles.append(Trouble(path: outcome.path, code: code, words: outcome.words))
      } else if command.shared.verbosity != .quiet {
        print("\(outcome.code == .ok ? "ok" : "skipped")  \(outcome.path)  \(outcome.words)")
      }
    }
    return troubles
  }

  /// Runs notebooks as the verb `run` does; gives how each ended.
  private func run(_ waiting: [ParsedNotebook]) throws -> [RunOutcome] {
    var execution = try ExecutionOptions.parse([])
    execution.limits.jobs = command.jobs
    execution.limits.timeout = command.timeout
    let plan = RunPlan(
      execution: execution, page: command.page, format: .html, verbosity: command.shared.verbosity)
    let output: OutputFolder
    do {
      output = try OutputFolder(reports, package: workshop.workspace.package)
    } catch { throw Stop(.outputPath, error.description) }
    let work = waiting.map { parsed in
      (parsed: parsed, request: RunRequest(notebook: parsed.notebook, name: NotebookFinder.name(parsed.notebook.path)))
    }
    return try RunJobs(plan: plan, workshop: workshop, output: output).run(work)
  }

  // MARK: Pages

  private func page(_ parsed: ParsedNotebook, known: Trouble?) -> (Site.Page, Trouble?) {
    let notebook = parsed.notebook
    let name = NotebookFinder.name(notebook.path)
    func without(_ trouble: Trouble, words: String) -> (Site.Page, Trouble?) {
      let card = PageWriter(options: command.page, notebookPath: notebook.path).card(notebook)
      return (Site.Page(name: name, card: card, html: nil, failure: words), trouble)
    }
    if let known, known.code == .markup || known.code == .outputPath || known.code == .usage {
      return without(known, words: known.code.words)
    }
    guard let recorded = RecordedReport.read(name, in: reports) else {
      let trouble = known ?? Trouble(path: notebook.path, code: .outputPath, words: "left no report")
      return without(trouble, words: trouble.code.words)
    }
    if !command.allowsNames {
      let names = recorded.machineNames(.current(package: workshop.workspace.package))
      if !names.isEmpty {
        let list = names.map { "'\($0)'" }.joined(separator: ", ")
        return without(
          Trouble(
            path: notebook.path, code: .policy,
            words: "its page names this machine or its user: \(list); take it out, or publish it all the same with "
              + "--allow-machine-names"), words: "not published")
      }
    }
    let page = Site.Page(
      name: name, card: recorded.card, html: recorded.html, failure: recorded.failure, day: recorded.day)
    let trouble = recorded.failure.map {
      Trouble(path: notebook.path, code: ExitStatus(rawValue: recorded.record.exitCode) ?? .cellFailed, words: $0)
    }
    return (page, known ?? trouble)
  }

  /// A notebook's file must not lead out of the package by a link.
  private func refuseLinkOut(_ path: String) throws {
    func resolved(_ path: String) -> String { URL(fileURLWithPath: path).resolvingSymlinksInPath().path }
    let package = workshop.workspace.package
    let full = URL(fileURLWithPath: path).standardizedFileURL.path
    let isInside = full.hasPrefix(package + "/") || full.hasPrefix(resolved(package) + "/")
    if isInside, !resolved(full).hasPrefix(resolved(package) + "/") {
      throw Stop(.usage, "'\(path)' is a link that leads out of the package; copy the notebook there to publish it")
    }
  }

  // MARK: The site

  private func write(_ pages: [Site.Page], to folder: SiteFolder, failed: Int) throws -> ExitStatus {
    var options = Site.Options()
    if let title = command.title { options.title = title }
    options.description = command.siteDescription
    options.baseURL = command.baseURL
    options.source = command.page.source ?? .embed
    do {
      let site = try Site(pages, options: options)
      let broken = site.brokenLinks()
      for link in broken { Console.note("\(command.keepsGoing ? "warning" : "error"): \(link)") }
      if !broken.isEmpty, !command.keepsGoing { return end(.policy, "links lead nowhere: the site was not changed") }
      let files = site.files()
      try folder.replace(with: files.map { ($0.name, $0.bytes) })
      let size = files.reduce(0) { $0 + $1.bytes.count }
      let count = pages.count == 1 ? "1 notebook" : "\(pages.count) notebooks"
      print("        \(folder.path)/index.html")
      return end(
        .ok, "published \(count)\(failed > 0 ? ", \(failed) of them failed" : ""), \((size + 500) / 1000) kB: ok")
    } catch let error as Site.BadName {
      throw Stop(.usage, error.description)
    } catch let error as SiteFolder.Refused { throw Stop(.outputPath, error.description) }
  }

  private func end(_ code: ExitStatus, _ words: String) -> ExitStatus {
    print("\(words) (exit code \(code.rawValue))")
    return code
  }
}
