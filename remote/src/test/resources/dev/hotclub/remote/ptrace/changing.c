/* A process that never stays what it is: threads come and go, children are forked and waited for,
 * and in the end a thread that is not the first begins the program anew.
 *
 *   changing GENERATIONS   prints "ready" in the first generation and "end" after the last
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static char **arguments;

static void compute(long micros) {
  struct timespec a, b;
  clock_gettime(CLOCK_MONOTONIC, &a);
  do clock_gettime(CLOCK_MONOTONIC, &b);
  while ((b.tv_sec - a.tv_sec) * 1000000L + (b.tv_nsec - a.tv_nsec) / 1000 < micros);
}

static void *brief(void *unused) {
  compute(300);
  return unused;
}

static void *endless(void *unused) {
  for (;;) compute(1000);
  return unused;
}

static void *renewing(void *unused) {
  compute(500);
  execv("/proc/self/exe", arguments);
  _exit(9);
  return unused;
}

int main(int argc, char **argv) {
  int generations = argc > 1 ? atoi(argv[1]) : 10;
  if (argc == 2) {
    printf("pid %d\nready\n", getpid());
    fflush(stdout);
  }
  for (int i = 0; i < 10; i++) {
    pthread_t threads[2];
    for (int t = 0; t < 2; t++) pthread_create(&threads[t], NULL, brief, NULL);
    pid_t child = fork();
    if (child == 0) {
      compute(200);
      _exit(7);
    }
    int status;
    if (waitpid(child, &status, 0) != child || WEXITSTATUS(status) != 7) return 3;
    for (int t = 0; t < 2; t++) pthread_join(threads[t], NULL);
  }
  if (generations == 0) {
    printf("end\n");
    fflush(stdout);
    return 0;
  }
  char number[16];
  snprintf(number, sizeof number, "%d", generations - 1);
  arguments = (char *[]){argv[0], number, "again", NULL};
  pthread_t threads[3];
  for (int t = 0; t < 2; t++) pthread_create(&threads[t], NULL, endless, NULL);
  pthread_create(&threads[2], NULL, renewing, NULL);
  for (;;) compute(1000);
}
