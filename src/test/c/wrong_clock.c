/*
 * A process's wall clock, set wrong: loaded before libc (LD_PRELOAD). WRONG_CLOCK names a file of
 * eight bytes, milliseconds in the machine's order; it is mapped, so whoever writes it sets the
 * clock of a running process. Monotonic clocks stay as they are.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define NANOS 1000000000L

static int (*real)(clockid_t, struct timespec *);
static volatile const int64_t *offset_millis;

__attribute__((constructor)) static void prepare(void) {
  real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
  const char *name = getenv("WRONG_CLOCK");
  int file = name ? open(name, O_RDONLY | O_CLOEXEC) : -1;
  void *mapped =
      file < 0 ? MAP_FAILED : mmap(NULL, sizeof(int64_t), PROT_READ, MAP_SHARED, file, 0);
  if (mapped == MAP_FAILED) {
    abort(); /* A clock that only seems to be wrong would prove nothing. */
  }
  close(file);
  offset_millis = mapped;
}

int clock_gettime(clockid_t clock, struct timespec *at) {
  if (!real) {
    prepare(); /* Another library's constructor comes first. */
  }
  int result = real(clock, at);
  if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
    int64_t millis = *offset_millis;
    int64_t nanos = at->tv_nsec + millis % 1000 * 1000000L;
    at->tv_sec += millis / 1000 + (nanos >= NANOS) - (nanos < 0);
    at->tv_nsec = nanos >= NANOS ? nanos - NANOS : nanos < 0 ? nanos + NANOS : nanos;
  }
  return result;
}

int gettimeofday(struct timeval *restrict at, void *restrict zone) {
  (void)zone;
  struct timespec precise;
  int result = clock_gettime(CLOCK_REALTIME, &precise);
  at->tv_sec = precise.tv_sec;
  at->tv_usec = precise.tv_nsec / 1000;
  return result;
}

time_t time(time_t *at) {
  struct timespec precise;
  clock_gettime(CLOCK_REALTIME, &precise);
  if (at) {
    *at = precise.tv_sec;
  }
  return precise.tv_sec;
}
