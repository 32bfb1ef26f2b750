import LinearAlgebra

/// A dense network without what is dead on a data set: inputs that are 0 in every sample and ReLU units that are 0 on
/// every sample.
///
/// The second derivatives of the loss by every parameter into or out of a dead unit, and by the weights of a dead input,
/// are 0 on that data (Documentation/Theory, 2.6), so Hessian products may leave them out.
struct LiveNetwork: Sendable {
  /// The network that is left.
  let network: DenseNetwork
  /// How many parameters the whole network has.
  let wholeCount: Int
  /// For each layer of the whole network: where its kept rows and columns lie.
  private let layers: [DenseNetwork.Layer]
  private let units: [[Int]]

  /// Nil where less than a twentieth of the parameters is dead.
  init?(of network: DenseNetwork, activations: [Matrix]) {
    var units: [[Int]] = []
    for (l, values) in activations.enumerated() {
      let live = l == 0 || network.activation == .relu ? values.columnsWithEntries : Array(0..<values.columns)
      units.append(live.isEmpty ? [0] : live)
    }
    units.append(Array(0..<network.outputDimension))
    guard
      let smaller = try? DenseNetwork(
        widths: units.map(\.count), activation: network.activation, biases: network.biases),
      Double(smaller.parameterCount) <= 0.95 * Double(network.parameterCount)
    else { return nil }
    self.network = smaller
    wholeCount = network.parameterCount
    layers = network.layers
    self.units = units
  }

  /// The kept columns of what goes into a layer.
  func columns(of activations: Matrix, layer: Int) -> Matrix {
    let kept = units[layer]
    guard kept.count < activations.columns else { return activations }
    var result = Matrix(rows: activations.rows, columns: kept.count)
    let width = activations.columns
    activations.elements.withUnsafeBufferPointer { source in
      result.elements.withUnsafeMutableBufferPointer { target in
        for row in 0..<activations.rows {
          for (j, unit) in kept.enumerated() { target[row * kept.count + j] = source[row * width + unit] }
        }
      }
    }
    return result
  }

  /// The kept entries of a vector of parameter space.
  func gather(_ whole: UnsafePointer<Double>, into kept: UnsafeMutablePointer<Double>) {
    forEachRow { from, columns, to in
      for (j, column) in columns.enumerated() { kept[to + j] = whole[from + column] }
    }
  }

  /// The vector of parameter space with the kept entries and zeros elsewhere.
  func scatter(_ kept: UnsafePointer<Double>, into whole: UnsafeMutablePointer<Double>) {
    whole.update(repeating: 0, count: wholeCount)
    forEachRow { from, columns, to in
      for (j, column) in columns.enumerated() { whole[from + column] = kept[to + j] }
    }
  }

  /// Calls `body` with the place of a row of the whole network, the columns kept of it, and their place here.
  private func forEachRow(_ body: (Int, [Int], Int) -> Void) {
    var place = 0
    for (l, layer) in layers.enumerated() {
      for row in units[l + 1] {
        body(layer.weights + row * layer.inputs, units[l], place)
        place += units[l].count
      }
      if let bias = layer.bias {
        body(bias, units[l + 1], place)
        place += units[l + 1].count
      }
    }
  }
}

extension Matrix {
  /// The columns that are not all 0; NaN counts as an entry.
  fileprivate var columnsWithEntries: [Int] {
    var found = [Double](repeating: 0, count: columns)
    elements.withUnsafeBufferPointer { e in
      found.withUnsafeMutableBufferPointer { found in
        for row in 0..<rows {
          for j in 0..<columns { found[j] = e[row * columns + j] == 0 ? found[j] : 1 }
        }
      }
    }
    return (0..<columns).filter { found[$0] != 0 }
  }
}
