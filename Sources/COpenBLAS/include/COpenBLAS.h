#ifndef COPENBLAS_H
#define COPENBLAS_H

#include <cblas.h>

/*
 The functions of OpenBLAS that this package calls. The library is loaded by the first call of one of them, not when
 the program starts: loading it takes some milliseconds, which an answer from a stored index does without.

 One thread of OpenBLAS serves unless more are asked for, because the callers' own workers use the cores.
*/

/* C = alpha * A * op(B) + beta * C, all row-major; the arguments are those of cblas_sgemm. */
void recommend_sgemm(
  enum CBLAS_TRANSPOSE transA, enum CBLAS_TRANSPOSE transB, int m, int n, int k, float alpha, const float *a, int lda,
  const float *b, int ldb, float beta, float *c, int ldc);

/* Sets the number of threads that OpenBLAS uses. */
void recommend_blas_set_threads(int count);

/* Whether the library is in memory. */
int recommend_blas_is_loaded(void);

#endif
