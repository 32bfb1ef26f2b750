/// 128 bits that tell contents apart and notice damage: FNV-1a over the bytes, by its authors' 128-bit constants. Not
/// against an adversary.
///
/// Source: Fowler, Noll and Vo, "The FNV non-cryptographic hash algorithm" (IETF draft).
struct Checksum: Hashable {
  private let value: UInt128

  init(_ bytes: [UInt8]) {
    let prime = UInt128(1) << 88 + 0x13b
    var value: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d
    for byte in bytes { value = (value ^ UInt128(byte)) &* prime }
    self.value = value
  }

  /// 32 digits.
  var hexadecimal: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 32 - digits.count) + digits
  }
}
