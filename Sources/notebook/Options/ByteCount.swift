import ArgumentParser

/// A number of bytes: `500000`, `500KB`, `20MB`.
struct ByteCount: ExpressibleByArgument {
  var bytes: Int

  init?(argument: String) {
    let text = argument.uppercased()
    let units: [(name: String, bytes: Double)] = [("GB", 1e9), ("MB", 1e6), ("KB", 1e3), ("B", 1), ("", 1)]
    for unit in units where text.hasSuffix(unit.name) {
      guard let number = Double(text.dropLast(unit.name.count)), number > 0, number * unit.bytes < 1e12 else {
        return nil
      }
      bytes = Int(number * unit.bytes)
      return
    }
    return nil
  }
}
