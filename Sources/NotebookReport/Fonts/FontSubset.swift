import CHarfBuzz

/// A font without the letters that nobody reads, by HarfBuzz.
enum FontSubset {
  /// The glyphs of some characters and what they need, as a TrueType font: the same outlines and widths, without
  /// instructions for the pixel grid, names and glyph names. Deterministic.
  ///
  /// - Parameter font: The bytes of a TrueType font.
  /// - Returns: Nil where the bytes are no font, or HarfBuzz cannot cut it.
  static func make(of font: [UInt8], characters: Set<Unicode.Scalar>) -> [UInt8]? {
    font.withUnsafeBytes { bytes -> [UInt8]? in
      let blob = hb_blob_create_or_fail(
        bytes.bindMemory(to: CChar.self).baseAddress, UInt32(bytes.count), HB_MEMORY_MODE_READONLY, nil, nil)
      guard let blob else { return nil }
      defer { hb_blob_destroy(blob) }
      let face = hb_face_create(blob, 0)
      defer { hb_face_destroy(face) }
      guard hb_face_get_glyph_count(face) > 0, let input = hb_subset_input_create_or_fail() else { return nil }
      defer { hb_subset_input_destroy(input) }
      let wanted = hb_subset_input_unicode_set(input)
      for character in characters { hb_set_add(wanted, character.value) }
      hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING.rawValue)
      hb_set_clear(hb_subset_input_set(input, HB_SUBSET_SETS_NAME_ID))
      guard let cut = hb_subset_or_fail(face, input) else { return nil }
      defer { hb_face_destroy(cut) }
      let result = hb_face_reference_blob(cut)
      defer { hb_blob_destroy(result) }
      var count: UInt32 = 0
      guard let data = hb_blob_get_data(result, &count), count > 0 else { return nil }
      return Array(UnsafeRawBufferPointer(start: data, count: Int(count)))
    }
  }

  /// The characters that a font has glyphs for; empty where the bytes are no font.
  static func characters(of font: [UInt8]) -> Set<Unicode.Scalar> {
    font.withUnsafeBytes { bytes -> Set<Unicode.Scalar> in
      let blob = hb_blob_create(
        bytes.bindMemory(to: CChar.self).baseAddress, UInt32(bytes.count), HB_MEMORY_MODE_READONLY, nil, nil)
      defer { hb_blob_destroy(blob) }
      let face = hb_face_create(blob, 0)
      defer { hb_face_destroy(face) }
      let set = hb_set_create()
      defer { hb_set_destroy(set) }
      hb_face_collect_unicodes(face, set)
      var found: Set<Unicode.Scalar> = []
      var value = hb_codepoint_t.max
      while hb_set_next(set, &value) != 0 {
        if let scalar = Unicode.Scalar(value) { found.insert(scalar) }
      }
      return found
    }
  }
}
