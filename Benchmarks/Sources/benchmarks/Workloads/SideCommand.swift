import ArgumentParser
import Flatbook
import Foundation

extension TrainingPrecision {
  /// What stands after `--precision`.
  static func named(_ name: String) throws -> TrainingPrecision {
    guard let precision = TrainingPrecision(rawValue: name) else {
      throw ValidationError("--precision takes double or single, not '\(name)'")
    }
    return precision
  }
}

/// Flatbook's side of the workloads as a process of its own, so that it is pinned and asked as its peers are.
struct SideCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "workload-side", abstract: "Answers jobs of `benchmarks workloads`.", shouldDisplay: false)

  @Option(help: "The folder with all arrays.")
  var folder: String
  @Option(help: "double or single.", transform: TrainingPrecision.named)
  var precision = TrainingPrecision.double
  @Option(help: "How many threads it may take.")
  var threads = 1
  @Option(help: "Runs one job for that many seconds and ends: something for a profiler to look at.")
  var profile: String?
  @Option(help: "Seconds of a profiled job.")
  var seconds = 10.0

  func run() throws {
    let arrays = WorkloadArrays(folder: URL(fileURLWithPath: folder))
    let work = try OurWorkloads(arrays: arrays, precision: precision)
    if let profile {
      let clock = ContinuousClock()
      let start = clock.now
      repeat { _ = try work.run(SideRequest(job: profile, warm: true)) } while clock.now - start < .seconds(seconds)
      return
    }
    let (encoder, decoder) = (JSONEncoder(), JSONDecoder())
    while let line = readLine() {
      let request = try decoder.decode(SideRequest.self, from: Data(line.utf8))
      var answer: SideAnswer
      do {
        answer = try work.run(request)
      } catch {
        answer = SideAnswer()
        answer.error = "\(error)"
      }
      FileHandle.standardOutput.write(try encoder.encode(answer) + Data("\n".utf8))
    }
  }
}
