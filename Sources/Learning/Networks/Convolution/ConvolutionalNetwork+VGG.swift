extension ConvolutionalNetwork {
  /// The small network of VGG type in Ma and Ying's code: convolutions of 3 × 3 with padding 1 to 16, 16, 32, 64 and 64
  /// channels, each followed by ReLU and a maximum over 2 × 2, then dense layers to 128 units and to the outputs.
  ///
  /// At 32 × 32 the dense layers get 64 numbers; larger images give more. 71 410 parameters for 3 × 32 × 32 and 2 outputs.
  /// Source: Ma and Ying 2021 (their code).
  ///
  /// - Throws: ``NetworkError`` when an image is smaller than 32 × 32, or without outputs.
  public static func vgg(input: FeatureShape, outputs: Int) throws(NetworkError) -> ConvolutionalNetwork {
    let features: [Layer] = [16, 16, 32, 64, 64].flatMap { channels in
      [
        .convolution(channels: channels, kernel: 3, padding: 1), .activation(.relu),
        .maximumPooling(size: 2),
      ] as [Layer]
    }
    return try ConvolutionalNetwork(
      input: input, layers: features + [.flatten, .dense(128), .activation(.relu), .dense(outputs)])
  }
}
