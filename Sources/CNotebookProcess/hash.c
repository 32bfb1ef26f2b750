#define _GNU_SOURCE
#include "CNotebookProcess.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// SHA-256 as FIPS 180-4 has it. The module Hashing has it too, for what notebooks link; here it must be fast in an
// unoptimised tool as well, because every program is hashed before it runs.

static const uint32_t constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

#define ROTATE(word, count) ((word) >> (count) | (word) << (32 - (count)))

static void compress(uint32_t state[8], const unsigned char *block) {
  uint32_t w[64];
  for (int i = 0; i < 16; i++)
    w[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 | (uint32_t)block[4 * i + 2] << 8 |
           block[4 * i + 3];
  for (int i = 16; i < 64; i++) {
    uint32_t early = w[i - 15], late = w[i - 2];
    w[i] = w[i - 16] + (ROTATE(early, 7) ^ ROTATE(early, 18) ^ early >> 3) + w[i - 7] +
           (ROTATE(late, 17) ^ ROTATE(late, 19) ^ late >> 10);
  }
  uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
  uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
  for (int i = 0; i < 64; i++) {
    uint32_t first = h + (ROTATE(e, 6) ^ ROTATE(e, 11) ^ ROTATE(e, 25)) + ((e & f) ^ (~e & g)) + constants[i] + w[i];
    uint32_t second = (ROTATE(a, 2) ^ ROTATE(a, 13) ^ ROTATE(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    h = g;
    g = f;
    f = e;
    e = d + first;
    d = c;
    c = b;
    b = a;
    a = first + second;
  }
  const uint32_t added[8] = {a, b, c, d, e, f, g, h};
  for (int i = 0; i < 8; i++) state[i] += added[i];
}

int flatbook_hash_file(const char *path, unsigned char hash[32]) {
  int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (file < 0) return errno;
  struct stat information;
  if (fstat(file, &information) != 0 || !S_ISREG(information.st_mode)) {
    close(file);
    return EINVAL;
  }
  uint32_t state[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                       0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  unsigned char buffer[1 << 16];
  size_t filled = 0;
  uint64_t total = 0;
  int code = 0;
  for (;;) {
    ssize_t count = read(file, buffer + filled, sizeof buffer - filled);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) code = errno;
    if (count <= 0) break;
    total += (uint64_t)count;
    filled += (size_t)count;
    size_t done = 0;
    for (; filled - done >= 64; done += 64) compress(state, buffer + done);
    memmove(buffer, buffer + done, filled - done);
    filled -= done;
  }
  close(file);
  if (code != 0) return code;
  unsigned char last[128] = {0};
  memcpy(last, buffer, filled);
  last[filled] = 0x80;
  size_t length = filled < 56 ? 64 : 128;
  for (int i = 0; i < 8; i++) last[length - 1 - (size_t)i] = (unsigned char)(total * 8 >> 8 * i);
  for (size_t at = 0; at < length; at += 64) compress(state, last + at);
  for (int i = 0; i < 32; i++) hash[i] = (unsigned char)(state[i / 4] >> (24 - 8 * (i % 4)));
  return 0;
}
