/* Traces a process for as long as it lives, as a debugger does. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <unistd.h>

int main(int argc, char **argv) {
  if (argc < 2 || ptrace(PTRACE_SEIZE, atoi(argv[1]), 0, 0) != 0) return 1;
  printf("pid %d\nready\n", getpid());
  fflush(stdout);
  for (;;) pause();
}
