import CDuktape

/// A JavaScript engine with no access to anything: text in, text out.
final class ScriptEngine {
  private let context: OpaquePointer

  init?() {
    guard let context = duk_create_heap(nil, nil, nil, nil, nil) else { return nil }
    self.context = context
  }

  deinit { duk_destroy_heap(context) }

  /// Runs a script; false when it throws.
  func run(_ source: String) -> Bool {
    // As the macro `duk_peval_lstring` has them: catch what the script throws.
    let flags = DUK_COMPILE_EVAL | DUK_COMPILE_NOSOURCE | DUK_COMPILE_SAFE | DUK_COMPILE_NOFILENAME
    var source = source
    let result = source.withUTF8 { buffer in
      buffer.withMemoryRebound(to: CChar.self) { duk_eval_raw(context, $0.baseAddress, $0.count, duk_uint_t(flags)) }
    }
    duk_pop(context)
    return result == 0
  }

  /// Calls a global function with texts; nil when it throws or returns no text.
  func call(_ function: String, _ arguments: [String]) -> String? {
    defer { duk_set_top(context, 0) }
    guard duk_get_global_string(context, function) != 0 else { return nil }
    for argument in arguments {
      var argument = argument
      argument.withUTF8 { buffer in
        _ = buffer.withMemoryRebound(to: CChar.self) { duk_push_lstring(context, $0.baseAddress, $0.count) }
      }
    }
    guard duk_pcall(context, duk_idx_t(arguments.count)) == 0 else { return nil }
    var length: duk_size_t = 0
    guard let text = duk_get_lstring(context, -1, &length) else { return nil }
    return text.withMemoryRebound(to: UInt8.self, capacity: length) {
      Self.decode(UnsafeBufferPointer(start: $0, count: length))
    }
  }

  /// Text from the engine's encoding, which writes each half of a surrogate pair as three bytes.
  private static func decode(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    guard bytes.contains(0xED) else { return String(decoding: bytes, as: UTF8.self) }
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if index + 5 < bytes.count, bytes[index] == 0xED, 0xA0...0xAF ~= bytes[index + 1], bytes[index + 3] == 0xED,
        0xB0...0xBF ~= bytes[index + 4]
      {
        let high = UInt32(bytes[index + 1] & 0x0F) << 6 | UInt32(bytes[index + 2] & 0x3F)
        let low = UInt32(bytes[index + 4] & 0x0F) << 6 | UInt32(bytes[index + 5] & 0x3F)
        if let scalar = UnicodeScalar(0x10000 + (high << 10 | low)) { result += Array(String(scalar).utf8) }
        index += 6
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
