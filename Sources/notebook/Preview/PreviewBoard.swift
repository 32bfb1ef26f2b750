import Foundation
import NotebookPreview
import NotebookReport

/// What a preview shows: of each notebook its page and how it stands. Written by the runs, read by the server.
final class PreviewBoard: @unchecked Sendable {
  /// One notebook.
  struct Entry {
    var title: String
    /// The page to show; nil before the first.
    var page: String?
    /// The last page of a run that reached its end.
    var goodPage: String?
    var problems: [PreviewProblem] = []
    var source = ""
    var words = "waiting"
    var revision = 0
    /// Seconds of the last run that made a page: of the notebook itself, and from the save to the page.
    var seconds: (run: Double, total: Double) = (0, 0)
  }

  /// The notebooks' names, in their order.
  let names: [String]
  /// Tells one preview from the next, so that a page left open knows that it is old.
  private let mark = UUID().uuidString.prefix(8)
  private let lock = NSLock()
  private var entries: [String: Entry]
  private var revision = 0
  /// Gets what pages are to hear.
  private var listener: @Sendable (ServerEvent) -> Void = { _ in }

  init(names: [String]) {
    self.names = names
    entries = Dictionary(uniqueKeysWithValues: names.map { ($0, Entry(title: $0)) })
  }

  func tell(_ listener: @escaping @Sendable (ServerEvent) -> Void) { lock.withLock { self.listener = listener } }

  /// Changes what is shown of a notebook; its open pages fetch it.
  func change(_ name: String, _ change: (inout Entry) -> Void) {
    update(name, isNewPage: true, change)
  }

  /// Changes the words beside a notebook's page.
  func say(_ words: String, of name: String) {
    update(name, isNewPage: false) { $0.words = words }
  }

  func words(of name: String) -> String { lock.withLock { entries[name]?.words ?? "" } }

  private func update(_ name: String, isNewPage: Bool, _ change: (inout Entry) -> Void) {
    let (events, listener) = lock.withLock { () -> ([ServerEvent], @Sendable (ServerEvent) -> Void) in
      guard var entry = entries[name] else { return ([], self.listener) }
      let before = entry.words
      change(&entry)
      if isNewPage {
        entry.revision += 1
        revision += 1
      }
      entries[name] = entry
      let state = before == entry.words ? [] : [stateEvent(name, entry)]
      return (state + (isNewPage ? [pageEvent(name, entry)] : []), self.listener)
    }
    events.forEach(listener)
  }

  // MARK: Events

  private struct PageMessage: Encodable {
    var name: String
    var version: String
    var all: String
    var run: Double
    var total: Double
  }

  private struct StateMessage: Encodable {
    var name: String
    var words: String
  }

  private func pageEvent(_ name: String, _ entry: Entry) -> ServerEvent {
    ServerEvent(
      name: "page",
      data: Self.json(
        PageMessage(
          name: name, version: version(entry.revision), all: version(revision), run: entry.seconds.run,
          total: entry.seconds.total)))
  }

  private func stateEvent(_ name: String, _ entry: Entry) -> ServerEvent {
    ServerEvent(name: "state", data: Self.json(StateMessage(name: name, words: entry.words)))
  }

  private static func json(_ message: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return (try? encoder.encode(message)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }

  private func version(_ revision: Int) -> String { "\(mark)-\(revision)" }

  // MARK: Pages

  /// The answer to a request; whatever is no page of this preview is not there.
  func answer(_ request: HTTPRequest) -> LoopbackServer.Answer {
    lock.withLock {
      switch request.path {
      case []:
        if names.count == 1 { return .response(.redirect(to: Self.path(names[0]))) }
        return .response(.page(index))
      case ["events"]:
        return .events(
          names.flatMap { name in entries[name].map { [stateEvent(name, $0), pageEvent(name, $0)] } ?? [] })
      default: break
      }
      guard let name = request.path.first, let entry = entries[name] else { return .response(HTTPResponse(.notFound)) }
      switch request.path.dropFirst() {
      case []: return .response(.redirect(to: Self.path(name)))
      case [""]: return .response(.page(page(name, entry)))
      case ["good"]:
        return .response(entry.goodPage.map { .page(goodPage(name, entry, $0)) } ?? HTTPResponse(.notFound))
      default: return .response(HTTPResponse(.notFound))
      }
    }
  }

  static func path(_ name: String) -> String {
    let allowed = CharacterSet.urlPathAllowed.subtracting(CharacterSet(charactersIn: "/;"))
    return "/\(name.addingPercentEncoding(withAllowedCharacters: allowed) ?? name)/"
  }

  private var index: String {
    let rows = names.compactMap { name in
      entries[name].map { PreviewPage.Entry(name: name, title: $0.title, path: Self.path(name), words: $0.words) }
    }
    return PreviewPage.index(rows).html(
      PreviewState(name: "", version: version(revision), words: "\(names.count) notebooks"))
  }

  private var home: [PreviewState.Link] { names.count > 1 ? [PreviewState.Link("All notebooks", "/")] : [] }

  private func page(_ name: String, _ entry: Entry) -> String {
    var state = PreviewState(
      name: name, version: version(entry.revision), words: entry.words, problems: entry.problems, source: entry.source,
      links: home)
    if entry.problems.contains(where: \.isError), let good = entry.goodPage {
      if entry.page == good {
        state.remark = "Beneath is the last good page."
      } else {
        state.remark = "Beneath is how far it came."
        state.links.insert(PreviewState.Link("Last good page", Self.path(name) + "good"), at: 0)
      }
    }
    return (entry.page.map { PreviewPage(report: $0) } ?? .waiting(for: name)).html(state)
  }

  private func goodPage(_ name: String, _ entry: Entry, _ page: String) -> String {
    PreviewPage(report: page).html(
      PreviewState(
        name: name, version: version(entry.revision), words: "This is the last page of a run that reached its end.",
        links: [PreviewState.Link("The page of the last run", Self.path(name))] + home))
  }
}
