// Preloaded into a process: appends a line to the file that CALLS names for each thread that is started, and for each context of
// a codec that FFmpeg makes: the function, and the module that called it.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef void *body(void *);
typedef int create(pthread_t *, const pthread_attr_t *, body *, void *);
typedef void *allocate(const void *);

static void note(const char *function, void *caller) {
  Dl_info module;
  const char *file = dladdr(caller, &module) ? module.dli_fname : "?";
  const char *slash = strrchr(file, '/');
  const int log = open(getenv("CALLS"), O_WRONLY | O_APPEND | O_CREAT, 0600);
  if (log < 0 || dprintf(log, "%s %s\n", function, slash ? slash + 1 : file) < 0) abort();
  close(log);
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, body *start, void *argument) {
  note("pthread_create", __builtin_return_address(0));
  return ((create *)dlsym(RTLD_NEXT, "pthread_create"))(thread, attributes, start, argument);
}

static int is_libavcodec(struct dl_phdr_info *info, size_t size, void *path) {
  (void)size;
  if (!strstr(info->dlpi_name, "/libavcodec.")) return 0;
  *(const char **)path = info->dlpi_name;
  return 1;
}

/** The library is loaded with the addon and for that alone, so that it is nowhere next. */
void *avcodec_alloc_context3(const void *codec) {
  note("avcodec_alloc_context3", __builtin_return_address(0));
  const char *path = NULL;
  if (!dl_iterate_phdr(is_libavcodec, &path)) abort();
  void *library = dlopen(path, RTLD_LAZY | RTLD_NOLOAD);
  return library ? ((allocate *)dlsym(library, "avcodec_alloc_context3"))(codec) : NULL;
}
