import Foundation

/// The tokens of the sources that were classified last, for a page that is made soon after its notebook was looked at.
final class RecentTokens: @unchecked Sendable {
  private let lock = NSLock()
  private var entries: [(source: String, tokens: [SyntaxHighlighter.Token])] = []

  private static let limit = 4

  func tokens(of source: String) -> [SyntaxHighlighter.Token]? {
    lock.withLock { entries.first { $0.source == source }?.tokens }
  }

  func remember(_ tokens: [SyntaxHighlighter.Token], of source: String) {
    lock.withLock {
      if entries.count >= Self.limit { entries.removeFirst() }
      entries.append((source, tokens))
    }
  }
}
