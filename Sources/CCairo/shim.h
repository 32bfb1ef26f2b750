#ifndef FLATBOOK_CCAIRO_SHIM_H
#define FLATBOOK_CCAIRO_SHIM_H
#include <cairo/cairo-pdf.h>
#include <cairo/cairo.h>

// The few functions of Pango that drawing text takes. Declared here instead of including Pango's headers, whose own
// includes need flags that a package cannot give without warnings.
typedef struct _PangoContext PangoContext;
typedef struct _PangoLayout PangoLayout;
typedef struct _PangoFontMap PangoFontMap;
typedef struct _PangoFont PangoFont;
typedef struct _PangoFontDescription PangoFontDescription;

enum { FLATBOOK_PANGO_SCALE = 1024, FLATBOOK_PANGO_WEIGHT_NORMAL = 400, FLATBOOK_PANGO_WEIGHT_BOLD = 700 };
enum { FLATBOOK_PANGO_STYLE_NORMAL = 0, FLATBOOK_PANGO_STYLE_ITALIC = 2 };

PangoFontMap *pango_cairo_font_map_get_default(void);
PangoContext *pango_font_map_create_context(PangoFontMap *fontmap);
void pango_cairo_context_set_font_options(PangoContext *context, const cairo_font_options_t *options);
void pango_cairo_context_set_resolution(PangoContext *context, double dpi);
void pango_context_set_round_glyph_positions(PangoContext *context, int round_positions);
void pango_cairo_update_context(cairo_t *cr, PangoContext *context);
PangoFont *pango_context_load_font(PangoContext *context, const PangoFontDescription *description);
PangoFontDescription *pango_font_describe(PangoFont *font);

PangoFontDescription *pango_font_description_new(void);
void pango_font_description_free(PangoFontDescription *description);
void pango_font_description_set_family(PangoFontDescription *description, const char *family);
const char *pango_font_description_get_family(const PangoFontDescription *description);
void pango_font_description_set_absolute_size(PangoFontDescription *description, double size);
void pango_font_description_set_weight(PangoFontDescription *description, unsigned int weight);
void pango_font_description_set_style(PangoFontDescription *description, unsigned int style);

PangoLayout *pango_layout_new(PangoContext *context);
void pango_layout_context_changed(PangoLayout *layout);
void pango_layout_set_font_description(PangoLayout *layout, const PangoFontDescription *description);
void pango_layout_set_text(PangoLayout *layout, const char *text, int length);
void pango_layout_set_single_paragraph_mode(PangoLayout *layout, int setting);
void pango_layout_get_size(PangoLayout *layout, int *width, int *height);
int pango_layout_get_unknown_glyphs_count(PangoLayout *layout);
int pango_layout_get_baseline(PangoLayout *layout);
void pango_cairo_show_layout(cairo_t *cr, PangoLayout *layout);
void pango_cairo_layout_path(cairo_t *cr, PangoLayout *layout);

void g_object_unref(void *object);
#endif
