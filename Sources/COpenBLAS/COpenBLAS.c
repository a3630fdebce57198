#include "COpenBLAS.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>

typedef void (*sgemm_function)(
  enum CBLAS_ORDER, enum CBLAS_TRANSPOSE, enum CBLAS_TRANSPOSE, blasint, blasint, blasint, float, const float *, blasint,
  const float *, blasint, float, float *, blasint);
typedef void (*set_threads_function)(int);

static pthread_once_t once = PTHREAD_ONCE_INIT;
static sgemm_function sgemm;
static set_threads_function set_threads;
static atomic_int is_loaded;

static void load(void) {
  static const char *const names[] = {"libopenblas.so.0", "libopenblas.so", "libopenblasp.so.0"};
  void *library = NULL;
  /* With more than one thread the library starts the others at once, which then wait for work in a loop: a tenth of a second
     of processor time for nothing. */
  const int is_ours = getenv("OPENBLAS_NUM_THREADS") == NULL;
  if (is_ours) setenv("OPENBLAS_NUM_THREADS", "1", 1);
  for (size_t name = 0; name < sizeof names / sizeof *names && library == NULL; name++) {
    library = dlopen(names[name], RTLD_NOW | RTLD_LOCAL);
  }
  if (is_ours) unsetenv("OPENBLAS_NUM_THREADS");
  if (library == NULL) return;
  sgemm = (sgemm_function)dlsym(library, "cblas_sgemm");
  set_threads = (set_threads_function)dlsym(library, "openblas_set_num_threads");
  if (set_threads != NULL) set_threads(1);
  atomic_store(&is_loaded, 1);
}

/* What serves where the library is missing: the same sums, many times slower. */
static void plain_sgemm(
  enum CBLAS_TRANSPOSE transA, enum CBLAS_TRANSPOSE transB, int m, int n, int k, float alpha, const float *a, int lda,
  const float *b, int ldb, float beta, float *c, int ldc) {
  for (int row = 0; row < m; row++) {
    float *target = c + (size_t)row * ldc;
    for (int column = 0; column < n; column++) {
      float sum = 0;
      for (int inner = 0; inner < k; inner++) {
        const float left = transA == CblasNoTrans ? a[(size_t)row * lda + inner] : a[(size_t)inner * lda + row];
        const float right = transB == CblasNoTrans ? b[(size_t)inner * ldb + column] : b[(size_t)column * ldb + inner];
        sum += left * right;
      }
      target[column] = alpha * sum + (beta == 0 ? 0 : beta * target[column]);
    }
  }
}

void recommend_sgemm(
  enum CBLAS_TRANSPOSE transA, enum CBLAS_TRANSPOSE transB, int m, int n, int k, float alpha, const float *a, int lda,
  const float *b, int ldb, float beta, float *c, int ldc) {
  pthread_once(&once, load);
  if (sgemm == NULL) {
    plain_sgemm(transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
    return;
  }
  sgemm(CblasRowMajor, transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}

void recommend_blas_set_threads(int count) {
  pthread_once(&once, load);
  if (set_threads != NULL) set_threads(count);
}

int recommend_blas_is_loaded(void) { return atomic_load(&is_loaded); }
