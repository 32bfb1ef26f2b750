/// A colour of the screen, eight bits a channel.
public struct RGB: Hashable, Sendable {
  /// From 0 to 255.
  public var red: UInt8
  /// From 0 to 255.
  public var green: UInt8
  /// From 0 to 255.
  public var blue: UInt8

  /// A colour from its channels.
  public init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// A colour from a number such as `0x0072b2`.
  public init(_ number: UInt32) {
    self.init(
      red: UInt8(truncatingIfNeeded: number >> 16), green: UInt8(truncatingIfNeeded: number >> 8),
      blue: UInt8(truncatingIfNeeded: number))
  }

  /// The colour as `#rrggbb`.
  public var hexadecimal: String {
    let digits = Array("0123456789abcdef")
    var result = "#"
    for channel in [red, green, blue] {
      result.append(digits[Int(channel >> 4)])
      result.append(digits[Int(channel & 15)])
    }
    return result
  }

  /// The colour a part of the way towards another.
  func mixed(with other: RGB, _ part: Double) -> RGB {
    func mix(_ a: UInt8, _ b: UInt8) -> UInt8 {
      UInt8((Double(a) + (Double(b) - Double(a)) * part).rounded())
    }
    return RGB(red: mix(red, other.red), green: mix(green, other.green), blue: mix(blue, other.blue))
  }

  /// How light the colour looks, from 0 (black) to 100 (white): L* of CIELAB.
  public var lightness: Double {
    let luminance = luminance
    return luminance > 216.0 / 24389 ? 116 * power(luminance, 1.0 / 3) - 16 : luminance * 24389 / 27
  }

  /// How much light the colour sends out, from 0 to 1: Y of CIEXYZ.
  public var luminance: Double {
    let linear = linear
    return 0.2126 * linear.x + 0.7152 * linear.y + 0.0722 * linear.z
  }

  /// How well the colour can be read on another, from 1 to 21: the contrast ratio of WCAG 2.2. Text needs 4.5, lines
  /// and data points 3.
  public func contrast(with other: RGB) -> Double {
    let (light, dark) = (max(luminance, other.luminance), min(luminance, other.luminance))
    return (light + 0.05) / (dark + 0.05)
  }

  /// Red, green and blue as amounts of light between 0 and 1 (IEC 61966-2-1).
  var linear: SIMD3<Double> {
    func linear(_ channel: UInt8) -> Double {
      let value = Double(channel) / 255
      return value <= 0.04045 ? value / 12.92 : power((value + 0.055) / 1.055, 2.4)
    }
    return SIMD3(linear(red), linear(green), linear(blue))
  }
}
