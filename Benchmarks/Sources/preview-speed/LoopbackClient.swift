import Foundation

/// A connection to the preview, as plain as can be.
final class LoopbackClient {
  /// The connection was refused or ended early.
  struct Ended: Error {}

  /// What a preview says of a new page.
  struct PageEvent: Decodable {
    var version: String
    var run: Double
    var total: Double
  }

  private let descriptor: Int32
  private let port: Int
  private var received: [UInt8] = []

  init(port: Int) throws {
    self.port = port
    #if os(Linux)
      descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      descriptor = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    let code = withUnsafeBytes(of: &address) { buffer -> Int32 in
      guard let start = buffer.baseAddress else { return -1 }
      return connect(descriptor, start.assumingMemoryBound(to: sockaddr.self), socklen_t(buffer.count))
    }
    guard code == 0 else { throw Ended() }
  }

  deinit { close(descriptor) }

  func ask(_ path: String) throws {
    let request = Array("GET \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n\r\n".utf8)
    guard write(descriptor, request, request.count) == request.count else { throw Ended() }
  }

  /// Waits for the next event of a page.
  func nextPage() throws -> PageEvent {
    while true {
      while let end = received.firstRange(of: Array("\n\n".utf8)) {
        let event = String(decoding: received[..<end.lowerBound], as: UTF8.self)
        received.removeSubrange(..<end.upperBound)
        guard event.contains("event: page\n"), let data = event.firstRange(of: "data: ") else { continue }
        return try JSONDecoder().decode(PageEvent.self, from: Data(event[data.upperBound...].utf8))
      }
      try receive()
    }
  }

  /// A whole page.
  static func page(port: Int, _ path: String) throws -> String {
    let client = try LoopbackClient(port: port)
    try client.ask(path)
    while (try? client.receive()) != nil {}
    return String(decoding: client.received, as: UTF8.self)
  }

  private func receive() throws {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    guard count > 0 else { throw Ended() }
    received += buffer[..<count]
  }
}
