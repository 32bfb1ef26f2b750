import Flatbook
import Foundation

/// Flatbook's answers to the rows of the workloads, by the library's public interface alone.
final class OurWorkloads {
  private let arrays: WorkloadArrays
  private let plan: WorkloadPlan
  private let precision: String
  /// What a row reads is read once.
  private var prepared: [String: () throws -> [String: [Double]]] = [:]

  init(arrays: WorkloadArrays, precision: String) throws {
    self.arrays = arrays
    self.precision = precision
    plan = try WorkloadPlan(folder: arrays.folder)
  }

  /// Runs a row and measures it; reading and preparing the data is left out.
  func run(_ job: String) throws -> SideAnswer {
    var answer = SideAnswer()
    if precision == "single" {
      answer.missing = "not yet: double precision only"
      return answer
    }
    let work = try prepared[job] ?? prepare(job)
    prepared[job] = work
    let clock = ContinuousClock()
    let start = clock.now
    answer.values = try work()
    let passed = (clock.now - start).components
    answer.seconds = Double(passed.seconds) + Double(passed.attoseconds) * 1e-18
    return answer
  }

  private func prepare(_ job: String) throws -> () throws -> [String: [Double]] {
    switch job {
    case "gemm": return OurMachine.matrixProducts()
    case "bandwidth": return OurMachine.stream()
    case "W1", "W1relu", "W2_B10", "W2_B100", "W3":
      let training = try OurTraining(plan.training(job), plan, arrays)
      return { try training.values() }
    default: throw PeerError(description: "there is no row \(job)")
    }
  }
}
