/// One step of an evaluation. Features are in the order row, column, channel between the first and the last step.
enum Step: Sendable, Hashable {
  /// The layer with parameters of this number.
  case affine(Int)
  case activation(Activation)
  case maximumPooling(SlidingWindow)
  case averagePooling(SlidingWindow)
  /// From the order channel, row, column to row, column, channel.
  case channelsLast(FeatureShape)
  /// The way back.
  case channelsFirst(FeatureShape)
  /// Remember what arrives here,
  case shortcutBegins
  /// and add it here. Shortcuts nest like brackets.
  case shortcutEnds
}

/// The steps that a list of layers stands for, with every shape checked.
struct EvaluationPlan {
  private(set) var steps: [Step] = []
  private(set) var affineLayers: [AffineLayer] = []
  /// The shape of what the last step gives.
  private(set) var shape: FeatureShape
  private var parameterCount = 0

  init(input: FeatureShape) {
    shape = input
    reorder(.channelsLast(input))
  }

  /// Brings the outputs into the order in which samples come.
  mutating func finish() { reorder(.channelsFirst(shape)) }

  mutating func append(_ layers: [ConvolutionalNetwork.Layer], path: [Int]) throws(NetworkError) {
    for (index, layer) in layers.enumerated() { try append(layer, path: path + [index]) }
  }

  private mutating func append(_ layer: ConvolutionalNetwork.Layer, path: [Int]) throws(NetworkError) {
    let arriving = shape
    func refused(_ needed: String) -> NetworkError {
      .layerShape(path: path, layer: "\(layer)", arriving: arriving, needed: needed)
    }
    func window(_ size: GridSize, _ stride: GridSize, _ padding: GridSize) throws(NetworkError) -> SlidingWindow {
      guard let window = SlidingWindow(over: arriving, size: size, stride: stride, padding: padding) else {
        throw refused(
          """
          a positive size and stride, no negative padding, a window that fits, and fewer than 2³¹ window entries: \
          \(size) at stride \(stride) with padding \(padding) is not so
          """)
      }
      return window
    }
    switch layer {
    case .convolution(let channels, let kernel, let stride, let padding, let biases):
      guard channels > 0 else { throw refused("at least one channel, not \(channels)") }
      try appendAffine(
        .convolution, channels, try window(kernel, stride, padding), biases, path: path, refused: refused)
    case .dense(let outputs, let biases):
      guard outputs > 0 else { throw refused("at least one output, not \(outputs)") }
      guard shape.isFlat else { throw refused("a flat input; put .flatten before it") }
      try appendAffine(.dense, outputs, try window(1, 1, 0), biases, path: path, refused: refused)
    case .activation(let activation): steps.append(.activation(activation))
    case .maximumPooling(let size, let stride):
      let window = try window(size, stride ?? size, 0)
      steps.append(.maximumPooling(window))
      shape = FeatureShape(channels: shape.channels, height: window.output.height, width: window.output.width)
    case .averagePooling(let size, let stride):
      let window = try window(size, stride ?? size, 0)
      steps.append(.averagePooling(window))
      shape = FeatureShape(channels: shape.channels, height: window.output.height, width: window.output.width)
    case .flatten:
      reorder(.channelsFirst(shape))
      shape = .flat(shape.count)
    case .residual(let layers):
      steps.append(.shortcutBegins)
      try append(layers, path: path)
      guard shape == arriving else { throw refused("layers that keep the shape; these give \(shape)") }
      steps.append(.shortcutEnds)
    }
  }

  private mutating func appendAffine(
    _ kind: AffineLayer.Kind, _ channels: Int, _ window: SlidingWindow, _ biases: ConvolutionalNetwork.Biases,
    path: [Int], refused: (String) -> NetworkError
  ) throws(NetworkError) {
    // BLAS counts in 32 bits.
    for count in [window.positionCount, window.patchSize] {
      guard let product = elementCount([channels, count]), product <= Int32.max else {
        throw refused("fewer than 2³¹ weights and outputs")
      }
    }
    let size = channels * window.patchSize
    let layer = AffineLayer(
      kind: kind, path: path, channels: channels, weights: parameterCount,
      bias: biases == .learned ? parameterCount + size : nil, window: window)
    steps.append(.affine(affineLayers.count))
    affineLayers.append(layer)
    parameterCount += layer.parameterCount
    shape = layer.outputShape
  }

  /// Adds a step that changes the order of the numbers, unless there is only one order.
  private mutating func reorder(_ step: Step) {
    if shape.channels > 1, !shape.isFlat { steps.append(step) }
  }
}
