import Testing

@testable import NotebookPreview

@Suite("Requests to a preview")
struct HTTPRequestTests {
  private func request(
    _ line: String, host: String? = "127.0.0.1:8000", _ headers: [String] = []
  ) throws(HTTPRefusal) -> HTTPRequest {
    let rows = [line] + (host.map { ["Host: \($0)"] } ?? []) + headers
    return try HTTPRequest(head: Array((rows.joined(separator: "\r\n") + "\r\n\r\n").utf8), port: 8000)
  }

  private func status(_ line: String, host: String? = "127.0.0.1:8000", _ headers: [String] = []) -> Int {
    do throws(HTTPRefusal) {
      _ = try request(line, host: host, headers)
      return 200
    } catch { return error.status }
  }

  @Test("a path is read part by part, its escapes once, and what follows a question mark is left aside")
  func paths() throws {
    #expect(try request("GET / HTTP/1.1").path == [])
    #expect(try request("GET /A/ HTTP/1.1").path == ["A", ""])
    #expect(try request("GET /A/good?x=/y HTTP/1.1").path == ["A", "good"])
    #expect(try request("GET /Fl%C3%A4che%20%2541/ HTTP/1.1").path == ["Fläche %41", ""])
    #expect(try request("HEAD /A/ HTTP/1.0").isHead)
    #expect(try !request("GET /A/ HTTP/1.1").isHead)
  }

  @Test(
    "no way of writing a path leads out of it",
    arguments: [
      "/../etc/passwd", "/..%2fetc/passwd", "/%2e%2e/x", "/A/..%2F..%2F..%2Fetc", "/A/%2e%2e%5cx", "/A/./x", "/A%00",
      "/A\\..\\x", "/..", "/%2E.",
    ])
  func traversal(path: String) {
    #expect(status("GET \(path) HTTP/1.1") == 404)
  }

  @Test("names of this machine are answered, any other host is refused")
  func hosts() {
    for host in ["127.0.0.1:8000", "localhost:8000", "LOCALHOST:8000", "[::1]:8000"] {
      #expect(status("GET / HTTP/1.1", host: host) == 200)
    }
    for host in [
      "example.org", "example.org:8000", "127.0.0.1", "127.0.0.1:8001", "127.0.0.1:80000", "localhost.example.org:8000",
      "127.0.0.1:8000.example.org", "0.0.0.0:8000", "",
    ] {
      #expect(status("GET / HTTP/1.1", host: host) == 403, "\(host)")
    }
    #expect(status("GET / HTTP/1.1", host: nil) == 400)
    #expect(status("GET / HTTP/1.1", ["Host: 127.0.0.1:8000"]) == 400)
  }

  @Test("a page of another site is refused although it names the right host")
  func origins() {
    #expect(status("GET /events HTTP/1.1", ["Origin: http://127.0.0.1:8000"]) == 200)
    #expect(status("GET /events HTTP/1.1", ["Origin: http://example.org"]) == 403)
    #expect(status("GET /events HTTP/1.1", ["Origin: null"]) == 403)
  }

  @Test("whatever is no plain reading of a page is refused with its own status")
  func refusals() {
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "CONNECT", "get"] {
      #expect(status("\(method) / HTTP/1.1") == 405, "\(method)")
    }
    #expect(status("GET / HTTP/1.1", ["Content-Length: 3"]) == 413)
    #expect(status("GET / HTTP/1.1", ["Transfer-Encoding: chunked"]) == 413)
    #expect(status("GET / HTTP/1.1", ["Content-Length: 0"]) == 200)
    #expect(status("GET / HTTP/2.0") == 505)
    #expect(status("GET / HTTP/1.1", ["X: " + String(repeating: "x", count: HTTPRequest.limit)]) == 431)
    for line in [
      "GET /", "GET  / HTTP/1.1", "nonsense", "", "GET http://127.0.0.1:8000/ HTTP/1.1", "GET /%zz HTTP/1.1",
    ] {
      #expect(status(line) == 400, "\(line)")
    }
    for header in ["no colon", ": no name", "a b: c", " folded: x"] {
      #expect(status("GET / HTTP/1.1", [header]) == 400, "\(header)")
    }
  }

  @Test("line ends that only some readers take for one are refused")
  func lineEnds() {
    for text in [
      "GET / HTTP/1.1\nHost: 127.0.0.1:8000\r\n\r\n", "GET / HTTP/1.1\r\nHost: 127.0.0.1:8000\rX: y\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: 127.0.0.1:8000\r\n", "\r\n\r\n",
    ] {
      #expect(throws: HTTPRefusal.malformed) { try HTTPRequest(head: Array(text.utf8), port: 8000) }
    }
    #expect(throws: HTTPRefusal.malformed) { try HTTPRequest(head: [0xFF, 13, 10, 13, 10], port: 8000) }
  }
}
