import Foundation
import Testing

@testable import NotebookPreview

@Suite("The server of a preview")
struct LoopbackServerTests {
  /// A connection as a browser makes it, without a browser's care.
  private final class Client {
    private let descriptor: Int32

    init?(_ port: Int) {
      #if os(Linux)
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      #else
        descriptor = socket(AF_INET, SOCK_STREAM, 0)
      #endif
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = in_port_t(port).bigEndian
      address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
      var limit = timeval(tv_sec: 20, tv_usec: 0)
      setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
      let code = withUnsafeBytes(of: &address) {
        connect(descriptor, $0.baseAddress!.assumingMemoryBound(to: sockaddr.self), socklen_t($0.count))
      }
      if code != 0 {
        close(descriptor)
        return nil
      }
    }

    deinit { close(descriptor) }

    func send(_ text: String) { _ = text.withCString { write(descriptor, $0, strlen($0)) } }

    /// What comes until the answer holds a text, or its end.
    func receive(until text: String? = nil) -> String {
      var bytes: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 4096)
      while true {
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { break }
        bytes += buffer[..<count]
        if let text, String(decoding: bytes, as: UTF8.self).contains(text) { break }
      }
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  private func answer(_ port: Int, _ request: String) throws -> String {
    let client = try #require(Client(port))
    client.send(request)
    return client.receive()
  }

  private func get(_ port: Int, _ path: String, host: String? = nil) throws -> String {
    try answer(port, "GET \(path) HTTP/1.1\r\nHost: \(host ?? "127.0.0.1:\(port)")\r\n\r\n")
  }

  @Test("a page is sent whole, with what keeps other sites away; HEAD sends its head alone")
  func pages() throws {
    let server = try LoopbackServer(port: 0)
    server.start { .response($0.path == ["A", ""] ? .page("<p>ä</p>") : HTTPResponse(.notFound)) }
    defer { server.stop() }
    let page = try get(server.port, "/A/")
    #expect(page.hasPrefix("HTTP/1.1 200 OK\r\n"))
    #expect(page.hasSuffix("\r\n\r\n<p>ä</p>"))
    #expect(page.contains("Content-Length: 9\r\n"))
    for header in [
      "X-Content-Type-Options: nosniff", "Cache-Control: no-store", "Cross-Origin-Resource-Policy: same-origin",
      "frame-ancestors 'none'",
    ] { #expect(page.contains(header)) }
    #expect(!page.contains("Access-Control"))
    let head = try answer(server.port, "HEAD /A/ HTTP/1.1\r\nHost: localhost:\(server.port)\r\n\r\n")
    #expect(head.contains("Content-Length: 9\r\n") && head.hasSuffix("\r\n\r\n"))
  }

  @Test("what is refused is answered in words, and never reaches the handler")
  func refusals() throws {
    let server = try LoopbackServer(port: 0)
    server.start { _ in .response(.page("secret")) }
    defer { server.stop() }
    let long = String(repeating: "x", count: 40_000)
    for (request, status) in [
      ("GET / HTTP/1.1\r\nHost: example.org\r\n\r\n", 403), ("GET /..%2f HTTP/1.1\r\nHost: localhost:P\r\n\r\n", 404),
      ("POST / HTTP/1.1\r\nHost: localhost:P\r\n\r\n", 405),
      ("GET / HTTP/1.1\r\nHost: localhost:P\r\nX: \(long)\r\n\r\n", 431),
      ("GET / HTTP/1.1\r\nHost: localhost:P\r\nContent-Length: 9\r\n\r\nnine byte", 413),
      ("\u{16}\u{3}\u{1} hello \r\n\r\n", 400),
    ] {
      let text = try answer(server.port, request.replacing("localhost:P", with: "localhost:\(server.port)"))
      #expect(text.hasPrefix("HTTP/1.1 \(status) "), "\(request.prefix(60)): \(text.prefix(60))")
      #expect(!text.contains("secret"))
    }
  }

  @Test("every open stream hears every event, first what it is told at its beginning")
  func events() throws {
    let server = try LoopbackServer(port: 0)
    server.start { _ in .events([ServerEvent(name: "hello", data: "1\n2")]) }
    defer { server.stop() }
    let clients = try (0..<3).map { _ in try #require(Client(server.port)) }
    for client in clients {
      client.send("GET /events HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\n\r\n")
      let begin = client.receive(until: "data: 2\n\n")
      #expect(begin.contains("Content-Type: text/event-stream\r\n"))
      #expect(begin.hasSuffix("event: hello\ndata: 1\ndata: 2\n\n"))
    }
    // The last stream is registered just after its beginning was sent.
    for turn in 0..<50 {
      server.send(ServerEvent(name: "page", data: "{\(turn)}"))
      usleep(2000)
    }
    for client in clients { #expect(client.receive(until: "{49}").hasSuffix("event: page\ndata: {49}\n\n")) }
  }

  @Test("a port is taken once; the end of the server ends its streams")
  func port() throws {
    let server = try LoopbackServer(port: 0)
    server.start { _ in .events([]) }
    let client = try #require(Client(server.port))
    client.send("GET /events HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\n\r\n")
    _ = client.receive(until: "\r\n\r\n")
    #expect(throws: LoopbackServer.PortTaken.self) { try LoopbackServer(port: server.port) }
    server.stop()
    #expect(client.receive() == "")
  }

  @Test("another server can have the port of one that is gone")
  func portAgain() throws {
    var port = 0
    do {
      let server = try LoopbackServer(port: 0)
      server.start { _ in .response(.page("")) }
      port = server.port
      _ = try get(port, "/")
      server.stop()
    }
    // The threads that accepted let go of the server when they end.
    var again: LoopbackServer?
    for _ in 0..<500 where again == nil {
      again = try? LoopbackServer(port: port)
      if again == nil { usleep(10_000) }
    }
    #expect(again?.port == port)
  }
}
