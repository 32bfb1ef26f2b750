#ifndef FLATBOOK_CISAL_SHIM_H
#define FLATBOOK_CISAL_SHIM_H
#include <isa-l/igzip_lib.h>
#include <stdlib.h>

// A stream of ISA-L has arrays larger than Swift imports, so it is made, filled and read here.
typedef struct {
  struct isal_zstream stream;
  uint8_t tables[ISAL_DEF_LVL2_DEFAULT];
} flatbook_isal_compressor;

// Compresses to a zlib stream of at most `capacity` bytes at `target`; null where there is no memory.
static inline void *flatbook_isal_open(uint8_t *target, uint32_t capacity) {
  flatbook_isal_compressor *compressor = malloc(sizeof(flatbook_isal_compressor));
  if (!compressor) return NULL;
  isal_deflate_init(&compressor->stream);
  compressor->stream.level = 2;
  compressor->stream.level_buf = compressor->tables;
  compressor->stream.level_buf_size = sizeof(compressor->tables);
  compressor->stream.gzip_flag = IGZIP_ZLIB;
  compressor->stream.next_out = target;
  compressor->stream.avail_out = capacity;
  return compressor;
}

// Compresses some more bytes, the last ones or not; whether that went well.
static inline _Bool flatbook_isal_write(void *opened, const uint8_t *bytes, uint32_t count, _Bool is_last) {
  struct isal_zstream *stream = &((flatbook_isal_compressor *)opened)->stream;
  stream->next_in = (uint8_t *)bytes;
  stream->avail_in = count;
  stream->end_of_stream = is_last;
  return isal_deflate(stream) == COMP_OK && stream->avail_in == 0 &&
         (!is_last || stream->internal_state.state == ZSTATE_END);
}

// The compressed bytes so far.
static inline uint32_t flatbook_isal_count(const void *opened) {
  return ((const flatbook_isal_compressor *)opened)->stream.total_out;
}
#endif
