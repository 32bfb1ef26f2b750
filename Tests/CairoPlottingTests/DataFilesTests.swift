import Plotting
import Testing

@testable import CairoPlotting

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@Suite("Data files")
struct DataFilesTests {
  private let plot = Plot { Line(x: [0, 1], y: [0.1, 1e-300], label: "bound, upper") }.x("n")

  private func read(_ path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes.prefix(count), as: UTF8.self)
  }

  @Test("A figure's tables are written to a folder, which is made")
  func written() throws {
    let folder = "/tmp/flatbook-data-\(getpid())"
    defer {
      unlink("\(folder)/1-bound-upper.csv")
      rmdir(folder)
    }
    for _ in 0..<2 { #expect(try plot.writeData(to: folder) == ["1-bound-upper.csv"]) }
    #expect(read("\(folder)/1-bound-upper.csv") == "n,y\r\n0,0.1\r\n1,1e-300\r\n")
  }

  @Test("A folder that cannot be made is refused with the path and the reason")
  func refused() {
    let error = #expect(throws: SurfaceError.self) { try plot.writeData(to: "/no/such/folder") }
    #expect(error.map { "\($0)".contains("/no/such/folder/1-bound-upper.csv") } == true)
  }
}
