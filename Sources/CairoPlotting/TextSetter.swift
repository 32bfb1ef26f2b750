import CCairo
import Plotting

/// Sets lines of text with Pango; owns the Pango objects that it takes.
final class TextSetter {
  private let context: OpaquePointer
  private let layout: OpaquePointer
  private let description: OpaquePointer

  /// Has the script and black letters of formulas, which few fonts have.
  static let mathematicalFamily = "DejaVu Math TeX Gyre"

  init(family: String) throws(SurfaceError) {
    guard let map = pango_cairo_font_map_get_default(), let context = pango_font_map_create_context(map),
      let layout = pango_layout_new(context), let description = pango_font_description_new()
    else { throw .drawing(reason: "Pango has no font map") }
    self.context = context
    self.layout = layout
    self.description = description
    if let options = cairo_font_options_create() {
      cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
      cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
      cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
      pango_cairo_context_set_font_options(context, options)
      cairo_font_options_destroy(options)
    }
    pango_context_set_round_glyph_positions(context, 0)
    pango_layout_set_single_paragraph_mode(layout, 1)
    pango_font_description_set_family(description, family)
    pango_font_description_set_absolute_size(description, 12 * Double(FLATBOOK_PANGO_SCALE))
    guard Self.foundFamily(context, description) == family else { throw .fontMissing(family: family) }
    pango_font_description_set_family(description, "\(family),\(Self.mathematicalFamily)")
  }

  deinit {
    pango_font_description_free(description)
    g_object_unref(UnsafeMutableRawPointer(layout))
    g_object_unref(UnsafeMutableRawPointer(context))
  }

  /// The family that the system gives for the one that was asked.
  private static func foundFamily(_ context: OpaquePointer, _ description: OpaquePointer) -> String? {
    guard let font = pango_context_load_font(context, description) else { return nil }
    defer { g_object_unref(UnsafeMutableRawPointer(font)) }
    guard let found = pango_font_describe(font) else { return nil }
    defer { pango_font_description_free(found) }
    return pango_font_description_get_family(found).map { String(cString: $0) }
  }

  private func prepare(_ text: String, _ font: Font) {
    pango_font_description_set_absolute_size(description, font.size * Double(FLATBOOK_PANGO_SCALE))
    let weight = font.weight == .bold ? FLATBOOK_PANGO_WEIGHT_BOLD : FLATBOOK_PANGO_WEIGHT_NORMAL
    pango_font_description_set_weight(description, UInt32(weight))
    let style = font.slant == .italic ? FLATBOOK_PANGO_STYLE_ITALIC : FLATBOOK_PANGO_STYLE_NORMAL
    pango_font_description_set_style(description, UInt32(style))
    pango_layout_set_font_description(layout, description)
    pango_layout_set_text(layout, text, Int32(clamping: text.utf8.count))
  }

  private var preparedWidth: Double {
    var (width, height): (Int32, Int32) = (0, 0)
    pango_layout_get_size(layout, &width, &height)
    return Double(width) / Double(FLATBOOK_PANGO_SCALE)
  }

  func width(of text: String, font: Font) -> Double {
    prepare(text, font)
    return preparedWidth
  }

  /// Whether a part of a text would be drawn as an empty box.
  func lacksGlyph(for text: String, font: Font) -> Bool {
    prepare(text, font)
    return pango_layout_get_unknown_glyphs_count(layout) > 0
  }

  /// Adds a text to Cairo's path, or shows it in the current colour, from a place on the base line.
  func draw(_ text: String, font: Font, at place: Scene.Point, asPath: Bool, on cairo: OpaquePointer) {
    pango_cairo_update_context(cairo, context)
    pango_layout_context_changed(layout)
    prepare(text, font)
    let baseline = Double(pango_layout_get_baseline(layout)) / Double(FLATBOOK_PANGO_SCALE)
    cairo_move_to(cairo, place.x, place.y - baseline)
    if asPath { pango_cairo_layout_path(cairo, layout) } else { pango_cairo_show_layout(cairo, layout) }
  }
}
