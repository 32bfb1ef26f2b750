import ArgumentParser
import Flatbook
import Foundation

/// Random damage through every reader of files: no crash, no hang, no memory beyond the file's size.
struct MalformedFiles: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "malformed",
    abstract: "Reads damaged NumPy, safetensors, CSV and IDX files; counts refusals, memory and the slowest file.")

  @Option(help: "How many damaged files to read, shared among the readers.")
  var files = 100_000
  @Option(help: "Mebibytes of memory that the process may take while reading; a file that asks for more ends it.")
  var memory = 64
  @Option(help: "The seed of the damage.")
  var seed: UInt64 = 1

  func run() throws {
    guard files > 0, memory > 0 else { throw ValidationError("--files and --memory are at least 1") }
    var generator = SplitMix64(seed: seed)
    let samples = try SampleFile.all()
    let before = AddressSpace.mebibytes
    AddressSpace.limit(toMebibytesMore: memory)
    print("| reader | sound file | damaged files | read | refused | slowest |\n| --- | --- | --- | --- | --- | --- |")
    for (index, sample) in samples.enumerated() {
      let count = files / samples.count + (index < files % samples.count ? 1 : 0)
      let result = try read(count, damagedCopiesOf: sample, using: &generator)
      print(
        "| \(sample.name) | \(sample.bytes.count) bytes | \(count) | \(count - result.refused) | \(result.refused) | "
          + "\(result.slowest.asTime) |")
    }
    let after = AddressSpace.mebibytes
    print(
      """

      \(files) files, seed \(seed): no crash; every file ended in a value or in an error that names the file.
      """)
    if let before, let after {
      print("The process may have taken \(memory) MiB more than at the start; at most it took \(after - before) MiB.")
    }
  }

  private func read(
    _ count: Int, damagedCopiesOf sample: SampleFile, using generator: inout SplitMix64
  ) throws -> (refused: Int, slowest: Double) {
    let clock = ContinuousClock()
    var refused = 0
    var slowest = Duration.zero
    for _ in 0..<count {
      let content = Damage.damaged(sample.bytes, head: 160, using: &generator)
      let start = clock.now
      do {
        try sample.read(content)
      } catch DataError.file {
        refused += 1
      }
      slowest = max(slowest, clock.now - start)
    }
    return (refused, Double(slowest.components.attoseconds) * 1e-18 + Double(slowest.components.seconds))
  }
}

/// A sound file and what reads it.
private struct SampleFile {
  let name: String
  let bytes: [UInt8]
  let read: ([UInt8]) throws -> Void

  static func all() throws -> [SampleFile] {
    var generator = SplitMix64(seed: 7)
    let values = (0..<24).map { _ in generator.normal() }
    let header = "{'descr': '<f8', 'fortran_order': False, 'shape': (4, 6), }\n"
    let array =
      [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8)
      + values.flatMap { value in (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) } }
    let network = try DenseNetwork(widths: [3, 4, 2], activation: .tanh)
    let weights = try TensorArchive(of: network, parameters: network.initialParameters(using: &generator))
    let table = "a;b;label\n" + (0..<12).map { "\(values[$0]);\(values[$0 + 12]);\($0 % 3)\n" }.joined()
    let images: [UInt8] =
      [0, 0, 8, 3] + [0, 0, 0, 5, 0, 0, 0, 4, 0, 0, 0, 3] + (0..<60).map { UInt8($0 * 4) }
    guard let packed = Data(base64Encoded: deflatedArchive, options: .ignoreUnknownCharacters) else { return [] }
    return [
      SampleFile(name: ".npy", bytes: array) { _ = try Tensor(npyBytes: $0).rows },
      SampleFile(name: ".npz, deflated", bytes: Array(packed)) { _ = try TensorArchive(npzBytes: $0) },
      SampleFile(name: ".safetensors", bytes: weights.safetensorsBytes) {
        _ = try DenseNetwork.imported(from: TensorArchive(safetensorsBytes: $0), activation: .tanh)
      },
      SampleFile(name: ".csv", bytes: Array(table.utf8)) {
        let table = try CSVTable(csvBytes: $0, separator: .semicolon)
        _ = try Dataset(table, inputs: ["a", "b"], targets: .values(["label"]))
      },
      SampleFile(name: "IDX", bytes: images) { _ = try IDXFile.parse($0) },
    ]
  }

  /// What numpy.savez_compressed wrote for a 2 × 3 matrix of doubles and a list of three integers.
  private static let deflatedArchive = """
    UEsDBC0AAAAIAAAAIQA0MXjI//////////8FABQAVy5ucHkBABAAsAAAAAAAAABXAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6TZqGuo6Ce
    ll9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GkY6CsaaOgq1CmQDLgYUcMEeQj+A0i+g9Aco/cUeAFBLAwQtAAAACAAAACEA3+kMsv//////////
    CgAUAGxhYmVscy5ucHkBABAAmAAAAAAAAABNAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6TaaGuo6Cell9UUpSYF59flJIKEndLzClOBYoX
    ZyQWpAL5GsY6mjoKtQoUAC5mBghghNJMUBoAUEsBAi0DLQAAAAgAAAAhADQxeMhXAAAAsAAAAAUAAAAAAAAAAAAAAIABAAAAAFcubnB5UEsBAi0D
    LQAAAAgAAAAhAN/pDLJNAAAAmAAAAAoAAAAAAAAAAAAAAIABjgAAAGxhYmVscy5ucHlQSwUGAAAAAAIAAgBrAAAAFwEAAAAA
    """
}

/// The memory that the process has asked the system for, used or not.
private enum AddressSpace {
  /// The most there ever was; nil where the system does not tell.
  static var mebibytes: Int? {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return nil }
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmPeak:") }
    return line?.split(separator: " ").compactMap { Int($0) }.first.map { $0 / 1024 }
  }

  /// From now on an allocation beyond the limit fails and ends the process. Linux only.
  static func limit(toMebibytesMore more: Int) {
    #if os(Linux)
      guard let now = mebibytes else { return }
      var limit = rlimit()
      limit.rlim_cur = rlim_t((now + more) << 20)
      limit.rlim_max = limit.rlim_cur
      setrlimit(__rlimit_resource_t(UInt32(RLIMIT_AS.rawValue)), &limit)
    #endif
  }
}
