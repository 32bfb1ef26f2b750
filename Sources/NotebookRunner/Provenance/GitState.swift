import Foundation

/// The commit that a folder is at, and whether anything differs from it.
struct GitState: Sendable {
  var commit: String
  var hasUncommittedChanges: Bool

  /// Nil outside a repository, before its first commit, or without git.
  init?(folder: String) {
    guard let git = SearchPath.program("git"),
      let head = try? Command(git, ["rev-parse", "HEAD"], in: folder).run(limit: 10), head.isSuccess,
      let status = try? Command(git, ["status", "--porcelain"], in: folder).run(limit: 20), status.isSuccess
    else { return nil }
    commit = head.output.trimmingCharacters(in: .whitespacesAndNewlines)
    hasUncommittedChanges = !status.output.isEmpty
  }
}
