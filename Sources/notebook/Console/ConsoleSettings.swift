import ArgumentParser
import Foundation

/// When output is coloured.
enum ColorChoice: String, CaseIterable, ExpressibleByArgument { case auto, always, never }

/// How it is told how far notebooks are.
enum ProgressChoice: String, CaseIterable, ExpressibleByArgument { case auto, live, plain, none }

/// What the command line said of the console, set once when it has been read.
final class ConsoleSettings: @unchecked Sendable {
  private let lock = NSLock()
  private var choices = (color: ColorChoice.auto, progress: ProgressChoice.auto)

  var color: ColorChoice { lock.withLock { choices.color } }
  var progress: ProgressChoice { lock.withLock { choices.progress } }

  func set(color: ColorChoice, progress: ProgressChoice) {
    lock.withLock { choices = (color, progress) }
  }
}
