// Preloaded into a process: Node-API makes no array buffers of memory that it did not get itself, as under Electron. The functions
// are overwritten where they are, since a program's own symbols come before those of what is preloaded.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/** Returns 22, which is napi_no_external_buffers_allowed. */
#if defined(__x86_64__)
static const uint8_t REFUSAL[] = {0xb8, 22, 0, 0, 0, 0xc3}; // mov eax, 22; ret
#elif defined(__aarch64__)
static const uint32_t REFUSAL[] = {0xd503245f, 0x528002c0, 0xd65f03c0}; // bti c; mov w0, 22; ret
#endif

static const char *const NAMES[] = {
  "napi_create_external_arraybuffer",
  "napi_create_external_buffer",
  "node_api_create_external_sharedarraybuffer",
};

static void refuse(uint8_t *function) {
  const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
  uint8_t *start = (uint8_t *)((uintptr_t)function & ~(page - 1));
  const size_t length = (size_t)(function - start) + sizeof REFUSAL;
  if (mprotect(start, length, PROT_READ | PROT_WRITE)) abort();
  memcpy(function, REFUSAL, sizeof REFUSAL);
  if (mprotect(start, length, PROT_READ | PROT_EXEC)) abort();
  __builtin___clear_cache((char *)function, (char *)function + sizeof REFUSAL);
}

__attribute__((constructor)) static void refuse_all(void) {
  for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
    // Those that the runtime does not have nobody can call.
    uint8_t *function = dlsym(RTLD_DEFAULT, NAMES[i]);
    if (function) refuse(function);
  }
}
