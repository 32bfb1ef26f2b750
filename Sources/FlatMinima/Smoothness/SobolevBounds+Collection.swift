extension SobolevBounds: RandomAccessCollection {
  /// 0, the position of S1.
  public var startIndex: Int { bounds.startIndex }
  /// How many forms the order has: 6 for k = 1, 5 for k = 2, 4 beyond.
  public var endIndex: Int { bounds.endIndex }
  /// The bound at a position, in the order of ``SobolevBound/Form``.
  public subscript(position: Int) -> SobolevBound { bounds[position] }
}
