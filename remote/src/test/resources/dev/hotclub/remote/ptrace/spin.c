/* Computes on two threads until it is killed. */
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static volatile unsigned long work;

static void *spin(void *unused) {
  for (;;) work++;
  return unused;
}

int main(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, spin, NULL);
  printf("pid %d\nready\n", getpid());
  fflush(stdout);
  spin(NULL);
}
