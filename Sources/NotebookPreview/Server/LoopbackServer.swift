import Foundation

/// Answers the browsers of this machine, and nobody else, under `http://127.0.0.1:PORT`.
///
/// It knows no files: whatever is sent, a handler made. A connection takes a thread until it is answered; streams of
/// events take none.
public final class LoopbackServer: @unchecked Sendable {
  /// What a handler gives for a request.
  public enum Answer: Sendable {
    /// A page or the like.
    case response(HTTPResponse)
    /// A stream that gets every ``send(_:)``, beginning with these.
    case events([ServerEvent])
  }

  /// The port is taken, or no socket can be made.
  public struct PortTaken: Error, CustomStringConvertible, Sendable {
    /// Which port, and what to do.
    public var description: String
  }

  /// The port that is listened on.
  public let port: Int
  /// The address to open in a browser.
  public var address: String { "http://127.0.0.1:\(port)/" }

  private let listeners: [Socket]
  private let lock = NSLock()
  private var streams: [Socket] = []
  private var connections = 0
  private var isStopped = false
  private let acceptors = DispatchGroup()

  static let connectionLimit = 64

  /// Takes a port on 127.0.0.1, and on ::1 where that can be had too.
  ///
  /// - Parameter port: The port; 0 lets the system choose one.
  /// - Throws: ``PortTaken``.
  public init(port: Int) throws(PortTaken) {
    guard let first = Socket.listening(on: .v4, port: port) else {
      throw PortTaken(
        description: "port \(port) on 127.0.0.1 is taken; choose another with --port, or 0 for any that is free")
    }
    self.port = first.port
    let second = Socket.listening(on: .v6, port: first.port)?.socket
    listeners = [first.socket] + (second.map { [$0] } ?? [])
  }

  /// Begins to answer.
  ///
  /// - Parameter handler: Called on any thread, several times at once.
  public func start(_ handler: @escaping @Sendable (HTTPRequest) -> Answer) {
    for index in listeners.indices {
      acceptors.enter()
      Thread.detachNewThread { [self] in
        accept(from: listeners[index], handler)
        acceptors.leave()
      }
    }
  }

  private func accept(from listener: Socket, _ handler: @escaping @Sendable (HTTPRequest) -> Answer) {
    while !lock.withLock({ isStopped }) {
      var waiting = pollfd(fd: listener.descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&waiting, 1, 100) > 0, let connection = listener.accepted() else { continue }
      let isWelcome = lock.withLock {
        connections += 1
        return connections <= Self.connectionLimit
      }
      let carried = Carried(socket: connection)
      Thread.detachNewThread { [self] in
        serve(carried.socket, isWelcome: isWelcome, handler)
        lock.withLock { connections -= 1 }
      }
    }
  }

  /// A socket on its way to the one thread that uses it.
  private struct Carried: @unchecked Sendable { var socket: Socket }

  private func serve(_ socket: Socket, isWelcome: Bool, _ handler: (HTTPRequest) -> Answer) {
    do throws(HTTPRefusal) {
      guard isWelcome else { throw .busy }
      let request = try HTTPRequest(head: try Self.head(from: socket), port: port)
      switch handler(request) {
      case .response(let response):
        socket.send(response.bytes(isHead: request.isHead))
        socket.finish()
      case .events(let first): open(socket, first)
      }
    } catch {
      socket.send(HTTPResponse(error).bytes(isHead: false))
      socket.finish()
    }
  }

  private static func head(from socket: Socket) throws(HTTPRefusal) -> [UInt8] {
    let start = ContinuousClock.now
    var bytes: [UInt8] = []
    while true {
      guard ContinuousClock.now - start < .seconds(5), let more = socket.receive(4096) else { throw .tooSlow }
      guard !more.isEmpty else { throw .malformed }
      let from = max(0, bytes.count - 3)
      bytes += more
      if let end = Self.end(of: bytes, from: from) { return Array(bytes[..<end]) }
      guard bytes.count <= HTTPRequest.limit else { throw .tooLarge }
    }
  }

  /// Behind the first empty line.
  private static func end(of bytes: [UInt8], from start: Int) -> Int? {
    guard bytes.count >= 4 else { return nil }
    return (start...bytes.count - 4).first { bytes[$0..<$0 + 4].elementsEqual([13, 10, 13, 10]) }.map { $0 + 4 }
  }

  private func open(_ socket: Socket, _ first: [ServerEvent]) {
    guard socket.send(HTTPResponse.eventHead + first.flatMap(\.bytes)) else { return }
    lock.withLock {
      if isStopped { return }
      if streams.count >= Self.connectionLimit { streams.removeFirst() }
      streams.append(socket)
    }
  }

  /// Sends an event to every open stream; one that does not take it is closed, and its page asks again.
  public func send(_ event: ServerEvent) {
    let bytes = event.bytes
    lock.withLock { streams.removeAll { !$0.send(bytes, waits: false) } }
  }

  /// Finds out which streams were left, by a comment that listeners skip.
  public func sendSignOfLife() {
    lock.withLock { streams.removeAll { !$0.send(Array(": here\n\n".utf8), waits: false) } }
  }

  /// Ends all streams and gives the port back.
  public func stop() {
    lock.withLock {
      isStopped = true
      streams = []
    }
    acceptors.wait()
  }
}
