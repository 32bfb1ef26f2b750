import Flatbook
import Foundation

/// What `workloads.json` says: networks, training runs and the sweep.
struct WorkloadPlan: Decodable {
  let nets: [String: Net]
  let train: [String: Training]
  let w8: Sweep

  /// A dense network's widths and its activation.
  struct Net: Decodable {
    let sizes: [Int]
    let act: String

    /// The network itself.
    var network: DenseNetwork {
      get throws {
        guard let activation = Activation(rawValue: act) else {
          throw PeerError(description: "workloads.json asks for the activation \(act)")
        }
        return try DenseNetwork(widths: sizes, activation: activation)
      }
    }
  }

  /// A run of SGD with given batches; the rate is PyTorch's, for `MSELoss`.
  struct Training: Decodable {
    let net: String
    let batchSize: Int
    let rate: Double
    let steps: Int
    let perm: String
    let start: String

    enum CodingKeys: String, CodingKey {
      case net, steps, perm
      case batchSize = "B"
      case rate = "lr"
      case start = "init"
    }
  }

  /// The grid of W8.
  struct Sweep: Decodable {
    let rates: [Double]
    let batchSizes: [Int]
    let seeds: [Int]

    enum CodingKeys: String, CodingKey {
      case seeds
      case rates = "lrs"
      case batchSizes = "Bs"
    }
  }

  /// Reads a folder's `workloads.json`.
  init(folder: URL) throws {
    self = try JSONDecoder().decode(
      WorkloadPlan.self, from: Data(contentsOf: folder.appendingPathComponent("workloads.json")))
  }

  /// The training run of a row such as "W2_B100".
  func training(_ row: String) throws -> Training {
    let name = "w" + row.dropFirst()
    guard let found = train[name] else { throw PeerError(description: "workloads.json has no training \(name)") }
    return found
  }

  /// The network of a name such as "w1relu".
  func network(_ name: String) throws -> DenseNetwork {
    guard let found = nets[name] else { throw PeerError(description: "workloads.json has no network \(name)") }
    return try found.network
  }
}
