import Flatbook
import Foundation

/// Flatbook's answers to the rows of the workloads, by the library's public interface alone.
final class OurWorkloads {
  private let arrays: WorkloadArrays
  private let plan: WorkloadPlan
  private let precision: TrainingPrecision
  /// What a row reads is read once.
  private var prepared: [String: () throws -> [String: [Double]]] = [:]

  init(arrays: WorkloadArrays, precision: TrainingPrecision) throws {
    self.arrays = arrays
    self.precision = precision
    plan = try WorkloadPlan(folder: arrays.folder)
  }

  /// Rounds of at least so many seconds, in which shorter calls are repeated; as the peers have it.
  private static let shortestRound = 0.02

  /// Runs a row and measures it; reading and preparing the data is left out. Short calls are repeated, and their median
  /// is reported.
  func run(_ request: SideRequest) throws -> SideAnswer {
    let job = request.job
    var answer = SideAnswer()
    let work: () throws -> [String: [Double]]
    if let known = prepared[job] {
      work = known
    } else {
      work = try prepare(job)
      prepared[job] = work
    }
    var times: [Double] = []
    repeat {
      let clock = ContinuousClock()
      let start = clock.now
      answer.values = try work()
      times.append((clock.now - start) / .seconds(1))
    } while !request.warm && times.reduce(0, +) < Self.shortestRound
    answer.seconds = median(times)
    return answer
  }

  private func prepare(_ job: String) throws -> () throws -> [String: [Double]] {
    switch job {
    case "gemm":
      return precision == .double ? OurMachine.matrixProducts() : try OurMachine.singleMatrixProducts()
    case "bandwidth":
      return precision == .double ? OurMachine.stream(of: Double.self) : OurMachine.stream(of: Float.self)
    case "W1", "W1relu", "W2_B10", "W2_B100", "W3":
      let training = try OurTraining(plan.training(job), plan, arrays, precision: precision)
      return { try training.values() }
    case "W4_w1", "W4_w2":
      let (network, data, parameters) = try trained(job)
      let moments = OurMoments(network: network, data: data, parameters: parameters)
      return { try moments.values() }
    case "W7":
      let thresholds = try OurThresholds(arrays)
      return { try thresholds.values() }
    case "W7_2000":
      let thresholds = OurThresholds(samples: 2000)
      return { try thresholds.values() }
    case "W8":
      let sweep = try OurSweep(plan, arrays, precision: precision)
      return { try sweep.values() }
    default: return try prepareCurvature(job)
    }
  }

  private func prepareCurvature(_ job: String) throws -> () throws -> [String: [Double]] {
    let rows: [String: (OurCurvature) throws -> [String: [Double]]] = [
      "W5_w1_lambda": { try $0.sharpness() }, "W5_w2_lambda": { try $0.sharpness() },
      "W5_w1_trace": { try $0.trace() }, "W5_w2_trace": { try $0.trace() },
      "W6_w1": { try $0.variance() }, "W6_w2": { try $0.variance() },
    ]
    guard let row = rows[job] else { throw PeerError(description: "there is no row \(job)") }
    let (network, data, parameters) = try trained(job)
    let curvature = OurCurvature(network: network, data: data, parameters: parameters)
    return { try row(curvature) }
  }

  /// The network of a row such as "W5_w1_trace", its data and its trained parameters.
  private func trained(_ job: String) throws -> (DenseNetwork, Dataset, [Double]) {
    let name = String(job.split(separator: "_")[1])
    return (try plan.network(name), try arrays.data(name), try arrays.doubles("\(name)_trained"))
  }
}
