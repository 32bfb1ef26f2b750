import CZlib

/// A gzip file, or a bare deflate stream, unpacked piece by piece, so that nobody ever unpacks more than was asked for.
///
/// Several gzip members in a row count as one stream, as `gunzip` treats them; the checksum of each is verified when
/// its end is reached.
final class Inflater {
  /// The first two bytes of every gzip file.
  static let signature: [UInt8] = [0x1F, 0x8B]
  /// Deflate packs at most about 1032 bytes into one.
  static let largestRatio = 1032

  /// What stands around the deflated data.
  enum Wrapper { case gzip, none }

  private let packed: [UInt8]
  private let wrapper: Wrapper
  private let stream: UnsafeMutablePointer<z_stream>
  private var position = 0
  private var isFinished = false

  /// What went wrong, and how many packed bytes had been used by then.
  enum Failure: Error {
    case damaged(reason: String, offset: Int)
    case endsEarly(offset: Int)
    case trailingBytes(offset: Int)
  }

  init(_ packed: [UInt8], wrapper: Wrapper = .gzip) throws(Failure) {
    self.packed = packed
    self.wrapper = wrapper
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let windowBits: Int32 = wrapper == .gzip ? 15 + 16 : -15  // the largest window, this wrapper only
    guard inflateInit2_(stream, windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      throw .damaged(reason: "zlib did not start", offset: 0)
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// The next `count` unpacked bytes, fewer only at the end of the stream.
  ///
  /// Memory grows with what is really there, not with `count`.
  func read(_ count: Int) throws(Failure) -> [UInt8] {
    var output: [UInt8] = []
    let pieceLength = 1 << 18
    var piece = [UInt8](repeating: 0, count: min(count, pieceLength))
    while output.count < count, !isFinished {
      let wanted = min(count - output.count, piece.count)
      let produced = try unpack(into: &piece, wanted)
      output.append(contentsOf: piece[..<produced])
    }
    return output
  }

  private func unpack(into piece: inout [UInt8], _ wanted: Int) throws(Failure) -> Int {
    let offered = min(packed.count - position, 1 << 30)
    let (status, used, produced) = packed.withUnsafeBufferPointer { source in
      piece.withUnsafeMutableBufferPointer { target in
        stream.pointee.next_in = source.baseAddress.map { UnsafeMutablePointer(mutating: $0 + position) }
        stream.pointee.avail_in = UInt32(offered)
        stream.pointee.next_out = target.baseAddress
        stream.pointee.avail_out = UInt32(wanted)
        let status = inflate(stream, Z_NO_FLUSH)
        return (status, offered - Int(stream.pointee.avail_in), wanted - Int(stream.pointee.avail_out))
      }
    }
    position += used
    switch status {
    case Z_STREAM_END:
      try finishMember()
    case Z_OK:
      if used == 0, produced == 0 { throw .endsEarly(offset: position) }
    case Z_BUF_ERROR:
      throw .endsEarly(offset: position)
    default:
      let reason = stream.pointee.msg.map { String(cString: $0) } ?? "zlib status \(status)"
      throw .damaged(reason: reason, offset: position)
    }
    return produced
  }

  private func finishMember() throws(Failure) {
    if position == packed.count {
      isFinished = true
    } else if wrapper == .gzip, packed[position...].starts(with: Self.signature) {
      guard inflateReset(stream) == Z_OK else {
        throw .damaged(reason: "zlib did not restart", offset: position)
      }
    } else {
      throw .trailingBytes(offset: position)
    }
  }
}
