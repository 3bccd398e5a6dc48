// An addon that does nothing: what loading any of them takes.
void *napi_register_module_v1(void *env, void *exports) {
  (void)env;
  return exports;
}
