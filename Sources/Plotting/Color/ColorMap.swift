/// A path through colour that stands for a range of numbers.
public struct ColorMap: Hashable, Sendable {
  /// What the map is called.
  public var name: String
  /// Colours at equal distances along the path; at least one.
  public var anchors: [RGB]
  /// Whether the middle of the map means something, so that its range is laid evenly around a centre.
  public var isDiverging: Bool

  /// A map through colours at equal distances.
  public init(name: String, anchors: [RGB], isDiverging: Bool = false) {
    self.name = name
    self.anchors = anchors
    self.isDiverging = isDiverging
  }

  /// The colour at a position from 0 to 1; positions beyond take the colour of the end.
  public func color(at position: Double) -> RGB {
    guard let last = anchors.last else { return RGB(0x808080) }
    guard position > 0 else { return anchors[0] }
    guard position < 1 else { return last }
    let place = position * Double(anchors.count - 1)
    let index = min(Int(place), anchors.count - 2)
    return index < 0 ? last : anchors[index].mixed(with: anchors[index + 1], place - Double(index))
  }

  /// The part of the map that stands out from light and from dark paper, for lines and points that lie on it.
  ///
  /// A diverging map is left whole: its middle has a meaning, and its ends are where they must be.
  var standingOutFromPaper: ColorMap {
    let places = (0...256).map { Double($0) / 256 }.filter { (33...86).contains(color(at: $0).lightness) }
    guard !isDiverging, let first = places.first, let last = places.last, first < last else { return self }
    let steps = 32
    let anchors = (0...steps).map { color(at: first + (last - first) * Double($0) / Double(steps)) }
    return ColorMap(name: name, anchors: anchors)
  }

  /// Dark blue through green to yellow, for amounts. Anchors taken from viridis by Stéfan van der Walt and Nathaniel
  /// Smith (CC0).
  public static let viridis = ColorMap(
    name: "viridis",
    anchors: [
      0x440154, 0x470d60, 0x48186a, 0x482374, 0x472d7b, 0x453681, 0x424086, 0x3f4989, 0x3b528b, 0x375a8d, 0x33638d,
      0x2f6a8e, 0x2c728e, 0x297a8e, 0x26818e, 0x23898e, 0x21908c, 0x1f988b, 0x1f9f88, 0x21a685, 0x28ae80, 0x31b57b,
      0x3ebc74, 0x4cc26c, 0x5dc963, 0x6ece58, 0x82d34c, 0x96d83f, 0xabdc32, 0xc0df24, 0xd5e21a, 0xeae51a, 0xfde725,
    ].map(RGB.init))

  /// Blue through near-white to brown, for amounts on both sides of a centre that means something. Anchors taken from
  /// vik by Fabio Crameri (Scientific colour maps, doi:10.5281/zenodo.1243862, MIT licence).
  public static let vik = ColorMap(
    name: "vik",
    anchors: [
      0x001261, 0x021f69, 0x022b71, 0x023779, 0x034481, 0x045089, 0x0c5e92, 0x1b6d9b, 0x2f7ca6, 0x478db1, 0x609dbc,
      0x79adc7, 0x92bdd2, 0xacccdc, 0xc5dbe5, 0xdce5e9, 0xece5e1, 0xeedacf, 0xe9cbb9, 0xe2bba4, 0xdcab8f, 0xd59c7b,
      0xcf8e68, 0xc97f55, 0xc37243, 0xbc6331, 0xb3531f, 0xa5400e, 0x932e06, 0x832106, 0x741506, 0x660a07, 0x590008,
    ].map(RGB.init), isDiverging: true)
}
