// Calls of the kernel that Swift cannot reach through Glibc: openat2(2), which has no wrapper, and extended attributes; and what
// the C library alone offers: malloc_trim(3).
#ifndef RECOMMEND_CLINUX_SHIM_H
#define RECOMMEND_CLINUX_SHIM_H

#include <linux/openat2.h>
#include <malloc.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/xattr.h>
#include <unistd.h>

// openat2 that neither leaves the folder, nor follows the magic links of /proc; -1 and errno on failure.
static inline int recommend_openat2_beneath(int folder, const char *path, int flags) {
  struct open_how how = {
      .flags = (unsigned long long)flags,
      .mode = 0,
      .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS,
  };
  return (int)syscall(SYS_openat2, folder, path, &how, sizeof how);
}

#endif
