import CNotebookProcess
import Foundation

/// Reads what a program writes, on any number of pipes at once, until it has ended.
struct Pump {
  enum Verdict { case goOn, endIt }

  let process: ChildProcess
  let descriptors: [Int32]

  /// - Parameters:
  ///   - received: Gets bytes with the index of their descriptor.
  ///   - tick: Called several times a second; may ask that the program be ended.
  func run(received: (Int, UnsafeRawBufferPointer) -> Void, tick: () -> Verdict) -> ChildProcess.Ending {
    var polls = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    defer { buffer.deallocate() }
    var isKilled = false
    var endedAt: ContinuousClock.Instant?

    while true {
      let isOpen = polls.contains { $0.fd >= 0 }
      if isOpen {
        _ = poll(&polls, nfds_t(polls.count), endedAt == nil ? 50 : 5)
      } else if process.ending == nil {
        process.reap()
        if process.ending == nil { usleep(2000) }
      }
      var count = 0
      for index in polls.indices where polls[index].fd >= 0 && polls[index].revents != 0 {
        let got = read(polls[index].fd, buffer.baseAddress, buffer.count)
        if got > 0 {
          count += got
          received(index, UnsafeRawBufferPointer(rebasing: buffer[..<got]))
        } else if got == 0 || (errno != EINTR && errno != EAGAIN) {
          polls[index].fd = -1
          process.reap()
        }
      }
      if endedAt == nil {
        if process.reap() != nil {
          // Its last words may have come after this look: one more look, at least.
          endedAt = .now
          continue
        }
        if !isKilled, tick() == .endIt {
          isKilled = true
          process.endAll()
        }
      }
      if let ending = process.ending, let ended = endedAt {
        let isDry = count == 0 || !polls.contains { $0.fd >= 0 }
        // Somebody else may hold the pipes open and go on writing: not for long.
        if isDry || ContinuousClock.now - ended > .milliseconds(500) { return ending }
      }
    }
  }
}
