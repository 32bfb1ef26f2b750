import Foundation

/// A stream socket of this machine, closed with the value's life and not inherited by programs that are started.
final class Socket {
  let descriptor: Int32

  init?(_ descriptor: Int32) {
    guard descriptor >= 0 else { return nil }
    self.descriptor = descriptor
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    #if canImport(Darwin)
      var yes: Int32 = 1
      setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &yes, socklen_t(MemoryLayout<Int32>.size))
    #endif
  }

  deinit { close(descriptor) }

  /// The loopback address, which no other machine can reach.
  enum Loopback {
    case v4, v6
  }

  /// Listens on a port of the loopback address; 0 lets the system choose one. Gives the port; nil where it is not free.
  static func listening(on loopback: Loopback, port: Int) -> (socket: Socket, port: Int)? {
    #if os(Linux)
      let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    #else
      let kind = SOCK_STREAM
    #endif
    guard let new = Socket(socket(loopback == .v4 ? AF_INET : AF_INET6, kind, 0)) else { return nil }
    var yes: Int32 = 1
    setsockopt(new.descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    let bound: Int32
    switch loopback {
    case .v4:
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = in_port_t(port).bigEndian
      address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
      bound = withUnsafeBytes(of: &address) { bind(new.descriptor, $0) }
    case .v6:
      setsockopt(new.descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &yes, socklen_t(MemoryLayout<Int32>.size))
      var address = sockaddr_in6()
      address.sin6_family = sa_family_t(AF_INET6)
      address.sin6_port = in_port_t(port).bigEndian
      address.sin6_addr = in6addr_loopback
      bound = withUnsafeBytes(of: &address) { bind(new.descriptor, $0) }
    }
    guard bound == 0, listen(new.descriptor, 64) == 0 else { return nil }
    return port != 0 ? (new, port) : new.portOfV4.map { (new, $0) }
  }

  private static func bind(_ descriptor: Int32, _ address: UnsafeRawBufferPointer) -> Int32 {
    guard let start = address.baseAddress else { return -1 }
    return Foundation.bind(descriptor, start.assumingMemoryBound(to: sockaddr.self), socklen_t(address.count))
  }

  private var portOfV4: Int? {
    var address = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = withUnsafeMutableBytes(of: &address) { buffer -> Int32 in
      guard let start = buffer.baseAddress else { return -1 }
      return getsockname(descriptor, start.assumingMemoryBound(to: sockaddr.self), &length)
    }
    return code == 0 ? Int(in_port_t(bigEndian: address.sin_port)) : nil
  }

  /// The next connection, with limits on the time that one read or write may take; nil where there is none after all.
  func accepted() -> Socket? {
    guard let connection = Socket(accept(descriptor, nil, nil)) else { return nil }
    var limit = timeval(tv_sec: 5, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    setsockopt(connection.descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
    setsockopt(connection.descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
    return connection
  }

  /// Sends all bytes; false when the other side does not take them.
  @discardableResult
  func send(_ bytes: [UInt8], waits: Bool = true) -> Bool {
    #if os(Linux)
      let flags = Int32(MSG_NOSIGNAL) | (waits ? 0 : Int32(MSG_DONTWAIT))
    #else
      let flags = waits ? 0 : MSG_DONTWAIT
    #endif
    return bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while !rest.isEmpty {
        let slice = UnsafeRawBufferPointer(rebasing: rest)
        let count = Foundation.send(descriptor, slice.baseAddress, slice.count, flags)
        if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return false }
      }
      return true
    }
  }

  /// Up to `count` bytes; empty at the end, nil when they do not come.
  func receive(_ count: Int) -> [UInt8]? {
    var got = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      repeat { got = recv(descriptor, buffer.baseAddress, buffer.count, 0) } while got < 0 && errno == EINTR
      filled = max(got, 0)
    }
    return got < 0 ? nil : bytes
  }

  /// Says that nothing more is sent, and reads what the other side still says: closed at once, it would not see the
  /// answer.
  func finish() {
    shutdown(descriptor, Int32(SHUT_WR))
    var limit = timeval(tv_sec: 0, tv_usec: 200_000)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    for _ in 0..<64 { guard let bytes = receive(4096), !bytes.isEmpty else { return } }
  }
}
