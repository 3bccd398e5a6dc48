// Preloaded into a process: of the threads that anything but the program itself asks for, only THREADS_LEFT more than there are
// when the variable is set can live at a time.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <link.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

typedef void *body(void *);
typedef int create(pthread_t *, const pthread_attr_t *, body *, void *);

struct work {
  body *start;
  void *argument;
};

enum { OUTSIDE = 1, WITHIN = 2 };

static atomic_long living;

/** Looks at the first module only, which is the program. */
static int is_within(struct dl_phdr_info *info, size_t size, void *address) {
  (void)size;
  for (int i = 0; i < info->dlpi_phnum; i++) {
    const ElfW(Phdr) *header = &info->dlpi_phdr[i];
    const ElfW(Addr) start = info->dlpi_addr + header->p_vaddr;
    if (header->p_type == PT_LOAD && (ElfW(Addr))address - start < header->p_memsz) return WITHIN;
  }
  return OUTSIDE;
}

static int is_of_program(void *address) { return dl_iterate_phdr(is_within, address) == WITHIN; }

/** Takes a place for a thread, if one is left. */
static int take(void) {
  static _Atomic(const char *) seen;
  static atomic_long before;
  const char *left = getenv("THREADS_LEFT");
  if (!left) return 0;
  if (atomic_exchange(&seen, left) != left) atomic_store(&before, atomic_load(&living));
  if (atomic_fetch_add(&living, 1) - atomic_load(&before) < strtol(left, NULL, 10)) return 1;
  atomic_fetch_sub(&living, 1);
  return 0;
}

static void *run(void *argument) {
  struct work work = *(struct work *)argument;
  free(argument);
  void *result = work.start(work.argument);
  atomic_fetch_sub(&living, 1);
  return result;
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, body *start, void *argument) {
  create *original = (create *)dlsym(RTLD_NEXT, "pthread_create");
  if (is_of_program(__builtin_return_address(0))) return original(thread, attributes, start, argument);
  struct work *work = malloc(sizeof *work);
  if (!work || !take()) {
    free(work);
    return EAGAIN;
  }
  *work = (struct work){start, argument};
  int status = original(thread, attributes, run, work);
  if (status) {
    atomic_fetch_sub(&living, 1);
    free(work);
  }
  return status;
}
