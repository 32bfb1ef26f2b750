import LinearAlgebra

/// What a step leaves behind for the passes that follow the forward pass.
enum StepRecord: Sendable {
  case nothing
  /// What went into a layer with parameters.
  case input(Matrix)
  /// What came out of a nonlinearity.
  case output(Matrix)
  /// Which entries were the maxima.
  case choices([Int32])
}

/// A convolutional network at given parameters: what every pass over a batch needs.
struct NetworkPass: Sendable {
  let steps: [Step]
  let affineLayers: [AffineLayer]
  let parameters: [PatchWeights]
  /// The steps before this one have no parameters behind them in a backward pass.
  let firstAffineStep: Int

  init(_ network: ConvolutionalNetwork, at flat: [Double]) {
    steps = network.steps
    affineLayers = network.affineLayers
    parameters = network.affineLayers.map { $0.patchWeights(from: flat) }
    firstAffineStep =
      network.steps.firstIndex {
        if case .affine = $0 { true } else { false }
      } ?? network.steps.count
  }

  /// Evaluates the network and keeps what the other passes need.
  func forward(_ inputs: Matrix) -> (records: [StepRecord], outputs: Matrix) {
    var records: [StepRecord] = []
    records.reserveCapacity(steps.count)
    var shortcuts: [Matrix] = []
    var current = inputs
    for step in steps {
      switch step {
      case .affine(let index):
        records.append(.input(current))
        current = affineLayers[index].outputs(of: current, parameters[index])
      case .activation(let activation):
        let count = current.elements.count
        current.elements.withUnsafeMutableBufferPointer {
          if let base = $0.baseAddress { activation.apply(inPlace: base, count: count) }
        }
        records.append(.output(current))
      case .maximumPooling(let window):
        let (values, choices) = window.maxima(of: current)
        records.append(.choices(choices))
        current = values
      case .averagePooling, .channelsLast, .channelsFirst:
        records.append(.nothing)
        current = step.pushed(current, .nothing)
      case .shortcutBegins:
        records.append(.nothing)
        shortcuts.append(current)
      case .shortcutEnds:
        records.append(.nothing)
        current.add(shortcuts.removeLast())
      }
    }
    return (records, current)
  }

  /// Evaluates the network and keeps nothing else.
  func outputs(_ inputs: Matrix) -> Matrix {
    var shortcuts: [Matrix] = []
    var current = inputs
    for step in steps {
      switch step {
      case .affine(let index): current = affineLayers[index].outputs(of: current, parameters[index])
      case .activation(let activation):
        let count = current.elements.count
        current.elements.withUnsafeMutableBufferPointer {
          if let base = $0.baseAddress { activation.apply(inPlace: base, count: count) }
        }
      case .maximumPooling(let window): current = window.maxima(of: current).values
      case .averagePooling, .channelsLast, .channelsFirst: current = step.pushed(current, .nothing)
      case .shortcutBegins: shortcuts.append(current)
      case .shortcutEnds: current.add(shortcuts.removeLast())
      }
    }
    return current
  }

  /// How far back a backward pass goes.
  enum Reach { case inputs, firstParameters }

  /// Takes derivatives by the outputs back, `repeats` rows per sample.
  ///
  /// - Parameter atAffine: called for each layer with parameters, last first, with what went into it (one row per sample)
  ///   and the derivatives by what came out of it.
  /// - Returns: the derivatives by the inputs, if the pass reaches them.
  @discardableResult
  func backward(
    _ outputDeltas: Matrix, _ records: [StepRecord], repeats: Int, to reach: Reach,
    atAffine: (_ layer: Int, _ inputs: Matrix, _ deltas: Matrix) -> Void
  ) -> Matrix {
    var shortcuts: [Matrix] = []
    var current = outputDeltas
    for index in steps.indices.reversed() {
      if reach == .firstParameters, index < firstAffineStep { break }
      switch steps[index] {
      case .affine(let layer):
        if case .input(let inputs) = records[index] { atAffine(layer, inputs, current) }
        if reach == .inputs || index > firstAffineStep {
          current = affineLayers[layer].inputDeltas(current, parameters[layer])
        }
      case .shortcutBegins: current.add(shortcuts.removeLast())
      case .shortcutEnds: shortcuts.append(current)
      case let step: current = step.pulled(current, records[index], repeats: repeats)
      }
    }
    return current
  }
}

extension Step {
  /// The derivative of what a step without parameters gives along a direction, from that of what it gets.
  func pushed(_ moved: Matrix, _ record: StepRecord) -> Matrix {
    switch (self, record) {
    case (.activation(let activation), .output(let activations)):
      moved.scaled(byDerivativeOf: activation, at: activations, repeats: 1)
    case (.maximumPooling(let window), .choices(let choices)): window.entries(choices, of: moved)
    case (.averagePooling(let window), _): window.means(of: moved)
    case (.channelsLast(let shape), _): moved.transposingRows(shape.channels, shape.area)
    case (.channelsFirst(let shape), _): moved.transposingRows(shape.area, shape.channels)
    default: moved
    }
  }

  /// The derivatives by what a step without parameters gets, from those by what it gives; `repeats` rows per sample.
  func pulled(_ deltas: Matrix, _ record: StepRecord, repeats: Int) -> Matrix {
    switch (self, record) {
    case (.activation(let activation), .output(let activations)):
      deltas.scaled(byDerivativeOf: activation, at: activations, repeats: repeats)
    case (.maximumPooling(let window), .choices(let choices)):
      window.features(from: deltas, choices: choices, repeats: repeats)
    case (.averagePooling(let window), _): window.features(fromMeans: deltas)
    case (.channelsLast(let shape), _): deltas.transposingRows(shape.area, shape.channels)
    case (.channelsFirst(let shape), _): deltas.transposingRows(shape.channels, shape.area)
    default: deltas
    }
  }
}

extension Matrix {
  fileprivate func scaled(byDerivativeOf activation: Activation, at activations: Matrix, repeats: Int) -> Matrix {
    var result = self
    let (rows, columns) = (rows, columns)
    result.elements.withUnsafeMutableBufferPointer {
      if let base = $0.baseAddress {
        activation.scaleByDerivative(
          base, rows: rows, columns: columns, activations: activations.elements, repeats: repeats)
      }
    }
    return result
  }

  /// Every row read as a table of `first` × `second` numbers and written the other way round.
  func transposingRows(_ first: Int, _ second: Int) -> Matrix {
    guard first > 1, second > 1 else { return self }
    var result = Matrix(rows: rows, columns: columns)
    elements.withUnsafeBufferPointer { source in
      result.elements.withUnsafeMutableBufferPointer { target in
        for row in 0..<rows {
          let base = row * columns
          for i in 0..<first {
            for j in 0..<second { target[base + j * first + i] = source[base + i * second + j] }
          }
        }
      }
    }
    return result
  }

  /// Adds a matrix of the same shape.
  mutating func add(_ other: Matrix) {
    precondition(rows == other.rows && columns == other.columns, "only matrices of one shape can be added")
    elements.withUnsafeMutableBufferPointer { target in
      other.elements.withUnsafeBufferPointer { source in
        for i in target.indices { target[i] += source[i] }
      }
    }
  }

  /// The rows of several matrices of equal width, one after the other.
  init(stacking parts: [Matrix], columns: Int) {
    var elements: [Double] = []
    elements.reserveCapacity(parts.reduce(0) { $0 + $1.elements.count })
    for part in parts { elements.append(contentsOf: part.elements) }
    self.init(rows: parts.reduce(0) { $0 + $1.rows }, columns: columns, elements: elements)
  }

  /// Some consecutive rows.
  func rows(in range: Range<Int>) -> Matrix {
    Matrix(
      rows: range.count, columns: columns,
      elements: Array(elements[range.lowerBound * columns..<range.upperBound * columns]))
  }
}
