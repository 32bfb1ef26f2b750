extension SobolevBounds: RandomAccessCollection {
  public var startIndex: Int { bounds.startIndex }
  public var endIndex: Int { bounds.endIndex }
  public subscript(position: Int) -> SobolevBound { bounds[position] }
}
