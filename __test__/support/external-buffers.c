// An addon that does what Electron forbids. It exports the status of each try, by the name of the function: linked with it, and
// looked up.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stddef.h>

typedef void *value;
typedef int create(void *env, ...);

int napi_create_external_arraybuffer(void *env, void *data, size_t length, void *finalize, void *hint, value *result);
int napi_create_external_buffer(void *env, size_t length, void *data, void *finalize, void *hint, value *result);
int napi_create_int32(void *env, int number, value *result);
int napi_set_named_property(void *env, value object, const char *name, value property);

static char memory[4][64];

static void tell(void *env, value exports, const char *name, int status) {
  value number;
  napi_create_int32(env, status, &number);
  napi_set_named_property(env, exports, name, number);
}

value napi_register_module_v1(void *env, value exports) {
  const size_t length = sizeof *memory;
  value buffer;
  tell(env, exports, "napi_create_external_arraybuffer",
       napi_create_external_arraybuffer(env, memory[0], length, NULL, NULL, &buffer));
  tell(env, exports, "napi_create_external_buffer",
       napi_create_external_buffer(env, length, memory[1], NULL, NULL, &buffer));
  create *array_buffer = (create *)dlsym(RTLD_DEFAULT, "napi_create_external_arraybuffer");
  tell(env, exports, "napi_create_external_arraybuffer, looked up",
       array_buffer(env, memory[2], length, NULL, NULL, &buffer));
  create *node_buffer = (create *)dlsym(RTLD_DEFAULT, "napi_create_external_buffer");
  tell(env, exports, "napi_create_external_buffer, looked up",
       node_buffer(env, length, memory[3], NULL, NULL, &buffer));
  return exports;
}
